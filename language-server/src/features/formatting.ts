import type { TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Slice } from '../model/yaml/slice.ts';
import { sliceText } from '../model/yaml/sliced-text.ts';
import { firstIndent } from './cursor-tokens.ts';
import type { Gap } from './formatting/flow-spaces.ts';
import { layoutGaps } from './formatting/layout.ts';
import { finish, type Steps } from './steps.ts';

/**
 * Tidies white space and nothing else: every level is indented alike, as deep as the first one is;
 * one space stands behind `:` and `-`; `{ a: 1 }` and `[1, 2]` get theirs; lines end without
 * spaces; of several blank lines one stays. Words, quotes, order and comments stay as they are.
 */
export function format(text: string): TextEdit[] {
  return finish(formatInSteps(text));
}

/** The same in steps, one for each part of the file. */
export function* formatInSteps(text: string): Steps<TextEdit[]> {
  return [...(yield* layoutEdits(text)), ...lineEdits(text)].sort(byPlace);
}

/** Edits for how things stand beside and below each other, of all parts that parse. */
function* layoutEdits(text: string): Steps<TextEdit[]> {
  const document = TextDocument.create('', 'yaml', 0, text);
  const edits: TextEdit[] = [];
  let offset = 0;
  for (const { slice, gaps } of yield* laidOut(sliceText(text).slices, firstIndent(text) ?? 2)) {
    for (const gap of gaps) {
      const range = { start: document.positionAt(offset + gap.start), end: document.positionAt(offset + gap.end) };
      edits.push({ range, newText: gap.text });
    }
    offset += slice.text.length;
  }
  return edits;
}

interface LaidOut {
  readonly slice: Slice;
  readonly gaps: readonly Gap[];
}

/** Entries of one section line up: where one of them has to stay where it is, the others do, too. */
function* laidOut(slices: readonly Slice[], step: number): Steps<LaidOut[]> {
  const first: ReturnType<typeof layoutGaps>[] = [];
  for (const slice of slices) {
    first.push(layoutGaps(slice, slice.kind === 'entry' ? step : 0, step));
    yield;
  }
  const staying = new Set(slices.filter(({ kind }, index) => kind === 'entry' && !first[index]).map(sectionOf));
  const all: LaidOut[] = [];
  for (const [index, slice] of slices.entries()) {
    const stays = slice.kind === 'entry' && staying.has(sectionOf(slice));
    const gaps = stays ? layoutGaps(slice, slice.text.search(/[^ ]/), step) : first[index];
    all.push({ slice, gaps: gaps ?? [] });
    yield;
  }
  return all;
}

function sectionOf({ section }: Slice): string | undefined {
  return section;
}

function byPlace(a: TextEdit, b: TextEdit): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}

/** Edits for the ends of lines and for blank ones; those of texts that go on over lines are left alone. */
function lineEdits(text: string): TextEdit[] {
  const lines = text.split(/\r\n|\n|\r/);
  const literal = literalLines(lines);
  const edits: TextEdit[] = [];
  let blankRun = 0;
  for (const [line, content] of lines.entries()) {
    const length = contentEnd(content);
    blankRun = length === 0 && !literal.has(line) ? blankRun + 1 : 0;
    if (literal.has(line)) continue;
    const isLast = line === lines.length - 1;
    if (blankRun > 1 && !isLast) edits.push(replace(line, 0, line + 1, 0, ''));
    else if (length < content.length) edits.push(replace(line, length, line, content.length, ''));
  }
  const last = lines.length - 1;
  const end = lines[last] ?? '';
  if (contentEnd(end) > 0 && !literal.has(last)) {
    edits.push(replace(last, end.length, last, end.length, text.includes('\r\n') ? '\r\n' : '\n'));
  }
  return edits;
}

/** Where the spaces at the end of a line begin; what else is white elsewhere is a character in YAML. */
function contentEnd(line: string): number {
  let end = line.length;
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end--;
  return end;
}

/** Lines of block scalars, their header not counted, and of quotes that span lines. */
function literalLines(lines: readonly string[]): Set<number> {
  const literal = new Set<number>();
  let blockIndent = -1;
  let quote: string | undefined;
  for (const [line, content] of lines.entries()) {
    const indent = content.search(/\S/);
    if (blockIndent >= 0) {
      if (indent === -1 || indent > blockIndent) {
        literal.add(line);
        continue;
      }
      blockIndent = -1;
    }
    const inside = quote !== undefined;
    quote = quoteAfter(content, quote);
    if (inside || quote !== undefined) literal.add(line);
    const opensBlock = quote === undefined && /(^|[:\-?]\s+|\s)(?:[&!]\S+\s+)*[|>][-+0-9]*\s*(?:\s#.*)?$/.test(content);
    if (opensBlock && indent !== -1 && content[indent] !== '#') blockIndent = indent;
  }
  return literal;
}

/** The quote that is still open at the end of a line. */
function quoteAfter(line: string, open: string | undefined): string | undefined {
  if (open === undefined && !/["']/.test(line)) return undefined;
  let quote = open;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === undefined) {
      if (character === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) return undefined;
      const begins = at === 0 || /[\s[{,:]/.test(line.charAt(at - 1));
      if ((character === '"' || character === "'") && begins) quote = character;
    } else if (quote === '"' && character === '\\') at++;
    else if (quote === "'" && character === "'" && line[at + 1] === "'") at++;
    else if (character === quote) quote = undefined;
  }
  return quote;
}

function replace(line: number, character: number, endLine: number, endCharacter: number, newText: string): TextEdit {
  return { range: { start: { line, character }, end: { line: endLine, character: endCharacter } }, newText };
}
