import type { RunState } from '@patchbay/language-server/protocol';
import type * as vscode from 'vscode';
import { readLastPlan, type LastPlan } from '../provisioning/last-plan.ts';
import { followLog, readRunState, watchRunState } from '../provisioning/run-state.ts';

export interface RunListener {
  state(state: RunState): void;
  log(component: string, lines: readonly string[]): void;
}

/** Runs of one environment of one manifest, whoever started them: this window, another, or the command line. */
export interface RunFeed {
  read(manifest: vscode.Uri, environment: string): Promise<RunState | undefined>;
  /** What the newest run planned. */
  lastPlan(manifest: vscode.Uri, environment: string): Promise<LastPlan | undefined>;
  /** Tells the state now and at every change, and log lines from now on. */
  watch(manifest: vscode.Uri, environment: string, listener: RunListener): vscode.Disposable;
}

/** Follows the engine's records beside the manifest. */
export const runFeed: RunFeed = {
  async read(manifest, environment) {
    if (manifest.scheme !== 'file') return undefined;
    return readRunState(manifest.fsPath, environment);
  },
  lastPlan: (manifest, environment) => readLastPlan(manifest.fsPath, environment),
  watch(manifest, environment, listener) {
    if (manifest.scheme !== 'file') return { dispose: () => undefined };
    const state = watchRunState(manifest.fsPath, environment, (now) => listener.state(now));
    const log = followLog(manifest.fsPath, environment, (component, lines) => listener.log(component, lines));
    return {
      dispose: () => {
        state.dispose();
        log.dispose();
      },
    };
  },
};
