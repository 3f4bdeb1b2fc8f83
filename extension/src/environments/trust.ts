import * as vscode from 'vscode';

/**
 * True when the workspace is trusted; otherwise says why nothing happens. Whoever starts a process
 * asks this first: hiding a command is no protection.
 *
 * @param what such as `plan`, as the end of "Patchbay does not …"
 */
export function requireTrust(what: string): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  void vscode.window
    .showWarningMessage(
      `Patchbay does not ${what} in a restricted workspace, because that runs the programs of its bundles. Trust the workspace if you trust who wrote it.`,
      manage,
    )
    .then((choice) => {
      if (choice === manage) void vscode.commands.executeCommand('workbench.trust.manage');
    });
  return false;
}
