import type { PaletteEntry } from '@patchbay/language-server/protocol';
import * as vscode from 'vscode';
import { applyIntent } from '../diagram/apply-intent.ts';
import { columnOf } from '../diagram/text-editor.ts';
import { asWorkspaceEdit } from '../diagram/workspace-edit.ts';
import type { LanguageServer } from '../language/language-server.ts';

interface BundleItem extends vscode.QuickPickItem {
  readonly bundle: PaletteEntry;
}

/** Asks for a bundle and writes a component of it: the palette of the diagram, for the keyboard. */
export async function addComponent(server: LanguageServer, manifest: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(manifest);
  const items = server.palette(manifest).then((palette) => palette.map(asItem));
  const chosen = await vscode.window.showQuickPick<BundleItem>(items, {
    placeHolder: 'Which bundle?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) return;
  const outcome = await applyIntent(
    { kind: 'addComponent', bundle: chosen.bundle.reference },
    {
      version: () => document.version,
      plan: (version, intent) => server.planEdit(manifest, version, intent),
      apply: (_version, edits) => vscode.workspace.applyEdit(asWorkspaceEdit(manifest, edits)),
    },
  );
  if (outcome.kind === 'refused') {
    void vscode.window.showWarningMessage(outcome.reason);
    return;
  }
  const range = outcome.select && (await server.locate(manifest, outcome.select));
  const editor = await vscode.window.showTextDocument(document, columnOf(manifest));
  if (!range) return;
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function asItem(bundle: PaletteEntry): BundleItem {
  const given = bundle.resources.map((resource) => resource.type).join(', ');
  const detail = [bundle.description, given && `gives ${given}`].filter(Boolean).join('. ');
  return { label: bundle.name, description: bundle.version, ...(detail && { detail }), bundle };
}
