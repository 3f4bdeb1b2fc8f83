import type { Json, JsonObject } from '../schema/json-schema.ts';
import { blockStringsAt, insertEntries, insertItems } from './insert.ts';
import { type Entry, type MapOutline, type Member, type Outline, type SequenceOutline, valueOf } from './outline.ts';
import {
  isCollection,
  isEmpty,
  isList,
  isObject,
  printBlockEntry,
  printBlockItem,
  printFlow,
  printScalar,
  printScalarLike,
} from './print.ts';
import { removeMembers } from './remove-member.ts';
import type { Change, SourceText } from './source-text.ts';

/**
 * Gives an entry or item a value with as few changes as the two values differ by: of maps and
 * lists only the members that differ are touched.
 * @param flow the member stands inside `{ }` or `[ ]`
 */
export function writeValue(source: SourceText, member: Member, flow: boolean, value: Json, step: number): Change[] {
  const old = member.value;
  if (old && sameJson(valueOf(old), value)) return [];
  if (old?.kind === 'map' && isObject(value)) {
    const kept = old.members.filter((entry) => entry.key !== undefined && Object.hasOwn(value, entry.key));
    if (kept.length > 0) return changeMap(source, old, kept, value, step);
  }
  if (old?.kind === 'sequence' && isList(value) && value.length > 0 && old.members.length > 0) {
    return changeSequence(source, old, value, step);
  }
  return flow ? replaceInFlow(source, member, value) : replaceInBlock(source, member, value, step);
}

/** True when two plain values are the same JSON; the order of keys does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(left[key], right[key]));
}

function changeMap(
  source: SourceText,
  old: MapOutline,
  kept: readonly Entry[],
  value: JsonObject,
  step: number,
): Change[] {
  const removed = new Set<Member>(old.members.filter((entry) => !kept.includes(entry)));
  const known = new Set(kept.map((entry) => entry.key));
  const added = Object.keys(value)
    .filter((key) => !known.has(key))
    .map((key) => [key, value[key] as Json] as const);
  return [
    ...removeMembers(source, old, removed),
    ...kept.flatMap((entry) => writeValue(source, entry, old.flow, value[entry.key ?? ''] as Json, step)),
    ...(added.length > 0 ? insertEntries(source, old, kept.at(-1), added, step) : []),
  ];
}

function changeSequence(source: SourceText, old: SequenceOutline, value: readonly Json[], step: number): Change[] {
  const { members } = old;
  const shorter = Math.min(members.length, value.length);
  let head = 0;
  while (head < shorter && sameJson(valueOf(members[head]?.value), value[head])) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    sameJson(valueOf(members[members.length - 1 - tail]?.value), value[value.length - 1 - tail])
  ) {
    tail++;
  }
  const oldMiddle = members.slice(head, members.length - tail);
  const newMiddle = value.slice(head, value.length - tail);
  const pairs = Math.min(oldMiddle.length, newMiddle.length);
  const replaced = oldMiddle
    .slice(0, pairs)
    .flatMap((member, index) => writeValue(source, member, old.flow, newMiddle[index] as Json, step));
  const removed = new Set(oldMiddle.slice(pairs));
  const added = newMiddle.slice(pairs);
  return [
    ...replaced,
    ...(removed.size > 0 ? removeMembers(source, old, removed) : []),
    ...(added.length > 0 ? insertItems(source, old, members[head + pairs - 1], added, step) : []),
  ];
}

function replaceInFlow(source: SourceText, member: Member, value: Json): Change[] {
  const text = printLike(member, value, true) ?? printFlow(value);
  const isItem = !('key' in member);
  if (member.value) return [{ start: member.value.contentStart, end: member.value.end, text }];
  if (isItem) return [{ start: member.start, end: member.end, text }];
  const at = member.lead === undefined ? member.end : Math.max(member.end, member.lead);
  const space = source.text[at - 1] === ' ' ? '' : ' ';
  return [{ start: at, end: at, text: member.lead === undefined ? `: ${text}` : space + text }];
}

function replaceInBlock(source: SourceText, member: Member, value: Json, step: number): Change[] {
  const old = member.value;
  const lead = member.lead ?? member.end;
  const end = old?.end ?? Math.max(member.end, lead);
  const { tail, rest } = printMember(source, member, value, step, end);
  const lineBreak = source.lineBreak(lead);
  const lines = rest.map((line) => lineBreak + line).join('');
  if (!old) return [insertion(end, tail), insertion(source.lineEnd(end), lines)];

  const contentIsBelow = source.text.slice(lead, old.contentStart).includes('\n');
  if (!contentIsBelow) {
    const start = tail === '' ? lead : old.contentStart;
    return [{ start, end: old.end, text: tail.trimStart() }, insertion(source.lineEnd(old.end), lines)];
  }
  const isBlock = (old.kind === 'map' || old.kind === 'sequence') && !old.flow;
  const inline = isCollection(value) ? undefined : printScalar(value);
  if (!isBlock && inline !== undefined)
    return [{ start: old.contentStart, end: old.end, text: rest.length === 0 ? tail.trimStart() : inline }];
  const headEnd = source.lineEnd(lead);
  if (!isBlock && tail === '' && old.start > headEnd) return replaceOwnLine(source, old, rest, lineBreak);
  const body = { start: headEnd, end: source.lineEnd(old.end), text: lines };
  // An anchor or a tag on the first line goes with the value it belonged to.
  if (old.start < headEnd) return [{ ...body, start: lead, text: tail + lines }];
  return [insertion(lead, tail), body];
}

/** Puts lines in the place of a value below its key; the comments above it and behind it stay. */
function replaceOwnLine(source: SourceText, old: Outline, lines: readonly string[], lineBreak: string): Change[] {
  const lineEnd = source.lineEnd(old.end);
  const behind = source.text.slice(old.end, lineEnd);
  if (behind.trim() === '' && source.startsLine(old.contentStart))
    return [{ start: source.lineStart(old.contentStart), end: lineEnd, text: lines.join(lineBreak) }];
  const spaces = behind.length - behind.trimStart().length;
  return [
    { start: old.contentStart, end: old.end + spaces, text: '' },
    insertion(lineEnd, lines.map((line) => lineBreak + line).join('')),
  ];
}

/** The value as it follows the `:` or `-` of its member: the rest of that line, and further lines. */
function printMember(
  source: SourceText,
  member: Member,
  value: Json,
  step: number,
  end: number,
): { tail: string; rest: string[] } {
  const like = printLike(member, value, false);
  if (like !== undefined) return { tail: ` ${like}`, rest: [] };
  const old = member.value;
  const oldIsFlow = (old?.kind === 'map' || old?.kind === 'sequence') && old.flow && old.members.length > 0;
  if (isCollection(value) && !isEmpty(value) && oldIsFlow) return { tail: ` ${printFlow(value)}`, rest: [] };
  const indent = source.column(member.start);
  const style = { step, blockStrings: blockStringsAt(source, end, indent) };
  const isEntry = 'key' in member;
  const [first = '', ...rest] = isEntry
    ? printBlockEntry('k', value, indent, style)
    : printBlockItem(value, indent, style);
  return { tail: first.slice(indent + (isEntry ? 2 : 1)), rest };
}

function printLike(member: Member, value: Json, flow: boolean): string | undefined {
  const old = member.value;
  if (old?.kind !== 'scalar' || (old.style !== 'single' && old.style !== 'double')) return undefined;
  if (!flow && typeof value === 'string' && value.includes('\n')) return undefined;
  return printScalarLike(value, old.style);
}

function insertion(at: number, text: string): Change {
  return { start: at, end: at, text };
}
