import type { Position, SelectionRange } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import { readSlice } from '../model/yaml/read-slice.ts';
import type { Span } from '../model/yaml/slice.ts';
import type { SourceNode } from '../model/yaml/source-node.ts';
import { cursorAt } from './cursor.ts';

/** What grows around each position: the word, its line, and each block around it. */
export function selectionRanges(manifest: Manifest, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const { slice, offset } = manifest.at(position);
    const token = cursorAt(slice.text, offset, slice.kind === 'entry' ? slice.section : undefined)?.token;
    const spans = [
      { start: 0, end: slice.text.trimEnd().length },
      ...blocksAround(slice.text, offset),
      ...flowsAround(readSlice(slice).root, slice.text, offset),
      ...(token ? [token] : []),
    ];
    let selection: SelectionRange = { range: wholeText(manifest) };
    for (const span of spans) {
      const range = manifest.range(slice, span);
      if (isInside(range, selection.range)) selection = { range, parent: selection };
    }
    return selection;
  });
}

function wholeText(manifest: Manifest): SelectionRange['range'] {
  const last = manifest.slices.at(-1);
  const start = { line: 0, character: 0 };
  return { start, end: last ? manifest.range(last, { start: 0, end: last.text.length }).end : start };
}

/** What flow collections hold the offset, with the entries in them, outermost first. */
function flowsAround(node: SourceNode | undefined, text: string, offset: number): Span[] {
  if (node?.kind !== 'map' && node?.kind !== 'list') return [];
  const isFlow = '{['.includes(text.charAt(node.start));
  const entries = node.kind === 'map' ? node.pairs : node.items.map((value) => ({ key: value, value }));
  const entry = entries.find(({ key, value }) => key.start <= offset && offset <= Math.max(key.end, value.end));
  if (!entry) return isFlow ? [{ start: node.start, end: node.end }] : [];
  const { key, value } = entry;
  const own = isFlow
    ? [
        { start: node.start, end: node.end },
        { start: key.start, end: Math.max(key.end, value.end) },
      ]
    : [];
  return [...own, ...(value.start <= offset ? flowsAround(value, text, offset) : [])];
}

/** The lines that hold the offset by indentation, each with what is below it, outermost first. */
function blocksAround(text: string, offset: number): Span[] {
  const blocks: Span[] = [];
  let lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let indent = Infinity;
  for (;;) {
    const line = lineAt(text, lineStart);
    if (line.start < line.end && line.start - lineStart < indent) {
      indent = line.start - lineStart;
      blocks.unshift({ start: line.start, end: endOfBlock(text, line.end, indent) });
    }
    if (lineStart === 0) return blocks;
    lineStart = text.lastIndexOf('\n', lineStart - 2) + 1;
  }
}

function endOfBlock(text: string, lineEnd: number, indent: number): number {
  let end = lineEnd;
  let next = text.indexOf('\n', lineEnd) + 1;
  while (next > 0) {
    const line = lineAt(text, next);
    if (line.start < line.end) {
      if (line.start - next <= indent) return end;
      end = line.end;
    }
    next = text.indexOf('\n', line.end) + 1;
  }
  return end;
}

/** The content of a line, without the spaces around it. */
function lineAt(text: string, lineStart: number): Span {
  const feed = text.indexOf('\n', lineStart);
  const content = text.slice(lineStart, feed === -1 ? text.length : feed);
  const trimmed = content.trimEnd();
  return { start: lineStart + (trimmed.length - trimmed.trimStart().length), end: lineStart + trimmed.length };
}

function isInside(inner: SelectionRange['range'], outer: SelectionRange['range']): boolean {
  const startsInside = compare(inner.start, outer.start) >= 0;
  const endsInside = compare(inner.end, outer.end) <= 0;
  const isSame = compare(inner.start, outer.start) === 0 && compare(inner.end, outer.end) === 0;
  return startsInside && endsInside && !isSame;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
