import type { Range } from 'vscode-languageserver-types';
import { SourceText } from '../../model/edit/source-text.ts';
import type { ModuleFiles } from '../../model/module/module.ts';
import type { BundleDocument } from './document.ts';
import { celTargets, checksIn, expressionsIn, readTargets } from './expression-mentions.ts';
import { namesIn } from './expression-reads.ts';
import { mentionsIn, mentionsOf } from './mentions.ts';
import { keyOf, type Mention, type Target } from './target.ts';

/** What can be renamed inside the file of a bundle or a resource type. */
export type Renameable = Extract<Target, { readonly kind: 'param' | 'slot' | 'output' | 'secret' | 'anchor' }>;

/** True for what has its name from this file alone. */
export function isRenameable(target: Target): target is Renameable {
  return ['param', 'slot', 'output', 'secret', 'anchor'].includes(target.kind);
}

/** The name that a rename changes. */
export function nameOf(target: Renameable): string {
  return target.kind === 'param' ? (target.path.at(-1) ?? '') : target.name;
}

/** What a target is called in a sentence. */
export function wordFor({ kind }: Renameable): string {
  switch (kind) {
    case 'param':
    case 'secret':
      return kind;
    case 'slot':
      return 'dependency';
    case 'output':
      return 'resource';
    case 'anchor':
      return 'anchor';
  }
}

/** Why a mention cannot be changed surely, for a person; undefined when all can. */
export function unsureReason(document: BundleDocument, target: Renameable): string | undefined {
  const name = nameOf(target);
  const mentions = mentionsOf(document, target);
  if (!mentions.some(({ declares }) => declares)) return undeclaredReason(document, target);
  if (target.kind === 'param' && target.path.includes('*'))
    return `\`${name}\` stands in a part of the schema that several params may refer to. Rename it by hand, where you see them all.`;
  const shared = mentions.find(({ range }) => standsForMore(document, target, range));
  if (shared)
    return `Line ${shared.range.start.line + 1} is repeated through a YAML alias, and \`${name}\` is another thing there. Rename it by hand, where you see both.`;
  const unclear = mentions.find((mention) => writtenName(document, mention) !== name);
  if (unclear)
    return `In line ${unclear.range.start.line + 1}, \`${name}\` is written in a way that cannot be changed surely, with an escape or across lines. Write it plainly there, or rename it by hand.`;
  const line = unsureExpression(document, target);
  if (line === undefined) return undefined;
  return notClear(`line ${line + 1}`, target);
}

/** Why a place that may speak of a target keeps it from being renamed. */
export function notClear(place: string, target: Renameable): string {
  return `In ${place}, it is not clear whether \`${nameOf(target)}\` is this ${wordFor(target)}. Write the whole path there, such as \`${pathOf(target)}\`, or rename it by hand.`;
}

/** How an expression reads a target. */
function pathOf(target: Renameable): string {
  if (target.kind === 'param') return `.params.${target.path.join('.').replaceAll('.items', '[]')}`;
  return target.kind === 'secret' ? `.secrets.${target.name}` : `.connections.${nameOf(target)}`;
}

function undeclaredReason({ root }: BundleDocument, target: Renameable): string {
  const name = nameOf(target);
  const throughReference = target.kind === 'param' && JSON.stringify(root).includes('"$ref"');
  return throughReference
    ? `\`${name}\` is declared behind a \`$ref\`. Rename it where the declaration is; *Go to Definition* leads there.`
    : `This file does not declare the ${wordFor(target)} \`${name}\`, so there is nothing to rename.`;
}

/** What has the same place in the text is another thing: an alias makes one place count for many. */
function standsForMore(document: BundleDocument, target: Renameable, { start }: Range): boolean {
  const key = keyOf(target);
  return mentionsIn(document).some(
    ({ range, target: other }) =>
      range.start.line === start.line &&
      range.start.character === start.character &&
      other.kind !== 'anchor' &&
      keyOf(other) !== key,
  );
}

/** The name as a mention has it, without quotes; undefined where it is not clear how to write another one there. */
function writtenName({ lines, text }: BundleDocument, { range, target }: Mention): string | undefined {
  if (range.start.line !== range.end.line) return undefined;
  const written = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  if (target.kind === 'anchor') return written.slice(1);
  return /^(["']).*\1$/s.test(written) ? written.slice(1, -1) : written;
}

/** The first line with an expression that may read the target in a way that nobody can follow. */
function unsureExpression(document: BundleDocument, target: Renameable): number | undefined {
  if (!isReadByExpressions(target)) return undefined;
  const name = nameOf(target);
  const unsure = [
    ...expressionsIn(document).filter(({ text }) => mayReadJq(text, name)),
    ...checksIn(document).filter(({ text }) => target.kind === 'param' && mayReadCel(text, target)),
  ];
  const lines = unsure.map(({ path }) => document.source.range(path).start.line);
  return lines.length > 0 ? Math.min(...lines) : undefined;
}

function isReadByExpressions({ kind }: Renameable): boolean {
  return kind === 'param' || kind === 'slot' || kind === 'secret';
}

function mayReadJq(text: string, name: string): boolean {
  const names = namesIn(text);
  // What does not parse cannot be followed at all.
  return names === undefined ? hasWord(text, name) : names.unsure.some((unsure) => unsure.name === name);
}

/** `["name"]`, and for a part of list items `.name` of a variable that stands for one. */
function mayReadCel(text: string, target: Renameable & { kind: 'param' }): boolean {
  const name = nameOf(target);
  const known = new Set(celTargets(text).map(({ start }) => start));
  const inItems = target.path.includes('items');
  for (const match of text.matchAll(/\[\s*(["'])(.*?)\1\s*\]|\.([A-Za-z_]\w*)/g)) {
    if (match[2] === name) return true;
    if (inItems && match[3] === name && !known.has(match.index + 1)) return true;
  }
  return false;
}

function hasWord(text: string, word: string): boolean {
  return text.split(/[^\w-]+/).includes(word);
}

/** A place in a file beside the bundle. */
export interface PlaceElsewhere {
  readonly uri: string;
  readonly range: Range;
  readonly isShorthand?: true;
}

/** Where the jq templates of the modules surely read a target, and the first that may do so in a way nobody can follow. */
export function placesInTemplates(
  target: Renameable,
  modules: readonly ModuleFiles[],
): { readonly places: readonly PlaceElsewhere[]; readonly unsure?: string } {
  const places: PlaceElsewhere[] = [];
  if (!isReadByExpressions(target)) return { places };
  let unsure: string | undefined;
  const key = keyOf(target);
  for (const { uri, text } of modules.flatMap(({ files }) => files)) {
    if (!uri.endsWith('.jq')) continue;
    const source = new SourceText(text);
    for (const { target: read, start, end, isShorthand } of readTargets({ text })) {
      if (keyOf(read) !== key) continue;
      const range = { start: source.positionAt(start), end: source.positionAt(end) };
      places.push({ uri, range, ...(isShorthand && { isShorthand }) });
    }
    if (mayReadJq(text, nameOf(target))) unsure ??= uri.slice(uri.lastIndexOf('/') + 1);
  }
  return { places, ...(unsure !== undefined && { unsure }) };
}
