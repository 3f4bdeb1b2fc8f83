import { CodeActionKind, type CodeAction, type Range, type TextEdit } from 'vscode-languageserver-types';
import { ManifestOutline } from '../../model/edit/manifest-outline.ts';
import type { Entry, MapOutline } from '../../model/edit/outline.ts';
import { emptyOut, removalReason, type Edited } from '../../model/edit/path.ts';
import { planEdit } from '../../model/edit/plan.ts';
import { removeMembers } from '../../model/edit/remove-member.ts';
import { settleAtEnd, toReplacements } from '../../model/edit/source-text.ts';
import { editManifest } from '../../model/manifest/parse.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Problem } from '../../model/problem.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { Intent } from '../../protocol.ts';
import { unquote } from '../cursor-tokens.ts';
import { Composition } from './compose.ts';

/** What code actions are worked out from. */
export interface ActionContext {
  readonly manifest: Manifest;
  readonly registry: Registry;
}

/** An action that replaces text of the manifest. */
export function textAction(
  { manifest }: Pick<ActionContext, 'manifest'>,
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

/** The name that stands in a range of one line, without quotes. */
export function nameAt(manifest: Manifest, { start, end }: Range): string {
  const { slice, offset } = manifest.at(start);
  return unquote(slice.text.slice(offset, offset + end.character - start.character));
}

/** The entry of a manifest whose key begins at an offset, and the way to it. */
export interface EntryAt {
  readonly entry: Entry;
  readonly container: MapOutline;
  /** What has `container` as its value; undefined at the top. */
  readonly parent: Entry | undefined;
}

/** Looks up the entry that a problem on its key is about; undefined behind an alias. */
export function entryAt(outline: ManifestOutline, offset: number): EntryAt | undefined {
  let parent: Entry | undefined;
  let container: MapOutline = outline.top;
  for (;;) {
    const entry: Entry | undefined = container.members.findLast(({ start }) => start <= offset);
    if (entry === undefined) return undefined;
    if (entry.keyStart <= offset && offset < entry.keyEnd) return { entry, container, parent };
    if (entry.value?.kind !== 'map') return undefined;
    parent = entry;
    container = entry.value;
  }
}

/**
 * An action on the text as edits see it: `plan` gives the changes, or undefined when there are none
 * to offer. Undefined also where the change would break the text.
 */
export function outlineAction(
  { manifest }: ActionContext,
  title: string,
  plan: (outline: ManifestOutline) => Edited | undefined,
  details: Parameters<typeof textAction>[3] = {},
): FixedAction | undefined {
  if (manifest.broken) return undefined;
  const outline = new ManifestOutline(manifest);
  const changes = plan(outline);
  if (changes === undefined || 'refused' in changes || changes.length === 0) return undefined;
  const edits = toReplacements(outline.source, settleAtEnd(outline.source, changes));
  const reversed = edits.toReversed().map(({ range, newText }) => ({ range, text: newText }));
  if (editManifest(manifest, manifest.version, reversed).broken) return undefined;
  return textAction({ manifest }, title, edits, details);
}

/** Takes the entry whose key begins at an offset away; an emptied map stays as `{}`. */
export function removeEntryAt(outline: ManifestOutline, offset: number): Edited | undefined {
  const found = entryAt(outline, offset);
  if (!found) return undefined;
  const { entry, container, parent } = found;
  const reason = removalReason(outline.source, entry);
  if (reason !== undefined) return { refused: reason };
  if (container.members.length > 1) return removeMembers(outline.source, container, new Set([entry]));
  return parent && emptyOut(outline.source, parent, container.flow, 2);
}

/** Plans several intents, each on the text that the one before leaves, as edits of the text at hand. */
function planAll({ manifest, registry }: ActionContext, intents: readonly Intent[]): TextEdit[] | undefined {
  const composition = new Composition(manifest);
  for (const intent of intents) {
    const plan = planEdit(composition.current, registry, intent);
    if (plan.kind !== 'edit') return undefined;
    if (intents.length === 1) return [...plan.edits];
    composition.add(plan.edits);
  }
  return composition.edits();
}
