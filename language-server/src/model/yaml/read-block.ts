import type { ListNode, MapNode, PairNode, ScalarNode, SourceNode } from './source-node.ts';

/**
 * Reads the YAML that most people write most of the time, ten times as fast as the library: block
 * mappings and lists, short flow collections on one line, plain and simply quoted words. Whatever
 * else there is, errors included, it leaves to the library.
 *
 * @returns the same tree as the library gives, or undefined when it is not that simple.
 */
export function readBlock(text: string): MapNode | undefined {
  if (notSimple.test(text)) return undefined;
  const reader = new BlockReader(text);
  return reader.document();
}

/** Tabs, byte order marks, line breaks of old, document markers: words and values are judged where they begin. */
const notSimple = /[\t\ufeff]|\r(?!\n)|^(?:---|\.\.\.)/m;

const key = /[A-Za-z_][A-Za-z0-9_./-]{0,100}(?=:(?:[ \r\n]|$))/y;
const flowKey = /[A-Za-z_][A-Za-z0-9_./-]{0,100}(?=: )/y;
const plainStart = /[A-Za-z0-9_./$(+~]|-[^ \r\n]/y;
const flowPlain = /(?:[A-Za-z0-9_./$(+~]|-[A-Za-z0-9])[A-Za-z0-9_./$()+=~ -]*(?=[,\]}])/y;
const quoted = /"([^"\\\r\n]*)"|'([^'\r\n]*)'(?!')/y;
const restOfLine = / *(?: #[^\r\n]*)?(?=[\r\n]|$)/y;

/** Thrown inside, caught inside: the text is not simple after all. */
const leaveIt = Symbol('leave it to the library');

class BlockReader {
  readonly #text: string;
  /** Offset and column of the first character of the line that is read next; column -1 after the last line. */
  #at = 0;
  #column = -1;

  constructor(text: string) {
    this.#text = text;
  }

  document(): MapNode | undefined {
    try {
      this.#toContent(0);
      if (this.#column < 0) return undefined;
      const map = this.#map();
      return this.#column < 0 ? map : undefined;
    } catch (reason) {
      if (reason === leaveIt) return undefined;
      throw reason;
    }
  }

  /** Moves to the first character of the first line at or after the one that starts at `lineStart` that has content. */
  #toContent(lineStart: number): void {
    const text = this.#text;
    let start = lineStart;
    for (;;) {
      let at = start;
      while (text.charCodeAt(at) === 32) at++;
      const code = text.charCodeAt(at);
      if (Number.isNaN(code)) {
        this.#column = -1;
        return;
      }
      if (code !== 35 && code !== 10 && code !== 13) {
        this.#at = at;
        this.#column = at - start;
        return;
      }
      const end = text.indexOf('\n', at);
      start = end < 0 ? text.length : end + 1;
    }
  }

  /** From the end of a value to the next line with content; between them stands nothing but a comment. */
  #endLine(from: number): void {
    const end = this.#match(restOfLine, from);
    if (end === undefined) throw leaveIt;
    const next = this.#text.indexOf('\n', end);
    this.#toContent(next < 0 ? this.#text.length : next + 1);
  }

  #map(): MapNode {
    const column = this.#column;
    const start = this.#at;
    const pairs: PairNode[] = [];
    let end = start;
    while (this.#column === column && !this.#isItem()) {
      const pair = this.#pair(column);
      pairs.push(pair);
      end = pair.value.end;
    }
    if (pairs.length === 0 || this.#column > column) throw leaveIt;
    return { kind: 'map', start, end, pairs };
  }

  #pair(column: number): PairNode {
    const keyNode = this.#key(key, this.#at);
    const colon = keyNode.end + 1;
    const at = this.#skipSpaces(colon);
    if (this.#match(restOfLine, colon) === undefined) return { key: keyNode, value: this.#inline(at, column) };
    this.#endLine(colon);
    if (this.#column > column) return { key: keyNode, value: this.#isItem() ? this.#list() : this.#map() };
    if (this.#column === column && this.#isItem()) return { key: keyNode, value: this.#list() };
    return { key: keyNode, value: nothingAt(at) };
  }

  #key(pattern: RegExp, at: number): ScalarNode {
    const end = this.#match(pattern, at);
    if (end === undefined) throw leaveIt;
    const value = this.#text.slice(at, end);
    if (valueOf(value) !== value) throw leaveIt;
    return { kind: 'scalar', value, style: 'plain', start: at, end };
  }

  #list(): ListNode {
    const column = this.#column;
    const start = this.#at;
    const items: SourceNode[] = [];
    let end = start;
    while (this.#column === column && this.#isItem()) {
      const item = this.#item(column);
      items.push(item);
      end = item.end;
    }
    if (this.#column > column) throw leaveIt;
    return { kind: 'list', start, end, items };
  }

  #item(column: number): SourceNode {
    const dash = this.#at;
    const at = this.#skipSpaces(dash + 1);
    if (this.#match(restOfLine, dash + 1) !== undefined) {
      this.#endLine(dash + 1);
      if (this.#column <= column) return nothingAt(at);
      return this.#isItem() ? this.#list() : this.#map();
    }
    if (this.#match(key, at) === undefined) return this.#inline(at, column);
    // `- name: x`: a mapping that begins on the line of its dash.
    this.#column = column + at - dash;
    this.#at = at;
    return this.#map();
  }

  /** True for `- `. */
  #isItem(): boolean {
    if (this.#text.charCodeAt(this.#at) !== 45) return false;
    const next = this.#text.charCodeAt(this.#at + 1);
    return next === 32 || next === 10 || next === 13 || Number.isNaN(next);
  }

  /** A value that ends on the line it begins on. */
  #inline(at: number, column: number): SourceNode {
    const first = this.#text[at];
    const node = first === '{' || first === '[' || first === '"' || first === "'" ? this.#flow(at) : this.#plain(at);
    this.#endLine(node.end);
    // What is indented more would go on with the value.
    if (this.#column > column) throw leaveIt;
    return node;
  }

  #plain(at: number): ScalarNode {
    if (this.#match(plainStart, at) === undefined) throw leaveIt;
    const text = this.#text;
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const comment = text.slice(at, end).indexOf(' #');
    if (comment >= 0) end = at + comment;
    while (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 13) end--;
    const source = text.slice(at, end);
    if (source.includes(': ') || source.endsWith(':')) throw leaveIt;
    return plainScalar(source, at);
  }

  #flow(at: number): SourceNode {
    const first = this.#text[at];
    if (first === '{') return this.#flowMap(at);
    if (first === '[') return this.#flowList(at);
    if (first === '"' || first === "'") {
      quoted.lastIndex = at;
      const match = quoted.exec(this.#text);
      if (!match) throw leaveIt;
      const value = match[1] ?? match[2] ?? '';
      return { kind: 'scalar', value, style: 'quoted', start: at, end: quoted.lastIndex };
    }
    const end = this.#match(flowPlain, at);
    if (end === undefined) throw leaveIt;
    return plainScalar(this.#text.slice(at, end).trimEnd(), at);
  }

  #flowMap(start: number): MapNode {
    const pairs: PairNode[] = [];
    let at = this.#skipSpaces(start + 1);
    while (this.#text[at] !== '}') {
      const keyNode = this.#key(flowKey, at);
      const value = this.#flow(this.#skipSpaces(keyNode.end + 1));
      pairs.push({ key: keyNode, value });
      at = this.#afterItem(value.end, '}');
    }
    return { kind: 'map', start, end: at + 1, pairs };
  }

  #flowList(start: number): ListNode {
    const items: SourceNode[] = [];
    let at = this.#skipSpaces(start + 1);
    while (this.#text[at] !== ']') {
      const item = this.#flow(at);
      items.push(item);
      at = this.#afterItem(item.end, ']');
    }
    return { kind: 'list', start, end: at + 1, items };
  }

  /** Offset of the next item, or of what closes the collection. */
  #afterItem(end: number, closing: string): number {
    const at = this.#skipSpaces(end);
    if (this.#text[at] === closing) return at;
    if (this.#text[at] !== ',') throw leaveIt;
    const next = this.#skipSpaces(at + 1);
    if (this.#text[next] === closing) throw leaveIt;
    return next;
  }

  #skipSpaces(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === 32) at++;
    return at;
  }

  /** Where the pattern ends when it matches at an offset. */
  #match(pattern: RegExp, at: number): number | undefined {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : undefined;
  }
}

function nothingAt(at: number): ScalarNode {
  return { kind: 'scalar', value: null, style: 'none', start: at, end: at };
}

function plainScalar(source: string, start: number): ScalarNode {
  const value = valueOf(source);
  if (value === undefined) throw leaveIt;
  return { kind: 'scalar', value, style: 'plain', start, end: start + source.length };
}

const word = /^[A-Za-z_/$(]/;
const spelledOut = /^(?:true|false|null)$/i;
const simpleNumber = /^(?:0|-?[1-9][0-9]{0,14}|-?[0-9]{1,10}\.[0-9]{1,10})$/;
const likeNumber = /^[-+]?(?:[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]*)?|0[ox].*|\.(?:inf|nan))$/i;

/** What a plain word means in the core schema of YAML 1.2; undefined when it takes a closer look. */
function valueOf(source: string): ScalarNode['value'] | undefined {
  if (source === 'true') return true;
  if (source === 'false') return false;
  if (source === 'null' || source === '~') return null;
  if (word.test(source)) return spelledOut.test(source) ? undefined : source;
  if (simpleNumber.test(source)) return Number(source);
  return likeNumber.test(source) ? undefined : source;
}
