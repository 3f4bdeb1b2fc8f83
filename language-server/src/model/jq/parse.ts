import type { Expression, FunctionDefinition, Name, Pattern } from './syntax.ts';
import { SyntaxFault, TooDeep } from './cursor.ts';
import { PartParser } from './parts.ts';
import { tokenize, type Fault, type Token } from './tokens.ts';

export type ParsedProgram =
  | { readonly kind: 'program'; readonly expression: Expression }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** Imports, or larger and deeper than what a person writes: nothing is said about it. */
  | { readonly kind: 'beyond' };

/**
 * Reads a jq program. Takes whatever jq 1.6 to 1.8 or gojq take, so a fault is one everywhere.
 * Never throws; linear in the length of the program.
 */
export function parseProgram(program: string): ParsedProgram {
  const { tokens, fault } = tokenize(program);
  if (fault !== undefined) return { kind: 'fault', fault };
  const isModule = tokens.some(({ kind, text }) => kind === 'identifier' && modules.has(text));
  if (isModule || tokens.length > mostTokens) return { kind: 'beyond' };
  try {
    return { kind: 'program', expression: new Parser(tokens).program() };
  } catch (error) {
    if (error instanceof SyntaxFault) return { kind: 'fault', fault: error.fault };
    if (error instanceof TooDeep) return { kind: 'beyond' };
    throw error;
  }
}

/** A chain of as many steps is as deep a tree, and reading it must fit the stack. */
const mostTokens = 2_000;

const modules: ReadonlySet<string> = new Set(['import', 'include', 'module']);

/** Words that cannot name a function. */
const reserved: ReadonlySet<string> = new Set(
  '__loc__ and as catch def elif else end foreach if label or reduce then try'.split(' '),
);

/** From the loosest to the tightest; `|` and `,` are read apart. */
const levels: readonly { readonly operators: ReadonlySet<string>; readonly chains: boolean }[] = [
  { operators: new Set(['//']), chains: true },
  { operators: new Set(['=', '|=', '+=', '-=', '*=', '/=', '%=', '//=']), chains: false },
  { operators: new Set(['or']), chains: true },
  { operators: new Set(['and']), chains: true },
  { operators: new Set(['==', '!=', '<', '<=', '>', '>=']), chains: false },
  { operators: new Set(['+', '-']), chains: true },
  { operators: new Set(['*', '/', '%']), chains: true },
];

class Parser extends PartParser {
  program(): Expression {
    const expression = this.pipe();
    if (this.here.kind !== 'end') this.unexpected();
    return expression;
  }

  protected override pipe(): Expression {
    this.deeper();
    const parts: Expression[] = [];
    do {
      if (this.isWord('def')) {
        parts.push(this.#definition());
        break;
      }
      if (this.isWord('label')) {
        parts.push(this.#label());
        break;
      }
      parts.push(this.#comma());
    } while (this.takes('|'));
    this.shallower();
    return parts.reduceRight((right, left) => ({ kind: 'pipe', left, right, start: left.start, end: right.end }));
  }

  #comma(): Expression {
    let left = this.#operation(0);
    while (this.takes(',')) left = operation(',', left, this.#operation(0));
    return left;
  }

  #operation(level: number): Expression {
    const { operators, chains } = levels[level] ?? {};
    if (operators === undefined) return this.unary();
    let left = this.#operation(level + 1);
    for (let first = true; this.isOneOf(operators); first = false) {
      if (!first && !chains)
        this.fail(`Put brackets around one of these: jq does not read \`${this.here.text}\` twice in a row.`);
      const operator = this.take().text;
      left = operation(operator, left, this.#operation(level + 1));
    }
    return left;
  }

  protected override unary(): Expression {
    this.deeper();
    const result = this.#unbounded();
    this.shallower();
    return result;
  }

  #unbounded(): Expression {
    const { start } = this.here;
    if (this.takes('-')) {
      const of = this.unary();
      return { kind: 'negation', of, start, end: of.end };
    }
    if (this.isWord('def')) return this.#definition();
    if (this.isWord('label')) return this.#label();
    return this.#postfix();
  }

  #definition(): Expression {
    const { start } = this.take();
    this.deeper();
    const name = this.#functionName();
    const parameters: string[] = [];
    if (this.takesBracket('(')) {
      do {
        if (this.here.kind === 'variable') parameters.push(`$${this.take().text}`);
        else parameters.push(this.#functionName());
      } while (this.takes(';'));
      this.bracket(')');
    }
    this.expect(':');
    const body = this.pipe();
    this.expect(';');
    const definition: FunctionDefinition = { name, parameters, body };
    // A program may consist of definitions alone; the input then passes.
    const rest: Expression =
      this.here.kind === 'end' ? { kind: 'identity', start: this.here.start, end: this.here.start } : this.pipe();
    this.shallower();
    return { kind: 'definition', function: definition, body: rest, start, end: rest.end };
  }

  #functionName(): string {
    if (this.here.kind !== 'identifier' || reserved.has(this.here.text)) this.unexpected('the name of a function');
    return this.take().text;
  }

  #label(): Expression {
    const { start } = this.take();
    if (this.here.kind !== 'variable') this.unexpected('`$` and a name');
    this.take();
    this.expect('|');
    const body = this.pipe();
    return { kind: 'label', body, start, end: body.end };
  }

  /** A term with what follows it, `as $name | …` included. */
  #postfix(): Expression {
    const term = this.#steps();
    return this.isWord('as') ? this.#binding(term) : term;
  }

  /** A term and the steps from there: `.name`, `[…]`, `?`. */
  #steps(): Expression {
    let term = this.#term();
    for (;;) {
      const { kind, text } = this.here;
      if (kind === 'operator' && text === '?') {
        const { end } = this.take();
        term = { kind: 'try', of: term, start: term.start, end };
      } else if (kind === 'field') term = this.#field(term);
      else if (kind === 'dot' && (this.isAt(1, 'quote') || this.isAt(1, 'open', '['))) {
        this.take();
        term = this.here.kind === 'quote' ? this.quotedField(term) : this.index(term);
      } else if (kind === 'open' && text === '[') term = this.index(term);
      else return term;
    }
  }

  #binding(source: Expression): Expression {
    this.take();
    const patterns = this.#patterns();
    this.expect('|');
    const body = this.pipe();
    return { kind: 'binding', source, patterns, body, start: source.start, end: body.end };
  }

  #term(): Expression {
    const token = this.here;
    const { start, end } = token;
    switch (token.kind) {
      case 'dot':
        this.take();
        if (this.here.kind === 'quote') return this.quotedField({ kind: 'identity', start, end });
        return { kind: 'identity', start, end };
      case 'field':
        return this.#field({ kind: 'identity', start, end: start });
      case 'number':
        this.take();
        return { kind: 'value', start, end };
      case 'quote':
        return this.text();
      case 'format':
        return this.format();
      case 'variable':
        this.take();
        if (token.text === '__loc__') return { kind: 'value', start, end };
        return { kind: 'variable', name: { name: token.text, start, end }, start, end };
      case 'open':
        return this.#bracketed(token.text);
      case 'identifier':
        return this.#word(token);
      case 'operator':
        if (token.text !== '..') this.unexpected();
        this.take();
        return { kind: 'value', start, end };
      default:
        return this.unexpected();
    }
  }

  #field(of: Expression): Expression {
    const { text, start, end } = this.take();
    return { kind: 'field', of, name: { name: text, start: start + 1, end }, start: of.start, end };
  }

  #bracketed(bracket: string): Expression {
    const { start } = this.take();
    if (bracket === '{') return this.object(start);
    if (bracket === '[' && this.takesBracket(']')) return { kind: 'list', start, end: this.end };
    const of = this.pipe();
    this.bracket(bracket === '[' ? ']' : ')');
    return bracket === '[' ? { kind: 'list', of, start, end: this.end } : { ...of, start, end: this.end };
  }

  #word({ text, start }: Token): Expression {
    switch (text) {
      case 'if':
        return this.#condition();
      case 'try':
        return this.#try();
      case 'reduce':
      case 'foreach':
        return this.#fold();
      case 'break': {
        this.take();
        if (this.here.kind !== 'variable') this.unexpected('`$` and the name of a label');
        const { end } = this.take();
        return { kind: 'value', start, end };
      }
      default:
        return reserved.has(text) ? this.unexpected() : this.#call();
    }
  }

  #call(): Expression {
    const { text: name, start, end } = this.take();
    const given: Expression[] = [];
    if (this.takesBracket('(')) {
      do given.push(this.pipe());
      while (this.takes(';'));
      this.bracket(')');
    }
    return {
      kind: 'call',
      name: { name, start, end },
      arguments: given,
      start,
      end: given.length > 0 ? this.end : end,
    };
  }

  #condition(): Expression {
    const { start } = this.here;
    const tests: Expression[] = [];
    const results: Expression[] = [];
    do {
      this.take();
      tests.push(this.pipe());
      this.expectWord('then');
      results.push(this.pipe());
    } while (this.isWord('elif'));
    let otherwise: Expression | undefined;
    if (this.isWord('else')) {
      this.take();
      otherwise = this.pipe();
    }
    this.expectWord('end');
    return { kind: 'condition', tests, results, ...(otherwise && { otherwise }), start, end: this.end };
  }

  #try(): Expression {
    const { start } = this.take();
    const of = this.unary();
    if (!this.isWord('catch')) return { kind: 'try', of, start, end: of.end };
    this.take();
    const handler = this.unary();
    return { kind: 'try', of, handler, start, end: handler.end };
  }

  #fold(): Expression {
    const { text: word, start } = this.take();
    const source = this.#steps();
    this.expectWord('as');
    const patterns = this.#patterns();
    this.bracket('(');
    const initial = this.pipe();
    const steps: Expression[] = [];
    this.expect(';');
    do steps.push(this.pipe());
    while (word === 'foreach' && steps.length < 2 && this.takes(';'));
    this.bracket(')');
    return { kind: 'fold', source, patterns, initial, steps, start, end: this.end };
  }

  #patterns(): readonly Pattern[] {
    const patterns = [this.#pattern()];
    while (this.takes('?//')) patterns.push(this.#pattern());
    return patterns;
  }

  #pattern(): Pattern {
    this.deeper();
    const pattern = this.#anyPattern();
    this.shallower();
    return pattern;
  }

  #anyPattern(): Pattern {
    const first = this.here;
    if (first.kind === 'variable') return { kind: 'variable', name: this.take().text };
    if (this.takesBracket('[')) {
      const items: Pattern[] = [];
      do items.push(this.#pattern());
      while (this.takes(','));
      this.bracket(']');
      return { kind: 'list', items };
    }
    if (!this.takesBracket('{')) return this.unexpected('`$` and a name, `[…]` or `{…}`');
    const entries: { key: Name | Expression; variable?: string; value?: Pattern }[] = [];
    do {
      const { kind, text: name, start, end } = this.here;
      if (kind === 'variable') {
        this.take();
        const value = this.takes(':') ? this.#pattern() : undefined;
        entries.push({ key: { name, start: start + 1, end }, variable: name, ...(value && { value }) });
      } else {
        const key = this.key();
        this.expect(':');
        entries.push({ key, value: this.#pattern() });
      }
    } while (this.takes(','));
    this.bracket('}');
    return { kind: 'object', entries };
  }
}

function operation(operator: string, left: Expression, right: Expression): Expression {
  return { kind: 'operation', operator, left, right, start: left.start, end: right.end };
}
