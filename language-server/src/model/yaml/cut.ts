import type { Slice } from './slice.ts';

/** Top-level keys whose entries become slices of their own. */
const cutSections: ReadonlySet<string> = new Set(['components', 'resources', 'environments']);

/**
 * All that cutting a line depends on. Two runs that reach a line in equal states cut everything
 * after it alike, which is why an edit can stop re-cutting as soon as the states agree.
 */
export interface CutState {
  /** `start`: before the first key. `marked`: the same, after `---`. `rest`: after the document's end. */
  readonly phase: 'start' | 'marked' | 'body' | 'whole' | 'rest';
  readonly section: string | undefined;
  /** Column of the section's entries: `unknown` until its first line, `uncut` when it has no entries of its own. */
  readonly entryColumn: number | 'unknown' | 'uncut';
}

export const initialCutState: CutState = { phase: 'start', section: undefined, entryColumn: 'uncut' };

/** True when cutting goes on alike from both. */
export function sameCutState(a: CutState, b: CutState): boolean {
  return a === b || (a.phase === b.phase && a.section === b.section && a.entryColumn === b.entryColumn);
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const hash = 35;
const byteOrderMark = 0xfeff;

/** Lines that git leaves in a file that it could not merge. */
export const conflictMarker = /^(?:<{7}|={7}|>{7}|\|{7})(?=[ \t\r\n]|$)/;

// Bounded, so that a very long line costs no more than linear time.
const topLevelKey =
  /(?:"([^"\\\r\n]{0,200})"|'([^'\r\n]{0,200})'|([^\s"'][^:#\r\n]{0,200}?))[ \t]{0,200}:(?=[ \t\r\n]|$)/y;
const nothingMore = /[ \t]*(?:[ \t]#[^\r\n]*)?(?=[\r\n]|$)/y;

/**
 * Cuts a text into slices by the prefix of each line, without parsing it. Fed with whole lines,
 * in as many pieces as the caller likes; the last piece may end without a line break.
 */
export class Cutter {
  #state: CutState;
  #slices: Slice[] = [];
  #pieces: string[] = [];
  #open: { before: CutState; kind: Slice['kind']; lineBreaks: number } | undefined;

  constructor(state: CutState) {
    this.#state = state;
  }

  /** What is known after the lines fed so far. */
  get state(): CutState {
    return this.#state;
  }

  feed(text: string): void {
    const breaks = lineEnds(text);
    let pieceStart = 0;
    let lineStart = 0;
    while (lineStart < text.length) {
      const before = this.#state;
      const starts = this.#classify(text, lineStart);
      if (starts !== undefined || this.#open === undefined) {
        this.#close(text.slice(pieceStart, lineStart));
        pieceStart = lineStart;
        this.#open = { before, kind: starts ?? 'section', lineBreaks: 0 };
      }
      if (this.#state.phase === 'whole') this.#open.kind = 'whole';
      const end = breaks(lineStart);
      if (end === undefined) break;
      this.#open.lineBreaks++;
      lineStart = end;
    }
    if (pieceStart < text.length) this.#pieces.push(text.slice(pieceStart));
  }

  /** The slices of everything fed. Call it once. */
  finish(): readonly Slice[] {
    this.#close('');
    return this.#slices;
  }

  #close(lastPiece: string): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#pieces.push(lastPiece);
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#open = undefined;
    const section = open.kind === 'entry' ? open.before.section : undefined;
    this.#slices.push({
      text,
      kind: open.kind,
      section: section ?? sectionOf(text, open.kind),
      lineBreaks: open.lineBreaks,
      before: open.before,
    });
  }

  /** Moves on by one line; says what slice it starts, if any. */
  #classify(text: string, lineStart: number): 'section' | 'entry' | 'rest' | undefined {
    const state = this.#state;
    if (state.phase === 'whole' || state.phase === 'rest') return undefined;
    let first = lineStart;
    const fresh = state.phase === 'start' || state.phase === 'marked';
    if (fresh && text.charCodeAt(first) === byteOrderMark) first++;
    const margin = first;
    while (text.charCodeAt(first) === space) first++;
    if (isBlankOrComment(text, first)) return undefined;
    if (first === margin) return this.#atMargin(text, first, fresh);
    // Tabs cannot indent: the line is wrong and belongs to whatever is open.
    if (text.charCodeAt(first) === tab) return undefined;
    if (fresh) {
      this.#state = { ...state, phase: 'whole' };
      return undefined;
    }
    return this.#indented(text, first, first - margin);
  }

  #atMargin(text: string, first: number, fresh: boolean): 'section' | 'rest' | undefined {
    const state = this.#state;
    if (text.charCodeAt(first) === tab) return undefined;
    const marker = text.startsWith('---', first) || text.startsWith('...', first);
    if (marker && isSpaceOrEnd(text, first + 3)) return this.#documentMarker(text, first);
    if (isConflictMarker(text, first)) return undefined;
    if (fresh && '[{-?&!*|>%@`'.includes(text.charAt(first)) && !startsWord(text, first)) {
      this.#state = { ...state, phase: 'whole' };
      return undefined;
    }
    if (!fresh && continues(text, first)) {
      if (state.entryColumn === 'unknown') this.#state = { ...state, entryColumn: 'uncut' };
      return undefined;
    }
    topLevelKey.lastIndex = first;
    const key = topLevelKey.exec(text);
    const section = key?.[1] ?? key?.[2] ?? key?.[3];
    nothingMore.lastIndex = topLevelKey.lastIndex;
    const cut = section !== undefined && cutSections.has(section) && nothingMore.test(text);
    this.#state = { phase: 'body', section, entryColumn: cut ? 'unknown' : 'uncut' };
    return 'section';
  }

  #documentMarker(text: string, first: number): 'rest' | undefined {
    const state = this.#state;
    nothingMore.lastIndex = first + 3;
    const alone = nothingMore.test(text);
    if (text[first] === '-' && state.phase === 'start') {
      this.#state = { ...state, phase: alone ? 'marked' : 'whole' };
      return undefined;
    }
    this.#state = { phase: 'rest', section: undefined, entryColumn: 'uncut' };
    return 'rest';
  }

  #indented(text: string, first: number, column: number): 'entry' | undefined {
    const state = this.#state;
    if (state.entryColumn === 'uncut') return undefined;
    if (state.entryColumn === 'unknown') {
      const entry = !continues(text, first) && !'[{?&!*|>%@`'.includes(text.charAt(first));
      this.#state = { ...state, entryColumn: entry ? column : 'uncut' };
      return entry ? 'entry' : undefined;
    }
    if (column > state.entryColumn || continues(text, first)) return undefined;
    // Less indented than the entry before: wrong, but each of the following entries stays readable.
    if (column < state.entryColumn) this.#state = { ...state, entryColumn: column };
    return 'entry';
  }
}

/** The top-level key that a slice starts with. */
function sectionOf(text: string, kind: Slice['kind']): string | undefined {
  if (kind !== 'section') return undefined;
  topLevelKey.lastIndex = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
  const key = topLevelKey.exec(text);
  return key?.[1] ?? key?.[2] ?? key?.[3];
}

/** Lines that go on with what stands above them although they are not indented more. */
function continues(text: string, first: number): boolean {
  const character = text.charAt(first);
  if ('}],'.includes(character)) return true;
  return (character === '-' || character === ':') && isSpaceOrEnd(text, first + 1);
}

/** `-x` and `?x` are words, `- x` and `? x` are not. */
function startsWord(text: string, first: number): boolean {
  return '-?'.includes(text.charAt(first)) && !isSpaceOrEnd(text, first + 1);
}

function isSpaceOrEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === space || code === tab || code === lineFeed || code === carriageReturn || Number.isNaN(code);
}

function isBlankOrComment(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) === space || text.charCodeAt(at) === tab) at++;
  const code = text.charCodeAt(at);
  return code === hash || code === lineFeed || code === carriageReturn || Number.isNaN(code);
}

function isConflictMarker(text: string, first: number): boolean {
  return conflictMarker.test(text.slice(first, first + 8));
}

/** A function from the start of a line to the start of the next; line breaks are LF, CRLF and CR, as in LSP. */
export function lineEnds(text: string): (lineStart: number) => number | undefined {
  if (!text.includes('\r')) {
    return (lineStart) => {
      const at = text.indexOf('\n', lineStart);
      return at < 0 ? undefined : at + 1;
    };
  }
  const lineBreak = /\r\n|\n|\r/g;
  return (lineStart) => {
    lineBreak.lastIndex = lineStart;
    return lineBreak.test(text) ? lineBreak.lastIndex : undefined;
  };
}
