import * as path from 'node:path';
import * as vscode from 'vscode';

/**
 * The folders of `patchbay.registry.folders`, absolute. In an untrusted workspace VS Code answers
 * with the user's own setting, because the setting is restricted.
 */
export function registryFolders(): string[] {
  const written = vscode.workspace.getConfiguration('patchbay').get<unknown>('registry.folders');
  if (!Array.isArray(written)) return [];
  const base = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return written
    .filter((folder): folder is string => typeof folder === 'string' && folder !== '')
    .flatMap((folder) => {
      if (path.isAbsolute(folder)) return [folder];
      return base === undefined ? [] : [path.resolve(base, folder)];
    });
}
