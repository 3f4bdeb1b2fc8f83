import type { Json, JsonPath } from '../schema/json-schema.ts';
import { insertEntries, insertItems } from './insert.ts';
import { anchorsIn, type Entry, entryOf, isVoid, type Member, type Outline } from './outline.ts';
import { ownLines, removeMembers } from './remove-member.ts';
import type { Change, SourceText } from './source-text.ts';
import { writeValue } from './write-value.ts';

/** Changes, or why there are none. */
export type Edited = readonly Change[] | { readonly refused: string };

/** Where the path of an edit starts. */
export interface Root {
  readonly entry: Entry;
  /** The entry stands inside `{ }`. */
  readonly flow: boolean;
  readonly step: number;
  /** True when the manifest says something at a path, in the text of the entry or through a YAML merge. */
  readonly says: (path: JsonPath) => boolean;
}

/** The order in which a person writes the keys of a map; keys not in it go last. */
type KeyOrder = (path: JsonPath) => readonly string[] | undefined;

/**
 * Writes a value at a path below an entry, creating what is missing on the way.
 * @param order where among its siblings a new key goes, by path of the map; last by default
 */
export function setPath(source: SourceText, root: Root, path: JsonPath, value: Json, order: KeyOrder): Edited {
  let member: Member = root.entry;
  let { flow } = root;
  for (let depth = 0; depth <= path.length; depth++) {
    const shared = sharing(source, member.value, depth === path.length);
    if (shared) return { refused: shared };
    const rest = path.slice(depth);
    const [step] = rest;
    const outline: Outline | undefined = member.value;
    if (step === undefined) return writeValue(source, member, flow, value, root.step);
    if (outline === undefined || isVoid(outline) || outline.kind === 'scalar') {
      const nested = nest(rest, value);
      return nested === undefined ? missingItem(path, depth) : writeValue(source, member, flow, nested, root.step);
    }
    if (outline.kind === 'alias') return { refused: aliasReason };
    const next = childOf(outline, step);
    if (next) {
      member = next;
      ({ flow } = outline);
      continue;
    }
    const nested = nest(rest.slice(1), value);
    if (nested === undefined) return missingItem(path, depth);
    // A map of its own would hide the rest of the one that is merged in.
    if (rest.length > 1 && root.says(path.slice(0, depth + 1))) return { refused: aliasReason };
    if (outline.kind === 'map') {
      const key = String(step);
      const after = precedingEntry(outline.members, key, order(path.slice(0, depth)));
      return insertEntries(source, outline, after, [[key, nested]], root.step);
    }
    if (step !== outline.members.length) return notAnItem(path, depth);
    return insertItems(source, outline, outline.members.at(-1), [nested], root.step);
  }
  return [];
}

/** What is to be removed below an entry. Paths start inside the entry; its own path is empty. */
export interface Removal {
  readonly drops: (path: JsonPath) => boolean;
  /** Whether a map goes too when nothing is left in it; it stays as `{}` otherwise. */
  readonly prunes: (path: JsonPath) => boolean;
}

/** Takes values below an entry away, and what they leave empty. */
export function removeBelow(source: SourceText, root: Root, removal: Removal): Edited {
  const result = removeIn(source, root.entry, root.flow, root.step, [], removal);
  return result === 'gone' ? emptyOut(source, root.entry, root.flow, root.step) : result;
}

function removeIn(
  source: SourceText,
  member: Member,
  flow: boolean,
  step: number,
  path: JsonPath,
  removal: Removal,
): Edited | 'gone' {
  const outline = member.value;
  if (outline?.kind !== 'map' && outline?.kind !== 'sequence') return [];
  const gone = new Set<Member>();
  const changes: Change[] = [];
  for (const [index, entry] of outline.members.entries()) {
    const below = [...path, ('key' in entry && (entry as Entry).key) || index];
    const result = removal.drops(below) ? 'gone' : removeIn(source, entry, outline.flow, step, below, removal);
    if (result === 'gone') {
      const reason = removalReason(source, entry);
      if (reason !== undefined) return { refused: reason };
      gone.add(entry);
    } else if ('refused' in result) return result;
    else changes.push(...result);
  }
  if (gone.size === 0 && changes.length === 0) return [];
  if (outline.anchor !== undefined && isAliased(source, outline.anchor))
    return { refused: anchorReason(outline.anchor) };
  if (gone.size < outline.members.length)
    return gone.size > 0 ? [...changes, ...removeMembers(source, outline, gone)] : changes;
  if (removal.prunes(path) && !hasLooseComment(source, member)) return 'gone';
  return emptyOut(source, member, flow, step);
}

/** Leaves a map or list as `{}` or `[]`, with the comments in it that belong to none of its members. */
export function emptyOut(source: SourceText, container: Member, flow: boolean, step: number): readonly Change[] {
  const outline = container.value;
  if (outline?.kind !== 'map' && outline?.kind !== 'sequence') return [];
  const empty = outline.kind === 'map' ? {} : [];
  if (container.lead === undefined || outline.start !== outline.contentStart || !hasLooseComment(source, container))
    return writeValue(source, container, flow, empty, step);
  const lines = outline.members.map((member) => ({ ...ownLines(source, member), text: '' }));
  const at = container.lead;
  return [{ start: at, end: at, text: outline.kind === 'map' ? ' {}' : ' []' }, ...lines];
}

/** Why a member must not be taken away: other parts of the file repeat something in it. */
export function removalReason(source: SourceText, member: Member): string | undefined {
  const anchor = anchorsIn(member.value).find((name) => isAliased(source, name));
  return anchor === undefined ? undefined : anchorReason(anchor);
}

/** Why a value that stands elsewhere in the file is not changed from here. */
export const aliasReason =
  'This value comes from another place of the file, through a YAML alias (`*name`). Change it in the text, where you see both places.';

function anchorReason(anchor: string): string {
  return `Other places of the file repeat this value through its YAML anchor \`&${anchor}\`. Change it in the text, where you see them all.`;
}

function notAnItem(path: JsonPath, depth: number): Edited {
  return { refused: `There is no item ${String(path[depth])} in \`${path.slice(0, depth).join('.')}\`.` };
}

/** Lists are filled one after the other: there is no item at the first index from `depth` on that is not 0. */
function missingItem(path: JsonPath, depth: number): Edited {
  const index = path.findIndex((step, place) => place >= depth && typeof step === 'number' && step > 0);
  return notAnItem(path, index);
}

/** Why a value must not be changed in place. */
function sharing(source: SourceText, outline: Outline | undefined, whole: boolean): string | undefined {
  if (!outline) return undefined;
  if (outline.kind === 'alias') return whole ? undefined : aliasReason;
  const anchors = whole ? anchorsIn(outline) : outline.anchor === undefined ? [] : [outline.anchor];
  const used = anchors.find((anchor) => isAliased(source, anchor));
  if (used !== undefined) return anchorReason(used);
  return whole && outline.kind !== 'scalar' && holdsAlias(outline) ? aliasReason : undefined;
}

function isAliased(source: SourceText, anchor: string): boolean {
  return source.text.includes(`*${anchor}`);
}

function holdsAlias(outline: Outline | undefined): boolean {
  if (!outline || outline.kind === 'scalar') return false;
  return outline.kind === 'alias' || outline.members.some((member) => holdsAlias(member.value));
}

function childOf(outline: Outline, step: string | number): Member | undefined {
  if (outline.kind === 'map') return entryOf(outline, String(step));
  return outline.kind === 'sequence' && typeof step === 'number' ? outline.members[step] : undefined;
}

/** The value inside the maps and lists that a path asks for; undefined when a list would have a gap. */
function nest(path: JsonPath, value: Json): Json | undefined {
  let nested = value;
  for (const step of path.toReversed()) {
    if (typeof step === 'number' && step > 0) return undefined;
    nested = typeof step === 'number' ? [nested] : Object.fromEntries([[step, nested]]);
  }
  return nested;
}

/** The entry that a new key goes behind; undefined when it goes first. */
export function precedingEntry(
  entries: readonly Entry[],
  key: string,
  order: readonly string[] | undefined,
): Entry | undefined {
  const place = order?.indexOf(key) ?? -1;
  if (!order || place < 0) return entries.at(-1);
  const before = new Set(order.slice(0, place));
  return entries.findLast((entry) => entry.key !== undefined && before.has(entry.key));
}

/** True when a block map holds a comment line that belongs to none of its entries. */
export function hasLooseComment(source: SourceText, container: Member): boolean {
  const outline = container.value;
  if (outline?.kind !== 'map' || outline.flow) return false;
  let from = source.nextLine(container.lead ?? container.start);
  for (const member of outline.members) {
    const own = ownLines(source, member);
    if (own.start > from && source.text.slice(from, own.start).includes('#')) return true;
    from = own.end;
  }
  return false;
}

/** True for what JSON can say. */
export function isJson(value: unknown, depth = 64): value is Json {
  if (depth === 0) return false;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth - 1));
  if (typeof value !== 'object') return false;
  return Object.values(value).every((item) => isJson(item, depth - 1));
}
