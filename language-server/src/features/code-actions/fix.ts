import { CodeActionKind, type CodeAction, type TextEdit } from 'vscode-languageserver-types';
import { planEdit } from '../../model/edit/plan.ts';
import { editManifest } from '../../model/manifest/parse.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Problem } from '../../model/problem.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { Intent } from '../../protocol.ts';

/** What code actions are worked out from. */
export interface ActionContext {
  readonly manifest: Manifest;
  readonly registry: Registry;
}

/** An action that replaces text of the manifest. */
export function textAction(
  { manifest }: ActionContext,
  title: string,
  edits: readonly TextEdit[],
  details: { readonly kind?: string; readonly preferred?: boolean; readonly problem?: Problem } = {},
): FixedAction {
  return {
    title,
    kind: details.kind ?? CodeActionKind.QuickFix,
    edit: { changes: { [manifest.uri]: [...edits] } },
    ...(details.preferred && { isPreferred: true }),
    ...(details.problem && { problem: details.problem }),
  };
}

/** A code action with the problem it fixes, as this server knows it. */
export type FixedAction = CodeAction & { readonly problem?: Problem };

/** An action that does what a gesture in the diagram would; undefined when the edit would be refused. */
export function intentAction(
  context: ActionContext,
  title: string,
  intents: readonly Intent[],
  details: Parameters<typeof textAction>[3] = {},
): FixedAction | undefined {
  const edits = planAll(context, intents);
  return edits && edits.length > 0 ? textAction(context, title, edits, details) : undefined;
}

/** Plans several intents, each on the text that the one before leaves, as edits of the text at hand. */
function planAll({ manifest, registry }: ActionContext, intents: readonly Intent[]): TextEdit[] | undefined {
  let current = manifest;
  for (const intent of intents) {
    const plan = planEdit(current, registry, intent);
    if (plan.kind !== 'edit') return undefined;
    if (intents.length === 1) return [...plan.edits];
    const changes = plan.edits.toReversed().map(({ range, newText }) => ({ range, text: newText }));
    current = editManifest(current, current.version, changes);
  }
  return [difference(manifest, current)];
}

/** One edit for what lies between the first and the last character in which two texts differ. */
function difference(before: Manifest, after: Manifest): TextEdit {
  const [from, to] = [before.text(), after.text()];
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let same = 0;
  const most = Math.min(from.length, to.length) - start;
  while (same < most && from[from.length - 1 - same] === to[to.length - 1 - same]) same++;
  return {
    range: { start: positionAt(from, start), end: positionAt(from, from.length - same) },
    newText: to.slice(start, to.length - same),
  };
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  let line = 0;
  let lineStart = 0;
  for (const match of text.slice(0, offset).matchAll(/\r\n|\n|\r/g)) {
    line++;
    lineStart = match.index + match[0].length;
  }
  return { line, character: offset - lineStart };
}
