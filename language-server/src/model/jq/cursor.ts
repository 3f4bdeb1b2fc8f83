import type { Fault, Token } from './tokens.ts';

/** Ends the reading of a program that cannot be one. */
export class SyntaxFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Ends the reading of a program that would take more stack than there may be. */
export class TooDeep extends Error {}

const deepest = 200;

/** A place in a list of tokens that moves forward. What is not as expected throws a `SyntaxFault`. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  /** @param tokens the last of kind `end`. */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  protected deeper(): void {
    if (++this.#depth > deepest) throw new TooDeep();
  }

  protected shallower(): void {
    this.#depth--;
  }

  protected get here(): Token {
    // The last token is `end`, and nothing takes it.
    return this.#tokens[this.#at] as Token;
  }

  /** Where the token before ended. */
  protected get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  protected take(): Token {
    const token = this.here;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  protected isAt(distance: number, kind: Token['kind'], text?: string): boolean {
    const token = this.#tokens[this.#at + distance];
    return token?.kind === kind && (text === undefined || token.text === text);
  }

  protected isWord(word: string): boolean {
    return this.isAt(0, 'identifier', word);
  }

  protected isOneOf(operators: ReadonlySet<string>): boolean {
    const { kind, text } = this.here;
    return (kind === 'operator' || kind === 'identifier') && operators.has(text);
  }

  protected takes(operator: string): boolean {
    const found = this.isAt(0, 'operator', operator);
    if (found) this.#at++;
    return found;
  }

  protected takesBracket(bracket: string): boolean {
    const found = this.isAt(0, /[([{]/.test(bracket) ? 'open' : 'close', bracket);
    if (found) this.#at++;
    return found;
  }

  protected expect(operator: string, wanted = `\`${operator}\``): void {
    if (!this.takes(operator)) this.unexpected(wanted);
  }

  protected expectWord(word: string): void {
    if (!this.isWord(word)) this.unexpected(`\`${word}\``);
    this.#at++;
  }

  protected bracket(bracket: string): void {
    if (!this.takesBracket(bracket)) this.unexpected(`\`${bracket}\``);
  }

  protected unexpected(wanted?: string): never {
    const { kind, text } = this.here;
    const expected = wanted === undefined ? '' : ` ${wanted} must come here.`;
    if (kind === 'end') return this.fail(`It ends in the middle.${expected}`);
    if (text === '|' && this.isAt(-1, 'operator', '|'))
      return this.fail('`||` has no meaning in jq. Write `or`, or `//` for what comes instead of null.');
    if (/^els?e?if$/.test(text)) return this.fail('Write `elif`.');
    return this.fail(
      wanted === undefined ? `\`${kind === 'field' ? '.' : ''}${text}\` cannot stand here.` : expected.trim(),
    );
  }

  protected fail(message: string): never {
    const { kind, start, end } = this.here;
    const before = this.#tokens[this.#at - 1];
    // What is missing at the end is shown at what stands there.
    const span = kind === 'end' && before !== undefined ? before : { start, end };
    throw new SyntaxFault({ message: sentence(message), start: span.start, end: span.end });
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
