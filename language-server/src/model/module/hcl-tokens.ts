/** A piece of an HCL text. Offsets count UTF-16 code units. */
export interface HclToken {
  readonly kind:
    | 'name'
    | 'number'
    | 'operator'
    | 'open'
    | 'close'
    | 'line-end'
    /** The quotes around a text, or the markers of a heredoc. */
    | 'quote'
    | 'quote-end'
    /** What stands in a text as it is written. */
    | 'text'
    /** `${` and `%{` in a text, and their `}`. */
    | 'template'
    | 'template-end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const blank = /(?:[^\S\n]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const name = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const operator = /=>|==|!=|<=|>=|&&|\|\||\.\.\.|::|[=.,:?!<>+\-*/%&|]/y;
const heredoc = /<<-?([\p{L}_][\p{L}\p{N}_-]*)[^\S\n]*\r?\n/uy;

/** Text within quotes up to what ends or interrupts it: `$${` and `%%{` are no templates. */
const quotedText = /(?:[^"\\$%\n]|\\[^\n]|\$\$\{|%%\{|[$%](?!\{))+/y;
const heredocText = /(?:[^$%\n]|\$\$\{|%%\{|[$%](?!\{))+/y;

/** What goes on when a bracket is closed: the code around it, or a text with this end. */
type Resumption =
  { readonly kind: 'code'; readonly closer: string } | { readonly kind: 'template'; readonly text: Ending };
type Ending = { readonly kind: 'quote' } | { readonly kind: 'heredoc'; readonly marker: string };

/**
 * Cuts a text of HCL, Terraform's language, into tokens. Tolerant and linear.
 *
 * Own code, because the parser that Terraform has for JavaScript gives values without places, is
 * megabytes of WebAssembly, and gives nothing for a text with one mistake.
 *
 * @returns undefined for a text whose quotes and brackets do not match: nothing can be said of it.
 */
export function tokenizeHcl(text: string): readonly HclToken[] | undefined {
  const scanner = new Scanner(text.replace(/^\ufeff/, ' '));
  return scanner.run() ? scanner.tokens : undefined;
}

class Scanner {
  readonly tokens: HclToken[] = [];
  readonly #source: string;
  readonly #open: Resumption[] = [];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): boolean {
    while (this.#at < this.#source.length) if (!this.#code()) return false;
    return this.#open.length === 0;
  }

  /** One token outside of texts, or a whole text; false when the text cannot be HCL. */
  #code(): boolean {
    this.#at += this.#match(blank)?.length ?? 0;
    const character = this.#source.charAt(this.#at);
    if (character === '') return true;
    // A comment that never ends.
    if (this.#source.startsWith('/*', this.#at)) return false;
    if (character === '\n') return this.#push('line-end', 1);
    if (character === '"') return this.#push('quote', 1) && this.#text({ kind: 'quote' });
    const start = this.#match(heredoc);
    if (start !== undefined) {
      const marker = /[\p{L}_][\p{L}\p{N}_-]*/u.exec(start)?.[0] ?? '';
      return this.#push('quote', start.length) && this.#text({ kind: 'heredoc', marker });
    }
    if ('([{'.includes(character)) {
      this.#open.push({ kind: 'code', closer: character === '(' ? ')' : character === '[' ? ']' : '}' });
      return this.#push('open', 1);
    }
    if (')]}'.includes(character)) return this.#close(character);
    for (const [kind, pattern] of [
      ['name', name],
      ['number', number],
      ['operator', operator],
    ] as const) {
      const length = this.#match(pattern)?.length;
      if (length !== undefined) return this.#push(kind, length);
    }
    return this.#isTemplateTrim(character);
  }

  /** `~` beside the brackets of a template trims blanks. */
  #isTemplateTrim(character: string): boolean {
    return character === '~' && this.#open.length > 0 && this.#push('operator', 1);
  }

  #close(character: string): boolean {
    const top = this.#open.pop();
    if (top?.kind === 'template') return character === '}' && this.#push('template-end', 1) && this.#text(top.text);
    return top?.closer === character && this.#push('close', 1);
  }

  /** Reads on in a text, up to its end or to a template. */
  #text(ending: Ending): boolean {
    while (this.#at < this.#source.length) {
      if (ending.kind === 'heredoc' && this.#takesMarker(ending.marker)) return true;
      const plain = this.#match(ending.kind === 'quote' ? quotedText : heredocText);
      if (plain !== undefined) {
        this.#push('text', plain.length);
        continue;
      }
      const character = this.#source.charAt(this.#at);
      if (ending.kind === 'quote' && character === '"') return this.#push('quote-end', 1);
      if (character === '$' || character === '%') {
        this.#open.push({ kind: 'template', text: ending });
        return this.#push('template', 2);
      }
      if (ending.kind === 'quote' || character !== '\n') return false;
      this.#at++;
    }
    return false;
  }

  /** The line that ends a heredoc. */
  #takesMarker(marker: string): boolean {
    if (this.#source.charAt(this.#at - 1) !== '\n') return false;
    const lineEnd = this.#source.indexOf('\n', this.#at);
    const end = lineEnd < 0 ? this.#source.length : lineEnd;
    // Longer lines are none: looking at each character once is enough.
    if (this.#source.slice(this.#at, end).trim() !== marker) return false;
    return this.#push('quote-end', end - this.#at);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0];
  }

  #push(kind: HclToken['kind'], length: number): true {
    const start = this.#at;
    this.#at += length;
    this.tokens.push({ kind, text: this.#source.slice(start, this.#at), start, end: this.#at });
    return true;
  }
}
