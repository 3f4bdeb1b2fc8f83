import * as path from 'node:path';
import * as vscode from 'vscode';
import { registryFolders } from '../language/registry-folders.ts';

export const actions = ['plan', 'deploy', 'destroy'] as const;
export type Action = (typeof actions)[number];

/** One run of the engine. */
export interface RunOrder {
  readonly action: Action;
  readonly manifest: vscode.Uri;
  readonly environment: string;
  /** Components; none means all. */
  readonly only?: readonly string[];
  /** The person was asked already. */
  readonly confirmed: boolean;
}

export const taskType = 'patchbay';

/** The definition of a task, as in `tasks.json`. */
interface EngineTaskDefinition extends vscode.TaskDefinition {
  readonly action: Action;
  readonly manifest: string;
  readonly environment: string;
  readonly only?: readonly string[];
}

/** Reads what a person wrote in `tasks.json`; undefined when it is not a run. */
export function readDefinition(definition: vscode.TaskDefinition): EngineTaskDefinition | undefined {
  const { action, manifest, environment, only } = definition;
  if (!actions.some((known) => known === action)) return undefined;
  if (typeof manifest !== 'string' || typeof environment !== 'string') return undefined;
  if (only !== undefined && !(Array.isArray(only) && only.every((name) => typeof name === 'string'))) return undefined;
  return definition as EngineTaskDefinition;
}

/** The command line that runs an order; the engine is a process of its own, so that a closed window leaves its records whole. */
export function engineTask(extensionUri: vscode.Uri, order: RunOrder, definition?: vscode.TaskDefinition): vscode.Task {
  const { action, manifest, environment, only = [], confirmed } = order;
  const cli = vscode.Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath;
  const args = [cli, action, manifest.fsPath, '--environment', environment];
  const workspace = vscode.workspace.getWorkspaceFolder(manifest);
  if (workspace) args.push('--workspace', workspace.uri.fsPath);
  for (const component of only) args.push('--only', component);
  for (const folder of registryFolders()) args.push('--registry', folder);
  if (confirmed) args.push('--yes');
  const relative = vscode.workspace.asRelativePath(manifest, false);
  const task = new vscode.Task(
    definition ?? { type: taskType, action, manifest: relative, environment, ...(only.length > 0 && { only }) },
    workspace ?? vscode.TaskScope.Workspace,
    `${action}${taskSubject(manifest, environment)}`,
    'patchbay',
    new vscode.ProcessExecution(process.execPath, args, {
      cwd: path.dirname(manifest.fsPath),
      env: { ELECTRON_RUN_AS_NODE: '1', ...toolVariables() },
    }),
    [],
  );
  task.presentationOptions = {
    reveal: action === 'plan' || !confirmed ? vscode.TaskRevealKind.Always : vscode.TaskRevealKind.Silent,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
    showReuseMessage: false,
    focus: false,
  };
  return task;
}

/** What the names of all tasks of an environment have in common. */
export function taskSubject(manifest: vscode.Uri, environment: string): string {
  return ` ${environment} (${vscode.workspace.asRelativePath(manifest, false)})`;
}

/** The programs that the settings of this machine name; a workspace cannot set these. */
function toolVariables(): Record<string, string> {
  const settings = vscode.workspace.getConfiguration('patchbay.tools');
  const variables: Record<string, string> = {};
  for (const [setting, variable] of [
    ['terraform', 'PATCHBAY_TERRAFORM'],
    ['opentofu', 'PATCHBAY_OPENTOFU'],
  ] as const) {
    const program = settings.get<string>(setting, '');
    if (program !== '') variables[variable] = program;
  }
  return variables;
}
