import type { Json } from '../schema/json-schema.ts';
import type { Entry, MapOutline, Member, SequenceOutline } from './outline.ts';
import {
  type FlowStyle,
  printBlockEntry,
  printBlockItem,
  printFlow,
  printFlowEntry,
  type PrintStyle,
} from './print.ts';
import type { Change, SourceText } from './source-text.ts';

/** A collection that has members: where new ones can be put between. */
type Container = MapOutline | SequenceOutline;

/**
 * Puts entries behind a member of a map, in the map's own style.
 * @param after the member to follow; undefined puts them first
 */
export function insertEntries(
  source: SourceText,
  map: MapOutline,
  after: Entry | undefined,
  entries: readonly (readonly [key: string, value: Json])[],
  step: number,
): Change[] {
  const flowStyle = flowStyleOf(source, map);
  const print = map.flow
    ? { flow: entries.map(([key, value]) => printFlowEntry(key, value, flowStyle)) }
    : {
        block: (indent: number, style: PrintStyle) =>
          entries.flatMap(([key, value]) => printBlockEntry(key, value, indent, style)),
      };
  return insertPrinted(source, map, after, print, step);
}

/** Puts items behind an item of a sequence that has some, in the sequence's own style; first when `after` is undefined. */
export function insertItems(
  source: SourceText,
  sequence: SequenceOutline,
  after: Member | undefined,
  items: readonly Json[],
  step: number,
): Change[] {
  const print = sequence.flow
    ? { flow: items.map((item) => printFlow(item)) }
    : { block: (indent: number, style: PrintStyle) => items.flatMap((item) => printBlockItem(item, indent, style)) };
  return insertPrinted(source, sequence, after, print, step);
}

/**
 * Puts lines of a block behind one of its members and behind the comments that are indented deeper
 * than it, for those speak of it.
 */
export function insertLinesAfter(source: SourceText, member: Member, lines: readonly string[]): Change {
  const at = endOfBlockMember(source, member);
  const lineBreak = source.lineBreak(at);
  return { start: at, end: at, text: lines.map((line) => lineBreak + line).join('') };
}

/**
 * True when a member at column `indent` may end in a block scalar on the line of an offset: that line
 * ends, and no comment follows that the scalar would take for its own.
 */
export function blockStringsAt(source: SourceText, offset: number, indent: number): boolean {
  let next = source.nextLine(offset);
  if (next === source.text.length) return source.text.endsWith('\n');
  while (next < source.text.length && source.line(next).trim() === '') next = source.nextLine(next);
  const line = source.line(next);
  return !line.trimStart().startsWith('#') || indentOf(line) <= indent;
}

type Printed =
  { readonly flow: readonly string[] } | { readonly block: (indent: number, style: PrintStyle) => string[] };

function insertPrinted(
  source: SourceText,
  into: Container,
  after: Member | undefined,
  print: Printed,
  step: number,
): Change[] {
  if ('flow' in print) return insertInFlow(source, into, after, print.flow);
  const first = into.members[0];
  const indent = first ? source.column(first.start) : 0;
  if (after) {
    const lines = print.block(indent, {
      step,
      blockStrings: blockStringsAt(source, endOfBlockMember(source, after), indent),
    });
    return [insertLinesAfter(source, after, lines)];
  }
  const lines = print.block(indent, { step, blockStrings: true });
  const start = first?.start ?? into.start;
  const lineBreak = source.lineBreak(start);
  if (!source.startsLine(start)) {
    // `- first: 1`: the new lines take the place behind the dash.
    const text = lines.map((line) => line.slice(indent) + lineBreak + ' '.repeat(indent)).join('');
    return [{ start, end: start, text }];
  }
  const at = source.lineStart(start);
  return [{ start: at, end: at, text: lines.map((line) => line + lineBreak).join('') }];
}

function insertInFlow(
  source: SourceText,
  into: Container,
  after: Member | undefined,
  parts: readonly string[],
): Change[] {
  const { text } = source;
  if (!after) {
    const first = into.members[0];
    const at = first?.start ?? into.contentStart + 1;
    return [{ start: at, end: at, text: parts.map((part) => `${part}, `).join('') }];
  }
  const comma = commaAfter(text, after.end);
  const lineEnd = source.lineEnd(after.end);
  const behind = text.slice(comma ?? after.end, lineEnd);
  const endsItsLine =
    /^\s*(?:\s#[^\n]*)?$/.test(behind) &&
    (comma ?? 0) <= lineEnd &&
    into.members.some((member) => source.startsLine(member.start));
  if (!endsItsLine) return [{ start: after.end, end: after.end, text: parts.map((part) => `, ${part}`).join('') }];

  const indent = source.text.slice(
    source.lineStart(after.start),
    source.lineStart(after.start) + indentOf(source.line(after.start)),
  );
  const lineBreak = source.lineBreak(lineEnd);
  const lines = parts.map((part) => lineBreak + indent + part).join(',') + (comma === undefined ? '' : ',');
  const insertion = { start: lineEnd, end: lineEnd, text: lines };
  return comma === undefined ? [{ start: after.end, end: after.end, text: ',' }, insertion] : [insertion];
}

/** Offset after the comma that follows, when only white space and comments stand between. */
export function commaAfter(text: string, offset: number): number | undefined {
  const match = /^(?:\s|(?<=\s)#[^\n]*\n)*,/.exec(text.slice(offset));
  return match ? offset + match[0].length : undefined;
}

function endOfBlockMember(source: SourceText, member: Member): number {
  const indent = source.column(member.start);
  let end = source.lineEnd(member.end);
  for (;;) {
    const next = source.nextLine(end);
    if (next === end || next >= source.text.length) return end;
    const line = source.line(next);
    if (!line.trimStart().startsWith('#') || indentOf(line) <= indent) return end;
    end = source.lineEnd(next);
  }
}

export function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

/** How a flow map is written, to write alike into it. */
export function flowStyleOf(source: SourceText, map: MapOutline): FlowStyle {
  const [first] = map.members;
  if (!first) return 'padded';
  if (map.members.every((entry) => entry.keyStyle === 'double')) return 'json';
  return source.text[first.start - 1] === '{' ? 'tight' : 'padded';
}
