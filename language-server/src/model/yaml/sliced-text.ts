import type { Position, Range } from 'vscode-languageserver-types';
import { Cutter, initialCutState, sameCutState } from './cut.ts';
import { elementAt } from './element-at.ts';
import { lastAtMost, offsetIn } from './line-index.ts';
import type { Slice } from './slice.ts';

/** A text as slices in file order. There is always at least one; joined they are the text. */
export interface SlicedText {
  readonly slices: readonly Slice[];
  /** The line of the file at which each slice starts. */
  readonly firstLines: readonly number[];
}

/** What an edit did to the list of slices: `removed` of them from index `from` on gave way to `added`. */
export interface Splice {
  readonly from: number;
  readonly removed: readonly Slice[];
  readonly added: readonly Slice[];
}

/** A change as LSP sends it; without a range it replaces everything. */
export interface TextChange {
  readonly range?: Range;
  readonly text: string;
}

/** Cuts a whole text. Linear in its length. */
export function sliceText(text: string): SlicedText {
  const cutter = new Cutter(initialCutState);
  cutter.feed(text);
  const slices = cutter.finish();
  if (slices.length === 0) return { slices: [emptySlice], firstLines: [0] };
  return { slices, firstLines: numberLines(slices) };
}

const emptySlice: Slice = { text: '', section: undefined, kind: 'section', lineBreaks: 0, before: initialCutState };

function numberLines(slices: readonly Slice[]): readonly number[] {
  let line = 0;
  return slices.map((slice) => {
    const first = line;
    line += slice.lineBreaks;
    return first;
  });
}

/** The slice that holds a position, and the offset inside it. Positions outside the text are moved inside. */
export function locate(text: SlicedText, position: Position): { readonly index: number; readonly offset: number } {
  const index = lastAtMost(text.firstLines, Math.max(0, position.line));
  const line = position.line - elementAt(text.firstLines, index);
  return { index, offset: offsetIn(elementAt(text.slices, index), { line, character: position.character }) };
}

/**
 * Applies one change by cutting only the slices it touches anew, and those after them until the
 * cut is the same as before. The result equals `sliceText` of the changed text.
 */
export function editText(text: SlicedText, change: TextChange): { readonly text: SlicedText; readonly splice: Splice } {
  if (change.range === undefined) {
    const replaced = sliceText(change.text);
    return { text: replaced, splice: { from: 0, removed: text.slices, added: replaced.slices } };
  }
  const [start, end] = ordered(locate(text, change.range.start), locate(text, change.range.end));
  // The first line of a slice decides whether it is one: when it changes, the slice before may grow.
  const from = Math.max(0, start.index - 1);
  const kept = text.slices.slice(from, start.index).map((slice) => slice.text);
  const head = elementAt(text.slices, start.index).text.slice(0, start.offset);
  const tail = elementAt(text.slices, end.index).text.slice(end.offset);
  const cutter = new Cutter(elementAt(text.slices, from).before);
  cutter.feed(kept.join('') + head + change.text + tail);
  let to = end.index + 1;
  while (to < text.slices.length && !sameCutState(cutter.state, elementAt(text.slices, to).before)) {
    cutter.feed(elementAt(text.slices, to).text);
    to++;
  }
  const splice = withoutUnchanged({ from, removed: text.slices.slice(from, to), added: cutter.finish() });
  return { text: applySplice(text, splice), splice };
}

function ordered<T extends { index: number; offset: number }>(a: T, b: T): [T, T] {
  return a.index < b.index || (a.index === b.index && a.offset <= b.offset) ? [a, b] : [b, a];
}

/** Narrows a splice to the slices that differ, so that the others keep their identity. */
function withoutUnchanged({ from, removed, added }: Splice): Splice {
  const limit = Math.min(removed.length, added.length);
  let first = 0;
  while (first < limit && sameSlice(elementAt(removed, first), elementAt(added, first))) first++;
  let last = 0;
  while (
    last < limit - first &&
    sameSlice(elementAt(removed, removed.length - 1 - last), elementAt(added, added.length - 1 - last))
  )
    last++;
  return {
    from: from + first,
    removed: removed.slice(first, removed.length - last),
    added: added.slice(first, added.length - last),
  };
}

function sameSlice(a: Slice, b: Slice): boolean {
  return a.text === b.text && a.kind === b.kind && sameCutState(a.before, b.before);
}

function applySplice(text: SlicedText, { from, removed, added }: Splice): SlicedText {
  const to = from + removed.length;
  const slices = text.slices.slice(0, from).concat(added, text.slices.slice(to));
  if (slices.length === 0) return { slices: [emptySlice], firstLines: [0] };
  const lineOfFirst =
    from === 0 ? 0 : elementAt(text.firstLines, from - 1) + elementAt(text.slices, from - 1).lineBreaks;
  const moved = countBreaks(added) - countBreaks(removed);
  const addedLines = numberLines(added).map((line) => line + lineOfFirst);
  const after = text.firstLines.slice(to);
  const firstLines = text.firstLines
    .slice(0, from)
    .concat(addedLines, moved === 0 ? after : after.map((line) => line + moved));
  return { slices, firstLines };
}

function countBreaks(slices: readonly Slice[]): number {
  return slices.reduce((sum, slice) => sum + slice.lineBreaks, 0);
}
