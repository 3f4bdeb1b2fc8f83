import * as vscode from 'vscode';

/** The column in which a text is shown, so that no second editor opens; undefined when it is not shown. */
export function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString())
    ?.viewColumn;
}

/** Brings a text to the front, where it is shown already if it is, beside what is in front otherwise. */
export function showText(uri: vscode.Uri, selection?: vscode.Range): Thenable<vscode.TextEditor> {
  return vscode.window.showTextDocument(uri, {
    viewColumn: columnOf(uri) ?? vscode.ViewColumn.Beside,
    ...(selection && { selection }),
  });
}

/** Where a text has a problem: the first place at or after `from` where it says so, else the first of all. */
export function findProblem(uri: vscode.Uri, message: string, from: vscode.Position): vscode.Range | undefined {
  const places = vscode.languages
    .getDiagnostics(uri)
    .filter((diagnostic) => diagnostic.message === message)
    .map(({ range }) => range)
    .sort((a, b) => a.start.compareTo(b.start));
  return places.find(({ start }) => start.isAfterOrEqual(from)) ?? places[0];
}
