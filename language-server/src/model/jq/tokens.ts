/** A piece of a jq program. Offsets count UTF-16 code units from the start of the program. */
export interface Token {
  readonly kind:
    | 'dot'
    /** `.name` as one piece, without a space between. */
    | 'field'
    | 'identifier'
    | 'variable'
    | 'format'
    | 'number'
    | 'operator'
    | 'open'
    | 'close'
    /** The quotes around a text, what stands between them, and `\(` … `)` within. */
    | 'quote'
    | 'text'
    | 'interpolation'
    | 'interpolation-end'
    | 'quote-end'
    | 'end';
  /** As written; for `field` and `variable` the bare name. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Why a text cannot be a jq program, and where. */
export interface Fault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** What the program lacks at its end. */
  readonly lacks?: string;
}

const closers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

const pieces: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /(?:\s|#[^\n]*)+/y],
  ['field', /\.[A-Za-z_]\w*/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['variable', /\$\s*(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/y],
  ['format', /@[A-Za-z0-9_]+/y],
  ['identifier', /(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/y],
  ['operator', /\?\/\/=?|\/\/=|\/\/|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\.\.|[|,;:?=<>+\-*/%]/y],
  ['dot', /\./y],
];

const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const plainText = /[^"\\]+/y;

/** What jq has for signs of other languages. */
const insteadOf: ReadonlyMap<string, string> = new Map([
  ["'", ' Put texts in double quotes.'],
  ['&', ' Write `and`.'],
  ['!', ' Write `| not` behind what is to be negated.'],
  ['$', ' Values of the input begin with a dot, such as `.params`.'],
]);

/** What must close next: a bracket, or the `)` after which a text goes on. */
interface Pending {
  readonly closer: string;
  readonly start: number;
  readonly resumesText: boolean;
}

/** Cuts a jq program into tokens, the last of kind `end`. Linear in the length of the program. */
export function tokenize(program: string): { readonly tokens: readonly Token[]; readonly fault?: Fault } {
  return new Tokenizer(program).run();
}

class Tokenizer {
  readonly #program: string;
  readonly #tokens: Token[] = [];
  readonly #pending: Pending[] = [];
  #at = 0;

  constructor(program: string) {
    this.#program = program;
  }

  run(): { tokens: readonly Token[]; fault?: Fault } {
    while (this.#at < this.#program.length) {
      const fault = this.#next();
      if (fault !== undefined) return { tokens: this.#tokens, fault };
    }
    const open = this.#pending.at(-1);
    if (open !== undefined) {
      const message = `\`${open.closer}\` is missing.`;
      return { tokens: this.#tokens, fault: { message, start: open.start, end: open.start + 1, lacks: open.closer } };
    }
    this.#push('end', 0);
    return { tokens: this.#tokens };
  }

  #next(): Fault | undefined {
    const start = this.#at;
    const character = this.#program.charAt(start);
    const closer = closers.get(character);
    if (character === '"') {
      this.#push('quote', 1);
      return this.#text(start);
    }
    if (closer !== undefined) {
      this.#push('open', 1);
      this.#pending.push({ closer, start, resumesText: false });
      return undefined;
    }
    if (character === ')' || character === ']' || character === '}') return this.#close(character);
    for (const [kind, pattern] of pieces) {
      const length = this.#match(pattern);
      if (length === 0) continue;
      if (kind === 'space') this.#at += length;
      else this.#push(kind, length);
      return undefined;
    }
    const instead = insteadOf.get(character) ?? '';
    return { message: `\`${character}\` has no meaning in jq.${instead}`, start, end: start + 1 };
  }

  #close(character: string): Fault | undefined {
    const start = this.#at;
    const top = this.#pending.pop();
    if (top?.closer !== character) {
      const message = top === undefined ? `This \`${character}\` closes nothing.` : `This should be \`${top.closer}\`.`;
      return { message, start, end: start + 1 };
    }
    this.#push(top.resumesText ? 'interpolation-end' : 'close', 1);
    return top.resumesText ? this.#text(top.start) : undefined;
  }

  /** Reads on in a text, up to its closing quote or to `\(`. */
  #text(opened: number): Fault | undefined {
    const program = this.#program;
    const from = this.#at;
    for (let at = from; at < program.length;) {
      const character = program.charAt(at);
      if (character !== '"' && character !== '\\') {
        plainText.lastIndex = at;
        at += plainText.exec(program)?.[0].length ?? 1;
        continue;
      }
      const interpolates = program.startsWith('\\(', at);
      if (character === '"' || interpolates) {
        if (at > from) this.#push('text', at - from);
        if (interpolates) this.#pending.push({ closer: ')', start: at + 1, resumesText: true });
        this.#push(interpolates ? 'interpolation' : 'quote-end', interpolates ? 2 : 1);
        return undefined;
      }
      escape.lastIndex = at;
      const length = escape.exec(program)?.[0].length;
      if (length === undefined) {
        const written = program.slice(at, at + 2);
        return { message: `\`${written}\` is no escape in a text of jq.`, start: at, end: at + written.length };
      }
      at += length;
    }
    return { message: 'This text has no closing quote.', start: opened, end: opened + 1, lacks: '"' };
  }

  #match(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#program)?.[0].length ?? 0;
  }

  #push(kind: Token['kind'], length: number): void {
    const start = this.#at;
    const written = this.#program.slice(start, start + length);
    const text = kind === 'field' || kind === 'variable' ? written.slice(1).trimStart() : written;
    this.#tokens.push({ kind, text, start, end: start + length });
    this.#at += length;
  }
}
