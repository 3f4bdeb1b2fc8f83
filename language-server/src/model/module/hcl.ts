import { tokenizeHcl, type HclToken } from './hcl-tokens.ts';

/** `name = …` */
export interface HclAttribute {
  readonly name: string;
  /** The tokens of the value. */
  readonly value: readonly HclToken[];
}

/** `type "label" "label" { … }` */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** Where the last label stands, or the type when there is none. */
  readonly start: number;
  readonly end: number;
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

/** `var.name.part["part"]`; each part with its place, `undefined` for an index that nobody knows. */
export interface HclReference {
  readonly steps: readonly { readonly name: string | undefined; readonly start: number; readonly end: number }[];
}

export interface HclFile {
  readonly blocks: readonly HclBlock[];
  /** Everything that begins with `var.`, in texts too. */
  readonly variables: readonly HclReference[];
}

/**
 * The blocks of a Terraform file, their attributes, and what reads variables.
 *
 * @returns undefined when the text is not HCL as far as can be seen; it may be half typed.
 */
export function parseHcl(text: string): HclFile | undefined {
  const tokens = tokenizeHcl(text);
  if (tokens === undefined) return undefined;
  const blocks = new BodyReader(tokens).file();
  return blocks === undefined ? undefined : { blocks, variables: variableReferences(tokens) };
}

/** The text of a value that is one text without templates. */
export function literalText({ value }: HclAttribute): string | undefined {
  const [quote, text, end] = value;
  if (quote?.kind !== 'quote') return undefined;
  if (text?.kind === 'quote-end' && value.length === 2) return '';
  return text?.kind === 'text' && end?.kind === 'quote-end' && value.length === 3 ? text.text : undefined;
}

interface Body {
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

/** Blocks within blocks within blocks: no module needs more. */
const deepest = 40;

class BodyReader {
  readonly #tokens: readonly HclToken[];
  #at = 0;

  constructor(tokens: readonly HclToken[]) {
    this.#tokens = tokens;
  }

  file(): readonly HclBlock[] | undefined {
    const body = this.#body(0);
    return body !== undefined && this.#at === this.#tokens.length ? body.blocks : undefined;
  }

  #body(depth: number): Body | undefined {
    const attributes = new Map<string, HclAttribute>();
    const blocks: HclBlock[] = [];
    if (depth > deepest) return undefined;
    for (let token = this.#here; token !== undefined && token.kind !== 'close'; token = this.#here) {
      this.#at++;
      if (token.kind === 'line-end') continue;
      if (token.kind !== 'name') return undefined;
      const next = this.#here;
      if (next?.kind === 'operator' && next.text === '=') {
        this.#at++;
        attributes.set(token.text, { name: token.text, value: this.#value() });
        continue;
      }
      const block = this.#block(token, depth);
      if (block === undefined) return undefined;
      blocks.push(block);
    }
    return { attributes, blocks };
  }

  #block(type: HclToken, depth: number): HclBlock | undefined {
    const labels: string[] = [];
    let place = type;
    for (let token = this.#here; token !== undefined; token = this.#here) {
      this.#at++;
      if (token.kind === 'name') {
        labels.push(token.text);
        place = token;
      } else if (token.kind === 'quote') {
        const text = this.#here;
        if (text?.kind !== 'text' || this.#tokens[this.#at + 1]?.kind !== 'quote-end') return undefined;
        this.#at += 2;
        labels.push(text.text);
        place = text;
      } else if (token.kind === 'open' && token.text === '{') {
        const body = this.#body(depth + 1);
        if (body === undefined || this.#here?.kind !== 'close') return undefined;
        this.#at++;
        return { type: type.text, labels, start: place.start, end: place.end, ...body };
      } else return undefined;
    }
    return undefined;
  }

  /** The tokens up to the end of the line; brackets and texts may span lines. */
  #value(): readonly HclToken[] {
    const from = this.#at;
    let depth = 0;
    for (let token = this.#here; token !== undefined; token = this.#here) {
      if (opening.has(token.kind)) depth++;
      else if (closing.has(token.kind)) {
        if (depth === 0) break;
        depth--;
      } else if (token.kind === 'line-end' && depth === 0) break;
      this.#at++;
    }
    return this.#tokens.slice(from, this.#at);
  }

  get #here(): HclToken | undefined {
    return this.#tokens[this.#at];
  }
}

const opening: ReadonlySet<HclToken['kind']> = new Set(['open', 'quote', 'template']);
const closing: ReadonlySet<HclToken['kind']> = new Set(['close', 'quote-end', 'template-end']);

function variableReferences(tokens: readonly HclToken[]): readonly HclReference[] {
  const found: HclReference[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'name' || token.text !== 'var' || isOperator(tokens[index - 1], '.')) return;
    const steps = stepsAfter(tokens, index + 1);
    if (steps.length > 0) found.push({ steps });
  });
  return found;
}

function stepsAfter(tokens: readonly HclToken[], from: number): HclReference['steps'] {
  const steps: HclReference['steps'][number][] = [];
  for (let at = from; ;) {
    const [first, second, third, fourth, fifth] = tokens.slice(at, at + 5);
    if (first === undefined || second === undefined) return steps;
    if (isOperator(first, '.') && (second.kind === 'name' || second.kind === 'number' || isOperator(second, '*'))) {
      const { kind, text, start, end } = second;
      steps.push({ name: kind === 'name' ? text : undefined, start, end });
      at += 2;
    } else if (first.kind === 'open' && first.text === '[' && second.kind === 'quote' && third?.kind === 'text') {
      if (fourth?.kind !== 'quote-end' || fifth?.kind !== 'close') return steps;
      steps.push({ name: third.text, start: third.start, end: third.end });
      at += 5;
    } else if (first.kind === 'open' && first.text === '[' && third?.kind === 'close') {
      steps.push({ name: undefined, start: second.start, end: second.end });
      at += 3;
    } else return steps;
  }
}

function isOperator(token: HclToken | undefined, text: string): boolean {
  return token?.kind === 'operator' && token.text === text;
}
