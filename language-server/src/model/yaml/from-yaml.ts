import { isAlias, isCollection, isMap, isScalar, parseDocument, Scalar, type Document, type Node } from 'yaml';
import type { AnchoredNode, PairNode, ScalarNode, SourceNode, SourceTree } from './source-node.ts';

/** A syntax error as the YAML library reports it. */
export interface SyntaxFault {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly severity: 'error' | 'warning';
}

/** Keys that YAML allows and JSON does not, such as `? [a, b]`. */
export interface OddKey {
  readonly start: number;
  readonly end: number;
}

export interface YamlReading extends SourceTree {
  readonly faults: readonly SyntaxFault[];
  readonly oddKeys: readonly OddKey[];
  /** Where what is never closed begins, in the order of the text: a quote, a brace or a bracket. */
  readonly unclosed: readonly number[];
}

/**
 * Reads YAML text with the YAML library. Call `guard` first: the library is not safe on deep text.
 * Duplicate keys, merges and aliases are left to the caller, which sees the whole document.
 *
 * @param place where an offset of the text stands in the text that is shown, if that is another one.
 */
export function readYaml(text: string, place: (offset: number) => number = (offset) => offset): YamlReading {
  const document = parseDocument(text, { uniqueKeys: false, strict: true, logLevel: 'silent', prettyErrors: false });
  const converter = new Converter(text, place);
  const root = isNode(document.contents) ? converter.node(document.contents) : undefined;
  const { anchors, oddKeys } = converter;
  const unclosed = converter.unclosed.toSorted((a, b) => a - b);
  return { root, anchors, faults: faultsOf(document, place), oddKeys, unclosed };
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isCollection(value) || isAlias(value);
}

function faultsOf(document: Document.Parsed, place: (offset: number) => number): SyntaxFault[] {
  const all = [
    ...document.errors.map((error) => ({ error, severity: 'error' as const })),
    ...document.warnings.map((error) => ({ error, severity: 'warning' as const })),
  ];
  return all.map(({ error, severity }) => ({
    code: error.code,
    message: error.message,
    start: place(error.pos[0]),
    end: place(Math.max(error.pos[0], error.pos[1])),
    severity,
  }));
}

class Converter {
  readonly anchors = new Map<string, AnchoredNode[]>();
  readonly oddKeys: OddKey[] = [];
  readonly unclosed: number[] = [];
  readonly #text: string;
  readonly #place: (offset: number) => number;

  constructor(text: string, place: (offset: number) => number) {
    this.#text = text;
    this.#place = place;
  }

  node(node: unknown, fallback = 0): SourceNode {
    if (!isNode(node)) return { kind: 'scalar', value: null, style: 'none', start: fallback, end: fallback };
    const [start, end] = node.range ? [this.#place(node.range[0]), this.#place(node.range[1])] : [fallback, fallback];
    if (!isClosed(node, this.#text)) this.unclosed.push(start);
    if (isAlias(node)) return { kind: 'alias', name: node.source, start, end };
    const place = { start, end, ...(node.anchor !== undefined && { anchor: node.anchor }) };
    const made = this.#anchored(node, place);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, [...(this.anchors.get(node.anchor) ?? []), made]);
    return made;
  }

  #anchored(
    node: Exclude<Node, { source: string; resolve: unknown }>,
    place: { start: number; end: number },
  ): AnchoredNode {
    if (isMap(node)) {
      const pairs = node.items.map((item) => this.#pair(item));
      return { kind: 'map', ...place, end: endOf(node, place.end, pairs.at(-1)?.value), pairs };
    }
    if (isCollection(node)) {
      const items = node.items.map((item) => this.node(item, place.end));
      return { kind: 'list', ...place, end: endOf(node, place.end, items.at(-1)), items };
    }
    return this.#scalar(node as Scalar, place);
  }

  #pair(item: { key: unknown; value: unknown }): PairNode {
    const key = this.#key(item.key);
    return { key, value: this.node(item.value, key.end) };
  }

  #key(key: unknown): ScalarNode {
    const node = this.node(key);
    if (node.kind === 'scalar') return node;
    this.oddKeys.push({ start: node.start, end: node.end });
    return {
      kind: 'scalar',
      value: this.#written(key as Node),
      style: 'quoted',
      start: node.start,
      end: node.end,
    };
  }

  #scalar(node: Scalar, place: { start: number; end: number }): ScalarNode {
    const value = this.#jsonScalar(node);
    return { kind: 'scalar', value, style: styleOf(node, place), ...place };
  }

  #jsonScalar(node: Scalar): ScalarNode['value'] {
    const value = node.value;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    // `.inf`, `.nan` and what tags make have no JSON value: keep what is written.
    return node.source ?? this.#written(node);
  }

  #written({ range }: Node): string {
    return range ? this.#text.slice(range[0], range[1]) : '';
  }
}

/** False for a quote, a brace or a bracket that the text opens and does not close. */
function isClosed(node: Node, text: string): boolean {
  const [start, end] = node.range ?? [0, 0];
  const closing = closings[text[start] ?? ''];
  const isDelimited = isCollection(node) ? node.flow === true : isScalar(node) && closing === text[start];
  return closing === undefined || !isDelimited || (end - start > 1 && text[end - 1] === closing);
}

const closings: { readonly [opening: string]: string } = { '"': '"', "'": "'", '{': '}', '[': ']' };

/** The library counts comments and blank lines after a block collection as part of it. */
function endOf(node: { readonly flow?: boolean }, end: number, last: SourceNode | undefined): number {
  return node.flow || last === undefined ? end : last.end;
}

function styleOf(node: Scalar, place: { start: number; end: number }): ScalarNode['style'] {
  switch (node.type) {
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE:
      return 'quoted';
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL:
      return 'block';
    default:
      return place.start === place.end ? 'none' : 'plain';
  }
}
