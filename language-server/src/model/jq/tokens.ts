/** A piece of a jq program. Offsets count UTF-16 code units from the start of the program. */
export interface Token {
  readonly kind:
    'path-dot' | 'field' | 'identifier' | 'variable' | 'format' | 'string' | 'number' | 'open' | 'close' | 'operator';
  /** As written; for `field` the bare name, for `string` the text without quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Why a program cannot be one: found by its brackets and quotes alone. */
export interface TokenFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly fault?: TokenFault;
}

const openers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

const pieces: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /(?:\s|#[^\n]*)+/y],
  ['field', /\.[A-Za-z_]\w*/y],
  ['number', /\.?\d[\d.]*(?:[eE][+-]?\d+)?/y],
  ['variable', /\$(?:__loc__|[A-Za-z_]\w*(?:::\w+)*)/y],
  ['format', /@[A-Za-z0-9_]+/y],
  ['identifier', /[A-Za-z_]\w*(?:::\w+)*/y],
  ['operator', /\?\/\/|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[|,;:?=<>+\-*/%]/y],
  ['path-dot', /\./y],
];

/**
 * Cuts a jq program into tokens. The parts of a string around `\(…)` are tokens, and so is what is
 * between them. Linear in the length of the program; what is no jq at all becomes a fault.
 */
export function tokenize(program: string): Tokens {
  const tokens: Token[] = [];
  /** What must close next; `"` stands for a string that is interrupted by `\(…)`. */
  const expected: { closer: string; start: number; resumesString: boolean }[] = [];
  let at = 0;
  while (at < program.length) {
    const character = program.charAt(at);
    const closer = openers.get(character);
    const top = expected.at(-1);
    if (character === '"') {
      const next = readString(program, at + 1, at, tokens, expected);
      if (typeof next !== 'number') return { tokens, fault: next };
      at = next;
    } else if (closer !== undefined) {
      tokens.push({ kind: 'open', text: character, start: at, end: at + 1 });
      expected.push({ closer, start: at, resumesString: false });
      at++;
    } else if (character === ')' || character === ']' || character === '}') {
      if (top?.closer !== character) {
        const message =
          top === undefined ? `This \`${character}\` closes nothing.` : `This should be \`${top.closer}\`.`;
        return { tokens, fault: { message, start: at, end: at + 1 } };
      }
      tokens.push({ kind: 'close', text: character, start: at, end: at + 1 });
      expected.pop();
      at++;
      if (top.resumesString) {
        const next = readString(program, at, top.start, tokens, expected);
        if (typeof next !== 'number') return { tokens, fault: next };
        at = next;
      }
    } else {
      const token = readPiece(program, at);
      if (token === undefined) {
        return { tokens, fault: { message: `\`${character}\` has no meaning in jq.`, start: at, end: at + 1 } };
      }
      if (token.kind !== 'space') tokens.push({ ...token, kind: token.kind });
      at = token.end;
    }
  }
  const open = expected.at(-1);
  if (open === undefined) return { tokens };
  return { tokens, fault: { message: `\`${open.closer}\` is missing.`, start: open.start, end: open.start + 1 } };
}

type Expected = { closer: string; start: number; resumesString: boolean }[];

/** Reads on in a string up to its end or to `\(`; the offset after it, or a fault. */
function readString(
  program: string,
  from: number,
  start: number,
  tokens: Token[],
  expected: Expected,
): number | TokenFault {
  for (let at = from; at < program.length; at++) {
    const character = program.charAt(at);
    if (character === '"') {
      tokens.push({ kind: 'string', text: program.slice(from, at), start: from, end: at + 1 });
      return at + 1;
    }
    if (character !== '\\') continue;
    at++;
    if (program.charAt(at) !== '(') continue;
    tokens.push({ kind: 'string', text: program.slice(from, at - 1), start: from, end: at - 1 });
    tokens.push({ kind: 'open', text: '(', start: at, end: at + 1 });
    expected.push({ closer: ')', start, resumesString: true });
    return at + 1;
  }
  return { message: 'This text has no closing quote.', start, end: program.length };
}

function readPiece(program: string, at: number): (Omit<Token, 'kind'> & { kind: Token['kind'] | 'space' }) | undefined {
  for (const [kind, pattern] of pieces) {
    pattern.lastIndex = at;
    const text = pattern.exec(program)?.[0];
    if (text !== undefined)
      return { kind, text: kind === 'field' ? text.slice(1) : text, start: at, end: at + text.length };
  }
  return undefined;
}
