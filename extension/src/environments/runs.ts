import type { InstanceState } from '@patchbay/language-server/protocol';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { confirmDeploy, confirmDestroy, type Confirmation } from './confirmation.ts';
import { engineTask, taskSubject, type Action, type RunOrder } from './engine-task.ts';
import { environmentsOf } from './manifests.ts';
import type { RunFeed } from './run-feed.ts';
import { requireTrust } from './trust.ts';

export interface RunRequest {
  readonly action: Action;
  readonly manifest: vscode.Uri;
  readonly environment: string;
  readonly only?: readonly string[] | undefined;
}

/** How a run ended: the exit codes of the command line. */
type Outcome = 'done' | 'failed' | 'refused' | 'cancelled';

const verbs = { plan: 'Planning', deploy: 'Deploying', destroy: 'Destroying' } as const;
const pastVerbs = { plan: 'Planned', deploy: 'Deployed', destroy: 'Destroyed' } as const;

/**
 * Starts and ends runs for this window. The engine is a task, so that its output is a terminal and
 * stopping it is what people know; what it did is in its records, which the diagram follows.
 */
export class Runs {
  readonly #extensionUri: vscode.Uri;
  readonly #feed: RunFeed;
  readonly #output: vscode.LogOutputChannel;
  readonly #showComponent: (manifest: vscode.Uri, component: string) => void;
  readonly #busy = new Set<string>();
  readonly #executions = new Map<string, vscode.TaskExecution>();

  /** `showComponent` shows a person a component of a manifest. */
  constructor(
    extensionUri: vscode.Uri,
    feed: RunFeed,
    output: vscode.LogOutputChannel,
    showComponent: (manifest: vscode.Uri, component: string) => void,
  ) {
    this.#extensionUri = extensionUri;
    this.#feed = feed;
    this.#output = output;
    this.#showComponent = showComponent;
  }

  /** Plans; then, to deploy or destroy, asks and does it. Says the outcome in a notification. */
  async start(request: RunRequest): Promise<void> {
    const { action, manifest, environment } = request;
    if (!requireTrust(action)) return;
    const key = runKey(manifest, environment);
    if (this.#busy.has(key)) return this.#sayBusy(manifest, environment);
    this.#busy.add(key);
    try {
      if ((await this.#permitted(request)) && (await save(manifest))) await this.#run(request);
    } finally {
      this.#busy.delete(key);
    }
  }

  /** Ends the run of an environment that this window started. */
  async cancel(manifest: vscode.Uri, environment: string): Promise<void> {
    const execution = this.#executions.get(runKey(manifest, environment));
    if (execution) return execution.terminate();
    const state = await this.#feed.read(manifest, environment);
    void vscode.window.showInformationMessage(
      state?.running
        ? `This run of ${environment} was started elsewhere, in another window or on the command line. Cancel it there.`
        : `Nothing is running in ${environment}.`,
    );
  }

  /** Environments of a manifest in which this window runs something. */
  running(manifest: vscode.Uri): string[] {
    const prefix = runKey(manifest, '');
    return [...this.#executions.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  /** Brings the terminal of an environment's newest run to the front. */
  showLog(manifest: vscode.Uri, environment: string): void {
    const about = taskSubject(manifest, environment);
    const terminal = [...vscode.window.terminals].reverse().find(({ name }) => name.includes(about));
    if (terminal) terminal.show(true);
    else this.#output.show(true);
  }

  async #permitted({ action, manifest, environment }: RunRequest): Promise<boolean> {
    const choice = (await environmentsOf(manifest)).find(({ name }) => name === environment);
    const file = path.posix.basename(manifest.path);
    if (manifest.scheme !== 'file') {
      void vscode.window.showWarningMessage(`Save ${file} first: the engine reads the file.`);
      return false;
    }
    if (!choice) {
      void vscode.window.showErrorMessage(`${file} has no environment ${environment}.`);
      return false;
    }
    if (action === 'destroy' && choice.protected) {
      void vscode.window.showErrorMessage(
        `${environment} is protected, so it is not destroyed. If you mean it, remove \`protected: true\` from it in ${file} first.`,
      );
      return false;
    }
    return true;
  }

  async #run({ action, manifest, environment, only }: RunRequest): Promise<void> {
    const order = { manifest, environment, ...(only && { only }) };
    const document = await vscode.workspace.openTextDocument(manifest);
    const planned = document.version;
    if (action !== 'destroy') {
      const outcome = await this.#execute({ ...order, action: 'plan', confirmed: false });
      if (action === 'plan' || outcome !== 'done') return this.#report('plan', manifest, environment, outcome);
    }
    const question =
      action === 'deploy'
        ? confirmDeploy(environment, await this.#feed.lastPlan(manifest, environment))
        : confirmDestroy(environment, await this.#feed.read(manifest, environment), only);
    if (!(await ask(question))) return;
    if (document.version !== planned) {
      const name = path.posix.basename(manifest.path);
      void vscode.window.showWarningMessage(`${name} changed after it was planned, so nothing was started. Try again.`);
      return;
    }
    await this.#report(action, manifest, environment, await this.#execute({ ...order, action, confirmed: true }));
  }

  async #execute(order: RunOrder): Promise<Outcome> {
    if (!requireTrust(order.action)) return 'refused';
    const key = runKey(order.manifest, order.environment);
    const task = engineTask(this.#extensionUri, order);
    this.#output.info(`${verbs[order.action]} ${order.environment} of ${order.manifest.fsPath}`);
    const execution = await vscode.tasks.executeTask(task);
    this.#executions.set(key, execution);
    this.#tellWhetherRunning();
    try {
      return outcomeOf(await ended(execution));
    } finally {
      this.#executions.delete(key);
      this.#tellWhetherRunning();
    }
  }

  /** The palette offers to cancel only when there is something to cancel. */
  #tellWhetherRunning(): void {
    void vscode.commands.executeCommand('setContext', 'patchbay.running', this.#executions.size > 0);
  }

  async #report(action: Action, manifest: vscode.Uri, environment: string, outcome: Outcome): Promise<void> {
    this.#output.info(`${verbs[action]} ${environment}: ${outcome}`);
    const state = outcome === 'failed' ? await this.#feed.read(manifest, environment) : undefined;
    const failed = state?.instances.find(({ status }) => status === 'failed');
    const showLog = 'Show Log';
    const showComponent = failed && `Show ${failed.component}`;
    void notify(action, environment, outcome, failed, showComponent ? [showComponent, showLog] : [showLog]).then(
      (choice) => {
        if (choice === showLog) this.showLog(manifest, environment);
        else if (failed && choice === showComponent) this.#showComponent(manifest, failed.component);
      },
    );
  }

  #sayBusy(manifest: vscode.Uri, environment: string): void {
    const cancel = 'Cancel Run';
    void vscode.window.showInformationMessage(`A run of ${environment} is under way.`, cancel).then((choice) => {
      if (choice === cancel) void this.cancel(manifest, environment);
    });
  }
}

function notify(
  action: Action,
  environment: string,
  outcome: Outcome,
  failed: InstanceState | undefined,
  answers: readonly string[],
): Thenable<string | undefined> {
  switch (outcome) {
    case 'done':
      return vscode.window.showInformationMessage(`${pastVerbs[action]} ${environment}.`, ...answers);
    case 'failed':
      return vscode.window.showErrorMessage(
        `${verbs[action]} ${environment} failed. ${reason(failed)} What is done stays, and the next run goes on from there.`,
        ...answers,
      );
    case 'refused':
      return vscode.window.showWarningMessage(
        `${verbs[action]} ${environment} was refused, and nothing was changed.`,
        ...answers,
      );
    case 'cancelled':
      return vscode.window.showWarningMessage(
        `${verbs[action]} ${environment} was cancelled. The next run goes on from there.`,
        ...answers,
      );
  }
}

/** Why a run failed, as far as one component says it. */
function reason(failed: InstanceState | undefined): string {
  if (!failed?.summary) return 'The log says what to do.';
  return `${failed.component}: ${/[.!?]$/.test(failed.summary) ? failed.summary : `${failed.summary}.`}`;
}

async function ask({ question, detail, answer }: Confirmation): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, answer)) === answer;
}

/** The engine reads the file, so what is on the screen is saved first. */
async function save(manifest: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(manifest);
  if (!document.isDirty) return true;
  const name = path.posix.basename(manifest.path);
  if (await document.save()) {
    vscode.window.setStatusBarMessage(`Saved ${name}, because the engine reads the file.`, 5000);
    return true;
  }
  void vscode.window.showErrorMessage(`${name} could not be saved, so nothing was started. Save it, then try again.`);
  return false;
}

/** The exit code of a task's process; undefined when it was stopped. */
function ended(execution: vscode.TaskExecution): Promise<number | undefined> {
  return new Promise((resolve) => {
    const subscription = vscode.Disposable.from(
      vscode.tasks.onDidEndTaskProcess((event) => finish(event.execution, event.exitCode)),
      vscode.tasks.onDidEndTask((event) => {
        // After the end of the process; before it only when there was none.
        setTimeout(() => finish(event.execution, undefined), 200);
      }),
    );
    const finish = (whose: vscode.TaskExecution, exitCode: number | undefined): void => {
      if (whose !== execution) return;
      subscription.dispose();
      resolve(exitCode);
    };
  });
}

function outcomeOf(exitCode: number | undefined): Outcome {
  if (exitCode === 0) return 'done';
  if (exitCode === 3) return 'refused';
  return exitCode === undefined || exitCode > 128 ? 'cancelled' : 'failed';
}

function runKey(manifest: vscode.Uri, environment: string): string {
  return `${manifest.toString()}#${environment}`;
}
