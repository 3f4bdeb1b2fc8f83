import type { Position } from 'vscode-languageserver-types';
import { lineEnds } from './cut.ts';
import { elementAt } from './element-at.ts';
import type { Slice } from './slice.ts';

const starts = new WeakMap<Slice, readonly number[]>();

/** Offsets at which the lines of a slice start; the first is 0. */
export function lineStarts(slice: Slice): readonly number[] {
  const known = starts.get(slice);
  if (known) return known;
  const found = [0];
  const next = lineEnds(slice.text);
  for (let at = next(0); at !== undefined; at = next(at)) found.push(at);
  starts.set(slice, found);
  return found;
}

/** The position of an offset, counted from the first line of the slice. Offsets outside are moved inside. */
export function positionIn(slice: Slice, offset: number): Position {
  const lines = lineStarts(slice);
  const inside = Math.max(0, Math.min(offset, slice.text.length));
  const line = lastAtMost(lines, inside);
  return { line, character: inside - elementAt(lines, line) };
}

/** The offset of a position counted from the first line of the slice. Columns past the end of a line mean its end. */
export function offsetIn(slice: Slice, position: Position): number {
  const lines = lineStarts(slice);
  if (position.line < 0) return 0;
  const start = lines[position.line];
  if (start === undefined) return slice.text.length;
  let end = lines[position.line + 1] ?? slice.text.length;
  while (end > start && (slice.text[end - 1] === '\n' || slice.text[end - 1] === '\r')) end--;
  return Math.min(start + Math.max(0, position.character), end);
}

/** Index of the last number that is at most `wanted` in an ascending list that starts at or below it. */
export function lastAtMost(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (elementAt(ascending, middle) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
