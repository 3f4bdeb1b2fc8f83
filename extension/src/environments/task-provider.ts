import * as path from 'node:path';
import * as vscode from 'vscode';
import { actions, engineTask, readDefinition } from './engine-task.ts';
import { environmentsOf, findManifests } from './manifests.ts';

/** Runs as tasks: offered for every environment, and resolved from `tasks.json`. They ask in their terminal. */
export class EngineTaskProvider implements vscode.TaskProvider {
  readonly #extensionUri: vscode.Uri;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const tasks: vscode.Task[] = [];
    for (const manifest of await findManifests()) {
      for (const { name: environment } of await environmentsOf(manifest)) {
        for (const action of actions) {
          tasks.push(engineTask(this.#extensionUri, { action, manifest, environment, confirmed: false }));
        }
      }
    }
    return tasks;
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = readDefinition(task.definition);
    if (!definition || !vscode.workspace.isTrusted) return undefined;
    const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
    if (!folder) return undefined;
    const { action, environment, only } = definition;
    const manifest = vscode.Uri.file(path.resolve(folder.uri.fsPath, definition.manifest));
    const order = { action, manifest, environment, confirmed: false, ...(only && { only }) };
    return engineTask(this.#extensionUri, order, task.definition);
  }
}
