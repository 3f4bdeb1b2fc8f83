import type { JsonPath } from '../model/schema/json-schema.ts';
import { readFlow } from './cursor-flow.ts';
import { empty, type Cursor, type Found, type ReadValue } from './cursor-found.ts';
import {
  endOfLine,
  endOfPlain,
  endOfQuoted,
  firstIndent,
  nextLine,
  readKey,
  skipSpaces,
  unquote,
} from './cursor-tokens.ts';

export type { Cursor } from './cursor-found.ts';

interface Level {
  readonly kind: 'map' | 'seq';
  readonly indent: number;
  readonly step: string | number;
  /** A key with nothing behind its colon: what is indented further is its value. */
  readonly isOpen?: boolean;
}

/**
 * Finds out what stands at an offset by reading lines from the start of the slice, without a YAML
 * parser: it has to answer while the text does not parse.
 *
 * @param text whole lines.
 * @param section the top-level key that the lines are entries of; undefined when the keys
 *   in `text` are themselves top-level.
 * @param following column of the first line that comes after `text`.
 * @returns undefined in a comment, and in the white space before what stands on a line.
 */
export function cursorAt(text: string, offset: number, section?: string, following = 0): Cursor | undefined {
  const found = findCursor(text, offset, section, following);
  return found && { ...found, step: firstIndent(text) ?? 2 };
}

function findCursor(text: string, offset: number, section: string | undefined, following: number): Found | undefined {
  const levels: Level[] = section === undefined ? [] : [{ kind: 'map', indent: 0, step: section, isOpen: true }];
  const path = (): JsonPath => levels.map((level) => level.step);
  let lineStart = 0;

  while (lineStart <= text.length) {
    const lineEnd = endOfLine(text, lineStart);
    const here = offset <= lineEnd;
    let at = skipSpaces(text, lineStart, lineEnd);

    if (at === lineEnd || text[at] === '#') {
      if (!here) {
        lineStart = nextLine(text, lineEnd);
        continue;
      }
      if (text[at] === '#') return undefined;
      return onBlank(levels, offset, offset - lineStart, columnAfter(text, lineEnd, following));
    }

    let column = at - lineStart;
    if (here && offset < at) return undefined;

    // `- ` markers: each opens or continues a list at its column.
    while (text[at] === '-' && (at + 1 === lineEnd || text[at + 1] === ' ')) {
      pop(levels, column, 'seq');
      const top = levels.at(-1);
      const continues = top?.kind === 'seq' && top.indent === column;
      if (continues) levels.pop();
      levels.push({ kind: 'seq', indent: column, step: continues ? (top.step as number) + 1 : 0 });
      if (here && offset === at) return empty('value', path(), offset, column);
      at = skipSpaces(text, at + 1, lineEnd);
      if (here && offset <= at && (offset < at || at === lineEnd))
        return empty('key', path(), offset, offset - lineStart);
      column = at - lineStart;
      if (at === lineEnd) break;
    }
    if (at === lineEnd) {
      lineStart = nextLine(text, lineEnd);
      continue;
    }

    const opener = text.charAt(at);
    const key = opener === '{' || opener === '[' ? undefined : readKey(text, at, lineEnd);
    if (!key) {
      // A scalar or a flow collection alone on its line: an item, a continuation, or a key half typed.
      // What follows may become a part of what is typed here, so it says nothing about the column.
      const aligned = here ? alignedColumn(levels, column, 0) : column;
      while ((levels.at(-1)?.indent ?? -1) >= aligned) levels.pop();
      const result = readValue(text, at, lineEnd, offset, path(), column, levels.at(-1)?.indent ?? -1, true);
      if (result.cursor && !result.cursor.flow && !result.cursor.literal)
        return { ...result.cursor, indent: aligned, shift: aligned - column };
      if (result.cursor) return result.cursor;
      lineStart = result.next;
      continue;
    }

    pop(levels, column, 'map');
    const top = levels.at(-1);
    if (top?.kind === 'map' && top.indent === column) levels.pop();
    const container = path();
    if (here && offset <= key.end) {
      return {
        at: 'key',
        path: container,
        token: { start: at, end: key.end },
        text: key.name,
        flow: false,
        colon: true,
        needsSpace: false,
        indent: column,
        shift: 0,
        literal: false,
      };
    }
    const valueStart = skipSpaces(text, key.colon + 1, lineEnd);
    const filled = valueStart < lineEnd && text[valueStart] !== '#' && text[valueStart] !== '&';
    levels.push({ kind: 'map', indent: column, step: key.name, isOpen: !filled });
    if (here && offset <= key.colon) return undefined;
    if (
      here &&
      (offset < valueStart || valueStart === lineEnd || (text[valueStart] === '#' && offset === valueStart))
    ) {
      return { ...empty('value', path(), offset, column), needsSpace: offset === key.colon + 1 };
    }
    if (!filled) {
      if (here) return undefined;
      lineStart = nextLine(text, lineEnd);
      continue;
    }
    const result = readValue(text, valueStart, lineEnd, offset, path(), column, column, false);
    if (result.cursor) return result.cursor;
    lineStart = result.next;
  }
  return onBlank(levels, offset, 0, following);
}

/** Removes the levels that a key or an item at `column` closes; a map at the same column goes on. */
function pop(levels: Level[], column: number, kind: 'map' | 'seq'): void {
  for (;;) {
    const top = levels.at(-1);
    if (!top) return;
    const isParallel = top.indent === column && top.kind === 'seq' && kind === 'map';
    if (top.indent <= column && !isParallel) return;
    levels.pop();
  }
}

function onBlank(levels: readonly Level[], offset: number, column: number, after: number): Found | undefined {
  const deepest = levels.at(-1);
  const opens = deepest?.isOpen === true && after > deepest.indent;
  if (opens && column > after) return undefined;
  // Nothing can stand below a key that has its value on its own line.
  if (deepest?.isOpen === false && column > deepest.indent) return undefined;
  const aligned = opens ? after : alignedColumn(levels, column, after);
  const path = levels.filter((level) => level.indent < aligned).map((level) => level.step);
  return { ...empty('key', path, offset, aligned), shift: aligned - column };
}

/**
 * The column at which a key goes that is typed at `column`: that of the neighbours it is closest to.
 * It cannot stand further left than the line after it, or that line would become a part of it.
 */
function alignedColumn(levels: readonly Level[], column: number, after: number): number {
  const neighbours = levels.map((level) => level.indent).filter((indent) => indent >= Math.max(column, after));
  return neighbours.length > 0 ? Math.min(...neighbours) : column;
}

/** Column of the first line after `lineEnd` that has something on it. */
function columnAfter(text: string, lineEnd: number, following: number): number {
  for (let start = nextLine(text, lineEnd); start <= text.length;) {
    const end = endOfLine(text, start);
    const content = skipSpaces(text, start, end);
    if (content < end && text[content] !== '#') return content - start;
    start = nextLine(text, end);
  }
  return following;
}

/** Reads a scalar or flow collection that begins at `start`; it may go on over further lines. */
function readValue(
  text: string,
  start: number,
  lineEnd: number,
  offset: number,
  path: JsonPath,
  indent: number,
  parentIndent: number,
  alone: boolean,
): ReadValue {
  const first = text.charAt(start);
  if (first === '|' || first === '>') return readBlockScalar(text, start, lineEnd, offset, path, indent, parentIndent);
  if (first === '{' || first === '[') return readFlow(text, start, offset, path, indent, parentIndent);
  if (first === '"' || first === "'") {
    const end = endOfQuoted(text, start, parentIndent);
    if (offset <= end) {
      const literal = text.slice(start, end).includes('\n');
      return { cursor: scalar(text, start, end, path, indent, literal, alone), next: 0 };
    }
    return offset <= endOfLine(text, end)
      ? { cursor: empty('value', path, offset, indent), next: 0 }
      : { next: nextLine(text, endOfLine(text, end)) };
  }
  const end = endOfPlain(text, start, lineEnd);
  if (offset > lineEnd) return { next: nextLine(text, lineEnd) };
  if (offset <= end) return { cursor: scalar(text, start, end, path, indent, false, alone), next: 0 };
  const comment = text.indexOf('#', end);
  if (comment !== -1 && comment < offset)
    return { cursor: { ...empty('value', path, offset, indent), literal: true }, next: 0 };
  return { cursor: scalar(text, start, offset, path, indent, false, alone), next: 0 };
}

function scalar(
  text: string,
  start: number,
  end: number,
  path: JsonPath,
  indent: number,
  literal: boolean,
  alone: boolean,
): Found {
  return {
    at: alone ? 'key' : 'value',
    path,
    token: { start, end },
    text: unquote(text.slice(start, end)),
    flow: false,
    colon: false,
    needsSpace: false,
    indent,
    shift: 0,
    literal,
  };
}

function readBlockScalar(
  text: string,
  start: number,
  lineEnd: number,
  offset: number,
  path: JsonPath,
  indent: number,
  parentIndent: number,
): ReadValue {
  let end = lineEnd;
  let next = nextLine(text, lineEnd);
  while (next <= text.length && next > end) {
    const nextEnd = endOfLine(text, next);
    const content = skipSpaces(text, next, nextEnd);
    if (content < nextEnd && content - next <= parentIndent) break;
    // Blank lines at the end are where the next key is typed: they count only by their indentation.
    if (content === nextEnd && offset >= next && offset <= nextEnd && offset - next <= parentIndent) break;
    end = nextEnd;
    next = nextLine(text, nextEnd);
  }
  if (offset > end) return { next };
  return { cursor: { ...empty('value', path, offset, indent), token: { start, end }, literal: true }, next: 0 };
}
