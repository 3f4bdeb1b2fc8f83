import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { printScalar } from '../../model/edit/print.ts';
import type { ModuleFiles } from '../../model/module/module.ts';
import { openBundleDocument, type BundleDocument } from './document.ts';
import { mentionAt, mentionsIn, mentionsOf } from './mentions.ts';
import {
  isRenameable,
  nameOf,
  notClear,
  placesInTemplates,
  unsureReason,
  wordFor,
  type Renameable,
} from './rename-places.ts';
import { variablePlaces } from './rename-variables.ts';
import type { Mention } from './target.ts';

/** Edits by the file that they are for, or why there are none. */
export type RenamedEverywhere =
  | { readonly kind: 'edit'; readonly changes: ReadonlyMap<string, TextEdit[]> }
  | { readonly kind: 'refused'; readonly reason: string };

/** The name at a position and what a rename starts with; undefined where nothing can be renamed. */
export function prepareRenameInBundle(
  document: BundleDocument,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const mention = mentionAt(document, position);
  if (mention === undefined || !isRenameable(mention.target)) return undefined;
  return { range: nameRange(document, mention), placeholder: nameOf(mention.target) };
}

/**
 * Renames the param, dependency, resource, secret or anchor at a position wherever the bundle, the
 * jq templates of its modules and their plain Terraform variables speak of it. Outputs, and what is
 * not plain in a module, stay: the checks say at once where the two no longer agree.
 *
 * @param modules of the bundle, as far as they were read.
 */
export function renameInBundle(
  document: BundleDocument,
  position: Position,
  newName: string,
  modules: readonly ModuleFiles[] = [],
): RenamedEverywhere {
  const target = mentionAt(document, position)?.target;
  if (target === undefined || !isRenameable(target)) {
    const reason = 'Only params, dependencies, resources, secrets and anchors can be renamed here.';
    return { kind: 'refused', reason };
  }
  return renameTarget(document, target, newName, modules);
}

/** The same for a target that is known. */
export function renameTarget(
  document: BundleDocument,
  target: Renameable,
  newName: string,
  modules: readonly ModuleFiles[] = [],
): RenamedEverywhere {
  if (nameOf(target) === newName) return { kind: 'edit', changes: new Map() };
  const inTemplates = placesInTemplates(target, modules);
  const reason =
    nameReason(document, target, newName, inTemplates.places.length > 0) ??
    unsureReason(document, target) ??
    (inTemplates.unsure === undefined ? undefined : notClear(`\`${inTemplates.unsure}\``, target));
  if (reason !== undefined) return { kind: 'refused', reason };

  const own = mentionsOf(document, target).map((mention) => editOf(document, mention, newName));
  if (!holdsAfterwards(document, target, newName, own)) {
    const reason = 'This file is written in a way in which the rename would break it. Rename by hand.';
    return { kind: 'refused', reason };
  }
  const changes = new Map([[document.uri, own]]);
  for (const { uri, range, isShorthand } of inTemplates.places) {
    const edit = { range, newText: isShorthand ? `${nameOf(target)}: .${newName}` : newName };
    changes.set(uri, [...(changes.get(uri) ?? []), edit]);
  }
  for (const { uri, range } of variablePlaces(target, newName, modules))
    changes.set(uri, [...(changes.get(uri) ?? []), { range, newText: newName }]);
  return { kind: 'edit', changes };
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const variable = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Why a target cannot have a name; undefined when it can. */
function nameReason(
  document: BundleDocument,
  target: Renameable,
  name: string,
  isInTemplates: boolean,
): string | undefined {
  if (!variable.test(name)) {
    return `\`${name}\` cannot be a name: letters, digits, \`_\` and \`-\`, and no digit or \`-\` first.`;
  }
  const expression = mentionsOf(document, target).find(({ as }) => as === 'expression' || as === 'check');
  if (!identifier.test(name) && (expression !== undefined || isInTemplates)) {
    const where = expression === undefined ? 'A template of the module' : `Line ${expression.range.start.line + 1}`;
    return `${where} reads it in an expression, where \`-\` is a minus. Choose a name of letters, digits and \`_\`.`;
  }
  if (isVariable(target) && name === 'md_metadata')
    return '`md_metadata` is what the engine passes to every module. Choose another name.';
  if (target.kind === 'param' && target.path.length === 1 && name === '__name')
    return '`__name` is the label of a preset. Choose another name.';
  const clashing = mentionsIn(document).filter((mention) => clashes(target, mention, name));
  const taken = clashing.find(({ declares }) => declares) ?? clashing[0];
  if (taken === undefined) return undefined;
  const what = isRenameable(taken.target) ? wordFor(taken.target) : 'name';
  return taken.target.kind === target.kind
    ? `There is a ${what} \`${name}\` already, in line ${taken.range.start.line + 1}. Choose another name.`
    : `\`${name}\` is a ${what} already, in line ${taken.range.start.line + 1}, and modules get both as a variable of this name. Choose another name.`;
}

/** Whether modules get a target as a variable of its name. */
function isVariable(target: Mention['target']): boolean {
  return target.kind === 'slot' || target.kind === 'secret' || (target.kind === 'param' && target.path.length === 1);
}

function clashes(target: Renameable, { target: other }: Mention, name: string): boolean {
  if (!isRenameable(other) || nameOf(other) !== name) return false;
  if (target.kind === 'param' && other.kind === 'param')
    return (
      target.path.length === other.path.length && target.path.slice(0, -1).every((step, at) => step === other.path[at])
    );
  return target.kind === other.kind || (isVariable(target) && isVariable(other));
}

function editOf(document: BundleDocument, mention: Mention, newName: string): TextEdit {
  const range = nameRange(document, mention);
  const { as, target, isShorthand } = mention;
  if (isShorthand && isRenameable(target)) return { range, newText: `${nameOf(target)}: .${newName}` };
  const isInside = as === 'expression' || as === 'check' || target.kind === 'anchor' || quoted(document, mention);
  return { range, newText: isInside ? newName : printScalar(newName, true) };
}

/** Where a mention has the name alone, without quotes and without the sign of an anchor. */
export function nameRange(document: BundleDocument, mention: Mention): Range {
  const { start, end } = mention.range;
  const before = { line: start.line, character: start.character + 1 };
  if (mention.target.kind === 'anchor') return { start: before, end };
  if (!quoted(document, mention)) return mention.range;
  return { start: before, end: { line: end.line, character: end.character - 1 } };
}

function quoted({ lines, text }: BundleDocument, { range }: Mention): boolean {
  return /^(["']).*\1$/s.test(text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end)));
}

/** The last look: the file says of the new name what it said of the old one, and reads as well as before. */
function holdsAfterwards(
  document: BundleDocument,
  target: Renameable,
  newName: string,
  edits: readonly TextEdit[],
): boolean {
  const { kind, uri, registry, source } = document;
  const after = openBundleDocument(kind, uri, textAfter(document, edits), registry);
  if (after === undefined || after.source.problems.length > source.problems.length) return false;
  if (target.kind === 'anchor') return true;
  const renamed: Renameable =
    target.kind === 'param'
      ? { ...target, path: [...target.path.slice(0, -1), newName] }
      : { ...target, name: newName };
  return mentionsOf(after, renamed).length === edits.length && mentionsOf(after, target).length === 0;
}

/** The text after edits that do not overlap. */
function textAfter({ text, lines }: BundleDocument, edits: readonly TextEdit[]): string {
  const changes = edits.map(({ range, newText }) => ({
    start: lines.offsetAt(range.start),
    end: lines.offsetAt(range.end),
    newText,
  }));
  return changes
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}
