import { TokenCursor } from './cursor.ts';
import type { Expression, Name, ObjectEntry } from './syntax.ts';

/** Reads the parts of a program that stand between brackets or quotes. */
export abstract class PartParser extends TokenCursor {
  /** Reads what may stand between round brackets. */
  protected abstract pipe(): Expression;

  /** Reads what needs no brackets beside an operator. */
  protected abstract unary(): Expression;

  /** `."name"`; with interpolation it is an index that nobody knows. */
  protected quotedField(of: Expression): Expression {
    const text = this.text();
    return this.#indexedBy(of, text, text.end);
  }

  protected index(of: Expression): Expression {
    this.bracket('[');
    if (this.takesBracket(']')) return { kind: 'index', of, by: 'every', indexes: [], start: of.start, end: this.end };
    const indexes: Expression[] = [];
    let slices = false;
    if (this.takes(':')) {
      slices = true;
      indexes.push(this.pipe());
    } else {
      indexes.push(this.pipe());
      if (this.takes(':')) {
        slices = true;
        if (!this.isAt(0, 'close', ']')) indexes.push(this.pipe());
      }
    }
    this.bracket(']');
    if (slices) return { kind: 'index', of, by: 'slice', indexes, start: of.start, end: this.end };
    const [by] = indexes;
    return by === undefined ? this.unexpected() : this.#indexedBy(of, by, this.end);
  }

  #indexedBy(of: Expression, index: Expression, end: number): Expression {
    const name = index.kind === 'text' ? this.#fixedText(index) : undefined;
    if (name !== undefined) return { kind: 'field', of, name, start: of.start, end };
    const number = index.kind === 'value' || (index.kind === 'negation' && index.of.kind === 'value');
    return { kind: 'index', of, by: number ? 'number' : 'expression', indexes: [index], start: of.start, end };
  }

  readonly #fixedTexts = new Map<Expression, Name>();

  #fixedText(text: Expression): Name | undefined {
    return this.#fixedTexts.get(text);
  }

  protected text(): Expression {
    const { start } = this.take();
    const interpolations: Expression[] = [];
    let written: Name = { name: '', start: start + 1, end: start + 1 };
    while (this.here.kind !== 'quote-end') {
      const { kind, text, start: from, end } = this.take();
      if (kind === 'text') written = { name: unescaped(text), start: from, end };
      else if (kind !== 'interpolation') this.unexpected();
      else {
        interpolations.push(this.pipe());
        if (this.here.kind !== 'interpolation-end') this.unexpected('`)`');
        this.take();
      }
    }
    const { end } = this.take();
    const expression: Expression = { kind: 'text', interpolations, start, end };
    if (interpolations.length === 0) this.#fixedTexts.set(expression, written);
    return expression;
  }

  protected format(): Expression {
    const { text: name, start, end } = this.take();
    const text = this.here.kind === 'quote' ? this.text() : undefined;
    return { kind: 'format', name: { name, start, end }, ...(text && { text }), start, end: text?.end ?? end };
  }

  protected object(start: number): Expression {
    const entries: ObjectEntry[] = [];
    while (!this.takesBracket('}')) {
      entries.push(this.#entry());
      if (!this.isAt(0, 'close', '}')) this.expect(',', '`,` or `}`');
    }
    return { kind: 'object', entries, start, end: this.end };
  }

  #entry(): ObjectEntry {
    const token = this.here;
    const { start, end } = token;
    if (token.kind === 'variable') {
      this.take();
      const name = { name: token.text, start, end };
      if (this.takes(':')) return { key: { kind: 'variable', name, start, end }, value: this.#entryValue() };
      const loc = token.text === '__loc__';
      return { key: name, value: loc ? { kind: 'value', start, end } : { kind: 'variable', name, start, end } };
    }
    const key = this.key();
    if (this.takes(':')) return { key, value: this.#entryValue() };
    if ('kind' in key && key.kind !== 'text' && key.kind !== 'format') this.unexpected('`:` and a value');
    return { key };
  }

  /** The left side of `:` in an object or in a pattern. */
  protected key(): Name | Expression {
    const { kind, text, start, end } = this.here;
    if (kind === 'identifier') {
      this.take();
      return { name: text, start, end };
    }
    if (kind === 'quote') {
      const written = this.text();
      return this.#fixedText(written) ?? written;
    }
    if (kind === 'format') {
      const format = this.format();
      if (format.kind === 'format' && format.text === undefined) this.unexpected('a text after the format');
      return format;
    }
    if (!this.takesBracket('(')) return this.unexpected('a key');
    const expression = this.pipe();
    this.bracket(')');
    // What stands in brackets gives a key; it is none, even when it is a text.
    return { kind: 'pipe', left: { kind: 'identity', start, end: start }, right: expression, start, end: this.end };
  }

  /** Values of objects need brackets around all but `|`. */
  #entryValue(): Expression {
    let value = this.unary();
    while (this.takes('|')) {
      const right = this.unary();
      value = { kind: 'pipe', left: value, right, start: value.start, end: right.end };
    }
    if (this.here.kind === 'operator' && this.here.text !== ',')
      this.fail('Put brackets around this value: within `{…}` jq reads no operators but `|`.');
    return value;
  }
}

function unescaped(text: string): string {
  try {
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
  } catch {
    // A raw line break or tab, which jq allows in a text and JSON does not.
    return text;
  }
}
