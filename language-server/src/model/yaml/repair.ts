import type { SyntaxFault } from './from-yaml.ts';

/** A character that was forgotten, and where it belongs. */
export interface Repair {
  readonly at: number;
  readonly insert: ':' | ' ';
  /** What stands before it: the key that a message names. */
  readonly start: number;
}

/**
 * What mends a key that runs on into the next line. A person who types a key above others has not
 * come to its `:` yet, and all the others still mean what they say.
 */
export function repairOf(fault: SyntaxFault, text: string): Repair | undefined {
  if (fault.code !== 'MULTILINE_IMPLICIT_KEY' || isValue(text, fault.start)) return undefined;
  return forgotten(text, fault.start);
}

/** The `:` that the word at `start` lacks, or the space behind its `:`. */
export function forgotten(text: string, start: number): Repair {
  const line = /[^\r\n]*/y;
  line.lastIndex = start;
  const word = (line.exec(text)?.[0] ?? '').replace(/[ \t]#.*$/, '').trimEnd();
  const glued = /^[A-Za-z_][\w.-]*:(?=[^\s/])/.exec(word);
  return glued ? { at: start + glued[0].length, insert: ' ', start } : { at: start + word.length, insert: ':', start };
}

/** The text with what was forgotten. */
export function repaired(text: string, repairs: readonly Repair[]): string {
  return inOrder(repairs).reduceRight(
    (mended, { at, insert }) => mended.slice(0, at) + insert + mended.slice(at),
    text,
  );
}

/** Turns offsets of the repaired text into those of the text as it is. */
export function unrepaired(repairs: readonly Repair[]): (offset: number) => number {
  const places = inOrder(repairs).map(({ at }) => at);
  return (offset) =>
    places.reduceRight((shifted, at, before) => (shifted > at + before ? shifted - 1 : shifted), offset);
}

function inOrder(repairs: readonly Repair[]): Repair[] {
  return repairs.toSorted((a, b) => a.at - b.at);
}

/** True behind the `:` of another key. */
export function isValue(text: string, start: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return /:[ \t]+$/.test(text.slice(lineStart, start));
}
