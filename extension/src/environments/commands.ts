import * as vscode from 'vscode';
import { chooseEnvironment, chooseManifest } from './manifests.ts';
import { actions, taskType } from './engine-task.ts';
import type { Runs } from './runs.ts';
import { EngineTaskProvider } from './task-provider.ts';
import { requireTrust } from './trust.ts';

/** What the commands need to know about the diagrams. */
export interface DiagramContext {
  readonly activeManifest: vscode.Uri | undefined;
  environmentOf(manifest: vscode.Uri): string | undefined;
}

/**
 * Registers Plan, Deploy, Destroy and Cancel Run. Each takes a manifest's URI and an environment's
 * name when a CodeLens calls it, and asks for what is not given.
 */
export function registerEnvironmentCommands(
  extensionUri: vscode.Uri,
  runs: Runs,
  diagrams: DiagramContext,
): vscode.Disposable {
  const commands = actions.map((action) =>
    vscode.commands.registerCommand(`patchbay.${action}`, async (uri?: unknown, environment?: unknown) => {
      if (!requireTrust(action)) return;
      const manifest = asUri(uri) ?? (await chooseManifest(diagrams.activeManifest));
      if (!manifest) return;
      const name =
        typeof environment === 'string'
          ? environment
          : (await chooseEnvironment(manifest, action, diagrams.environmentOf(manifest)))?.name;
      if (name !== undefined) await runs.start({ action, manifest, environment: name });
    }),
  );
  return vscode.Disposable.from(
    ...commands,
    vscode.commands.registerCommand('patchbay.cancelRun', async (uri?: unknown, environment?: unknown) => {
      const manifest = asUri(uri) ?? (await chooseManifest(diagrams.activeManifest));
      if (!manifest) return;
      const running = typeof environment === 'string' ? [environment] : runs.running(manifest);
      const chosen = running.length > 1 ? await vscode.window.showQuickPick(running) : running[0];
      if (chosen !== undefined) return runs.cancel(manifest, chosen);
      void vscode.window.showInformationMessage('No run of this window is under way.');
    }),
    vscode.tasks.registerTaskProvider(taskType, new EngineTaskProvider(extensionUri)),
  );
}

/** A URI as the editor (an object) or the language server (a text) hands it over. */
export function asUri(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  if (typeof value !== 'string') return undefined;
  const uri = vscode.Uri.parse(value);
  return uri.scheme === 'file' || uri.scheme === 'untitled' ? uri : undefined;
}
