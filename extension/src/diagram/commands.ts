import * as vscode from 'vscode';
import { asUri } from '../environments/commands.ts';
import { chooseManifest } from '../environments/manifests.ts';
import { manifestLanguage } from '../language/language-server.ts';
import type { Diagrams } from './diagrams.ts';
import { showText } from './text-editor.ts';

/** Registers what opens a diagram, or the text of one. */
export function registerDiagramCommands(diagrams: Diagrams): vscode.Disposable {
  const open = async (column: vscode.ViewColumn, uri: unknown): Promise<void> => {
    const manifest = asUri(uri) ?? (await chooseManifest(undefined));
    if (manifest) await diagrams.open(manifest, column);
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('patchbay.openDiagram', (uri?: unknown) => open(vscode.ViewColumn.Active, uri)),
    vscode.commands.registerCommand('patchbay.openDiagramToSide', (uri?: unknown) =>
      open(vscode.ViewColumn.Beside, uri),
    ),
    vscode.commands.registerCommand('patchbay.openText', async () => {
      const manifest = diagrams.activeManifest;
      if (manifest) await showText(manifest);
    }),
    // The page handles its keys itself. These are for keys that come while the focus is on its way to it.
    vscode.commands.registerCommand('patchbay.undo', () => diagrams.undo('undo')),
    vscode.commands.registerCommand('patchbay.redo', () => diagrams.undo('redo')),
    openAutomatically(diagrams),
  );
}

/** With `patchbay.diagram.openAutomatically`: beside each manifest, the first time it is in front. */
function openAutomatically(diagrams: Diagrams): vscode.Disposable {
  const seen = new Set<string>();
  const look = (editor: vscode.TextEditor | undefined): void => {
    if (editor?.document.languageId !== manifestLanguage) return;
    if (!vscode.workspace.getConfiguration('patchbay').get<boolean>('diagram.openAutomatically')) return;
    const { uri } = editor.document;
    if (seen.has(uri.toString())) return;
    seen.add(uri.toString());
    void diagrams.open(uri, vscode.ViewColumn.Beside, true);
  };
  look(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor(look);
}
