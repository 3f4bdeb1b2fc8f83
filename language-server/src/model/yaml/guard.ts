import { Lexer } from 'yaml';
import type { Span } from './slice.ts';

/** More levels than any person writes, and far fewer than the YAML library survives. */
export const maxDepth = 100;
/** In UTF-16 code units: text made to be slow to parse costs the library seconds beyond this. */
export const maxLength = 250_000;

/** Why a text must not be given to the YAML library. */
export interface GuardFinding {
  readonly code: 'yaml-too-deep' | 'yaml-too-large' | 'yaml-binary';
  readonly message: string;
  readonly span: Span;
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const controlCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/**
 * Looks through a text before it is parsed, in linear time: the YAML library recurses into nested
 * text until it takes the whole process down, which no `catch` sees.
 *
 * @returns the first reason not to parse it, or undefined when it is safe.
 */
export function guard(text: string): GuardFinding | undefined {
  if (text.length > maxLength) {
    return {
      code: 'yaml-too-large',
      message: `This text has ${text.length.toLocaleString('en')} characters; more than ${maxLength.toLocaleString('en')} are not read. Split it, or move generated parts to a file of their own.`,
      span: { start: 0, end: firstLineEnd(text) },
    };
  }
  const control = controlCharacter.exec(text);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return {
      code: 'yaml-binary',
      message: `This is not text: there is a control character (U+${code}) here. Remove it, or check that the file is saved as UTF-8.`,
      span: { start: control.index, end: control.index + 1 },
    };
  }
  const deep = tooDeepBlocks(text) ?? tooDeepFlow(text);
  if (deep !== undefined) {
    return {
      code: 'yaml-too-deep',
      message: `This is nested more than ${maxDepth} levels deep, so it is not read. Make it flatter.`,
      span: { start: deep, end: deep + 1 },
    };
  }
  return undefined;
}

function firstLineEnd(text: string): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text.length : end;
}

const leading = /^[ ]*(?:[-?:][ \t]+)*/gm;

/** Levels made by indentation and by `- - -`; where the first one too many begins. */
function tooDeepBlocks(text: string): number | undefined {
  const columns: number[] = [];
  leading.lastIndex = 0;
  for (let match = leading.exec(text); match; match = leading.exec(text)) {
    const prefix = match[0];
    if (prefix.length > 0) {
      const deep = pushColumns(columns, prefix);
      if (deep !== undefined) return match.index + deep;
    } else columns.length = 0;
    if (leading.lastIndex >= text.length) break;
    const next = text.indexOf('\n', leading.lastIndex);
    if (next < 0) break;
    leading.lastIndex = next + 1;
  }
  return undefined;
}

/** Puts the columns at which levels begin in one line on the stack; the column of the first one too many. */
function pushColumns(columns: number[], prefix: string): number | undefined {
  for (let column = 0; column <= prefix.length; column++) {
    const indicator = column < prefix.length && prefix[column] !== ' ' && prefix[column] !== '\t';
    if (!indicator && column < prefix.length) continue;
    while ((columns.at(-1) ?? -1) >= column) columns.pop();
    columns.push(column);
    if (columns.length > maxDepth) return column;
  }
  return undefined;
}

/** Levels of `[` and `{`; where the first one too many begins. */
function tooDeepFlow(text: string): number | undefined {
  if (!hasMany(text, '[', '{')) return undefined;
  // The library's own lexer knows what is quoted and what is a comment, and does not recurse into brackets.
  let depth = 0;
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    if (depth > maxDepth) return at;
    at += isControlToken(token) ? 0 : token.length;
  }
  return undefined;
}

/** The lexer announces documents and scalars with one character that is not in the text. */
function isControlToken(token: string): boolean {
  return token === '\x02' || token === '\x18' || token === '\x1f';
}

/** True when two characters together occur often enough to be worth a closer look. */
function hasMany(text: string, ...characters: readonly [string, string]): boolean {
  let count = 0;
  for (const character of characters) {
    for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) {
      count++;
      if (count > maxDepth) return true;
    }
  }
  return false;
}
