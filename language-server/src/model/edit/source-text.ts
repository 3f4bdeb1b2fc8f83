import type { Position } from 'vscode-languageserver-types';
import type { TextReplacement } from '../../protocol.ts';

/** Replaces `[start, end)` of a text by `text`. Offsets are UTF-16 code units. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The whole text of a file with its lines: what edits are planned on. */
export class SourceText {
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  offsetAt(position: Position): number {
    const starts = this.#starts();
    const start = starts[position.line];
    if (start === undefined) return this.text.length;
    return Math.min(start + position.character, starts[position.line + 1] ?? this.text.length);
  }

  positionAt(offset: number): Position {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low, character: offset - (starts[low] ?? 0) };
  }

  /** Offset of the first character of the line that holds `offset`; after the byte order mark on the first. */
  lineStart(offset: number): number {
    const start = this.text.lastIndexOf('\n', offset - 1) + 1;
    return start === 0 && this.text.startsWith('\ufeff') ? 1 : start;
  }

  /** Offset of the line break that ends the line of `offset`, or of the end of the text. */
  lineEnd(offset: number): number {
    const feed = this.text.indexOf('\n', offset);
    if (feed < 0) return this.text.length;
    return feed > offset && this.text[feed - 1] === '\r' ? feed - 1 : feed;
  }

  /** Offset of the line after the one that holds `offset`; the end of the text when there is none. */
  nextLine(offset: number): number {
    const feed = this.text.indexOf('\n', offset);
    return feed < 0 ? this.text.length : feed + 1;
  }

  /** Columns before `offset` on its line. */
  column(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** The line break that new lines after `offset` should end with: that of the nearest line. */
  lineBreak(offset: number): string {
    const after = this.text.indexOf('\n', offset);
    const feed = after >= 0 ? after : this.text.lastIndexOf('\n');
    return feed > 0 && this.text[feed - 1] === '\r' ? '\r\n' : '\n';
  }

  /** The line of `offset`, without its line break. */
  line(offset: number): string {
    return this.text.slice(this.lineStart(offset), this.lineEnd(offset));
  }

  /** True when nothing but white space stands before `offset` on its line. */
  startsLine(offset: number): boolean {
    return this.text.slice(this.lineStart(offset), offset).trim() === '';
  }

  /** Agrees with the Language Server Protocol: `\n`, `\r\n` and a lone `\r` each end a line. */
  #starts(): number[] {
    if (this.#lineStarts) return this.#lineStarts;
    const starts = [0];
    for (const match of this.text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
    this.#lineStarts = starts;
    return starts;
  }
}

/**
 * Sorts changes, insertions before deletions at one place and else in the order given, and joins
 * those that touch and deletions that overlap.
 * @throws RangeError when a change that inserts lies inside another: a fault of the planner.
 */
export function settle(changes: readonly Change[]): Change[] {
  const sorted = changes
    .filter((change) => change.start < change.end || change.text !== '')
    .map((change, order) => ({ change, order }))
    .sort((a, b) => a.change.start - b.change.start || a.change.end - b.change.end || a.order - b.order);
  const settled: Change[] = [];
  for (const { change } of sorted) {
    const last = settled.at(-1);
    if (!last || change.start > last.end) {
      settled.push(change);
      continue;
    }
    const deletes = change.text === '' && last.text === '';
    if (change.start < last.end && !deletes) throw new RangeError('Planned changes overlap');
    settled[settled.length - 1] = {
      start: last.start,
      end: Math.max(last.end, change.end),
      text: last.text + change.text,
    };
  }
  return settled;
}

/**
 * Settles changes so that a last line that does not end goes on not ending: when the lines at the
 * end of the file go, the line break before them goes too.
 */
export function settleAtEnd(source: SourceText, changes: readonly Change[]): Change[] {
  const settled = settle(changes);
  const last = settled.at(-1);
  const { text } = source;
  if (!last || last.text !== '' || last.end < text.length || text.endsWith('\n')) return settled;
  if (text[last.start - 1] !== '\n') return settled;
  const start = last.start - (text[last.start - 2] === '\r' ? 2 : 1);
  return settle([...settled.slice(0, -1), { start, end: last.end, text: '' }]);
}

/** The text after settled changes. */
export function applyChanges(text: string, changes: readonly Change[]): string {
  let result = '';
  let from = 0;
  for (const change of changes) {
    result += text.slice(from, change.start) + change.text;
    from = change.end;
  }
  return result + text.slice(from);
}

export function toReplacements(source: SourceText, changes: readonly Change[]): TextReplacement[] {
  return changes.map((change) => ({
    range: { start: source.positionAt(change.start), end: source.positionAt(change.end) },
    newText: change.text,
  }));
}
