import {
  LineCounter,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Range } from 'vscode-languageserver-types';
import type { Problem } from '../problem.ts';
import type { JsonPath } from '../schema/json-schema.ts';
import { closest } from '../text-distance.ts';
import { guard } from '../yaml/guard.ts';

/** The plain value of a YAML or JSON file, and where each part of it stands. */
export interface SourceDocument {
  readonly text: string;
  /** Undefined when the text cannot be read at all; `problems` says why. */
  readonly value: unknown;
  /** Syntax errors. */
  readonly problems: readonly Problem[];
  /**
   * The range of the value at a path, of its key when `part` is `key`. A path that is not in the
   * text (a default, something from a `$ref`) gives the nearest thing above it.
   */
  range(path: JsonPath, part?: 'key' | 'value'): Range;
  /**
   * The range of a part of a text, such as a name in an expression. The whole value where quotes,
   * escapes or folding make it unclear where the part is written.
   *
   * @param from offset in the text as it is read, quotes and indentation removed.
   */
  rangeWithin(path: JsonPath, from: number, to: number): Range;
  /** The path to the deepest value at an offset; its key counts as part of it. */
  pathAt(offset: number): { readonly path: JsonPath; readonly on: 'key' | 'value' };
}

const start: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The newest readings: what a person types in is read for its problems, for the features and for the registry. */
const recent: SourceDocument[] = [];
const mostRecent = 4;
/** Larger ones take more memory than they are asked for again. */
const largestRecent = 200_000;

/** Reads a file that operations engineers write: bundles and resource types. Never throws. */
export function readDocument(text: string): SourceDocument {
  const known = recent.find((document) => document.text === text);
  if (known !== undefined) return known;
  const document = parse(text);
  if (text.length <= largestRecent) recent.push(document);
  if (recent.length > mostRecent) recent.shift();
  return document;
}

function parse(text: string): SourceDocument {
  const finding = guard(text);
  if (finding !== undefined) {
    const range = rangeIn(text, finding.span.start, finding.span.end);
    return unreadable(text, { range, severity: 'error', code: finding.code, message: finding.message });
  }
  return new YamlDocument(text);
}

function unreadable(text: string, problem: Problem): SourceDocument {
  return {
    text,
    value: undefined,
    problems: [problem],
    range: () => problem.range,
    rangeWithin: () => problem.range,
    pathAt: () => ({ path: [], on: 'value' }),
  };
}

/** One mistake often makes the parser stumble all the way down; people need the first ones. */
const mostProblems = 100;

class YamlDocument implements SourceDocument {
  readonly text: string;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();
  readonly #pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  readonly #aliases = new WeakMap<Alias, unknown>();

  constructor(text: string) {
    this.text = text;
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      merge: true,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const problems = this.#document.errors.slice(0, mostProblems).map((error): Problem => ({
      range: this.#rangeOf(error.pos[0], error.pos[1]),
      severity: 'error',
      code: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax',
      message:
        error.code === 'DUPLICATE_KEY' ? 'This key occurs twice in the same map. Remove one.' : `${error.message}.`,
    }));
    const { value, faults = [] } = this.#plainValue();
    this.value = value;
    this.problems = [...problems, ...faults];
  }

  range(path: JsonPath, part: 'key' | 'value' = 'value'): Range {
    let node: unknown = this.#document.contents;
    let found = this.#nodeRange(node);
    for (const [index, step] of path.entries()) {
      const pair = this.#step(node, step);
      if (pair === undefined) return found;
      const wantsKey = part === 'key' && index === path.length - 1 && pair.key !== undefined;
      const next = this.#nodeRange(wantsKey || isEmpty(pair.value) ? (pair.key ?? pair.value) : pair.value);
      found = next ?? found;
      node = pair.value;
    }
    return found ?? start;
  }

  rangeWithin(path: JsonPath, from: number, to: number): Range {
    let node: unknown = this.#document.contents;
    for (const step of path) node = this.#step(node, step)?.value;
    const scalar = this.#resolved(node);
    const whole = this.range(path);
    if (!isScalar(scalar) || typeof scalar.value !== 'string' || !scalar.range) return whole;
    const [start, end] = scalar.range;
    const offset = samePlace(scalar.value, from, to, this.text.slice(start, end));
    return offset === undefined ? whole : this.#rangeOf(start + offset, start + offset + (to - from));
  }

  pathAt(offset: number): { path: JsonPath; on: 'key' | 'value' } {
    const path: (string | number)[] = [];
    let node: unknown = this.#document.contents;
    for (;;) {
      if (isMap(node)) {
        const pair = node.items.find(({ key, value }) => contains(key, offset) || contains(value, offset));
        if (pair === undefined) return { path, on: 'value' };
        path.push(keyText(pair.key));
        if (contains(pair.key, offset)) return { path, on: 'key' };
        node = pair.value;
      } else if (isSeq(node)) {
        const index = node.items.findIndex((item) => contains(item, offset));
        if (index < 0) return { path, on: 'value' };
        path.push(index);
        node = node.items[index];
      } else return { path, on: 'value' };
    }
  }

  #plainValue(): { value: unknown; faults?: readonly Problem[] } {
    const unknown = this.#unknownAnchors();
    if (unknown.length > 0) return { value: undefined, faults: unknown };
    try {
      const value = this.#document.toJS({ maxAliasCount: 100 }) as unknown;
      return holdsItself(value, []) ? { value: undefined, faults: [this.#recursiveAlias()] } : { value };
    } catch (error) {
      if (error instanceof RangeError) return { value: undefined, faults: [this.#recursiveAlias()] };
      const message = error instanceof Error ? error.message : String(error);
      const bomb = /alias/i.test(message);
      return {
        value: undefined,
        faults: [
          {
            range: this.#nodeRange(this.#document.contents) ?? start,
            severity: 'error',
            code: bomb ? 'yaml-too-many-aliases' : 'yaml-syntax',
            message: bomb
              ? 'The aliases of this file expand to too much. Write some of the values out.'
              : `${message}.`,
          },
        ],
      };
    }
  }

  /** Aliases without an anchor above them: such a file has no value. */
  #unknownAnchors(): readonly Problem[] {
    if (!this.text.includes('*')) return [];
    const known = new Set<string>();
    const problems: Problem[] = [];
    visit(this.#document, {
      Node: (_, node) => {
        if (!isAlias(node)) {
          if (node.anchor !== undefined) known.add(node.anchor);
          return;
        }
        if (known.has(node.source) || problems.length === mostProblems) return;
        const [suggestion] = closest(node.source, known, 1);
        problems.push({
          range: this.#nodeRange(node) ?? start,
          severity: 'error',
          code: 'unknown-anchor',
          message: `There is no anchor \`&${node.source}\` above this line. Define it first, or write the value out.`,
          data: { word: node.source, ...(suggestion === undefined ? {} : { suggestion }) },
        });
      },
    });
    return problems;
  }

  #recursiveAlias(): Problem {
    const range = this.#nodeRange(this.#document.contents);
    const message = 'An alias in this file stands inside the value it stands for. Write the value out.';
    return { range, severity: 'error', code: 'recursive-alias', message };
  }

  /** One step down, through aliases and merges. */
  #step(parent: unknown, step: string | number): { key?: unknown; value: unknown } | undefined {
    const node = this.#resolved(parent);
    if (isSeq(node)) {
      const item: unknown = typeof step === 'number' ? node.items[step] : undefined;
      return item === undefined ? undefined : { value: item };
    }
    if (!isMap(node)) return undefined;
    return this.#pairsOf(node).get(String(step)) ?? this.#merged(node, step);
  }

  /** The entries of a map by their keys, of a key that occurs twice the first: maps may be long, and asked often. */
  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map(map.items.toReversed().map((pair) => [keyText(pair.key), pair]));
    this.#pairs.set(map, pairs);
    return pairs;
  }

  #merged(node: YAMLMap, step: string | number): { key?: unknown; value: unknown } | undefined {
    const pair = this.#pairsOf(node).get('<<');
    const merged = pair && this.#resolved(pair.value);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const found = source === node ? undefined : this.#step(source, step);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #resolved(node: unknown): unknown {
    if (!isAlias(node)) return node;
    // The library looks through the whole document for each.
    if (!this.#aliases.has(node)) this.#aliases.set(node, node.resolve(this.#document));
    return this.#aliases.get(node);
  }

  #nodeRange(node: unknown): Range {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node as Node).range : undefined;
    return range ? this.#rangeOf(range[0], range[1]) : start;
  }

  #rangeOf(from: number, to: number): Range {
    return { start: this.#position(from), end: this.#position(to) };
  }

  #position(offset: number): { line: number; character: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(0, line - 1), character: Math.max(0, col - 1) };
  }
}

function contains(node: unknown, offset: number): boolean {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node as Node).range : undefined;
  return range !== undefined && range !== null && range[0] <= offset && offset <= range[1];
}

/**
 * Where a part of a text is in another notation of the same text: as often as the part occurs in
 * both, its n-th occurrence is the same.
 */
function samePlace(text: string, from: number, to: number, written: string): number | undefined {
  const part = text.slice(from, to);
  if (part === '') return undefined;
  const inText = occurrences(text, part);
  const inWritten = occurrences(written, part);
  const index = inText.indexOf(from);
  return inText.length === inWritten.length && index >= 0 ? inWritten[index] : undefined;
}

function occurrences(text: string, part: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

/** True when some list or map is part of itself. */
function holdsItself(value: unknown, above: readonly object[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (above.includes(value)) return true;
  return Object.values(value).some((part) => holdsItself(part, [...above, value]));
}

function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.range?.[0] === node.range?.[1]);
}

function keyText(key: unknown): string {
  // The library makes the `<<` of a merge a symbol.
  if (isScalar(key)) return typeof key.value === 'symbol' ? '<<' : String(key.value);
  return isPair(key) ? keyText(key.key) : String(key);
}

function rangeIn(text: string, from: number, to: number): Range {
  const position = (offset: number) => {
    const before = text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    return { line: before.split('\n').length - 1, character: offset - lineStart };
  };
  return { start: position(from), end: position(to) };
}
