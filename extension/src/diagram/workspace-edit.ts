import type { TextReplacement } from '@patchbay/language-server/protocol';
import * as vscode from 'vscode';

/**
 * The server's replacements for VS Code. It notes the version of the text that is current when the
 * edit is handed over, and refuses the edit when the text is another by the time it would be made.
 */
export function asWorkspaceEdit(uri: vscode.Uri, edits: readonly TextReplacement[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), newText);
  }
  return edit;
}
