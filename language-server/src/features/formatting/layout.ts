import { readYaml } from '../../model/yaml/from-yaml.ts';
import { readSlice } from '../../model/yaml/read-slice.ts';
import type { Slice } from '../../model/yaml/slice.ts';
import type { ListNode, MapNode, SourceNode } from '../../model/yaml/source-node.ts';
import { flowSpaces, type Gap } from './flow-spaces.ts';

/**
 * How a slice is laid out well: each level indented alike, one space behind `:` and `-`, flow
 * collections as `{ a: 1 }` and `[1, 2]`. What goes on over several lines moves as a whole, and
 * comments move with the line that they are about.
 *
 * @param column where its keys go.
 * @param step columns by which a level is indented.
 * @returns gaps in the order of the text; undefined when the slice does not parse, or has parts
 *   that nobody lays out by rule, such as `? key`.
 */
export function layoutGaps(slice: Slice, column: number, step: number): Gap[] | undefined {
  const { root, problems } = readSlice(slice);
  if (!root && problems.length === 0) return [];
  const isRead = problems.every(({ severity }) => severity !== 'error');
  if (root?.kind !== 'map' || !isRead || slice.kind === 'rest' || isFlow(root, slice.text)) return undefined;
  const layout = new Layout(slice.text, step);
  try {
    layout.map(root, column);
  } catch (reason) {
    if (reason === leaveIt) return undefined;
    throw reason;
  }
  const gaps = layout.gaps();
  // Most slices are laid out well already.
  return gaps.length === 0 || saysTheSame(slice.text, applied(slice.text, gaps)) ? gaps : undefined;
}

/** The text with other white space. */
export function applied(text: string, gaps: readonly Gap[]): string {
  return gaps.reduceRight((result, gap) => result.slice(0, gap.start) + gap.text + result.slice(gap.end), text);
}

/** Thrown and caught here: the slice has something in it that is better left alone. */
const leaveIt = Symbol('leave it as it is');

class Layout {
  readonly #text: string;
  readonly #step: number;
  /** Offsets of the lines. */
  readonly #lines: number[] = [];
  /** Line → the column at which its content goes. */
  readonly #columns = new Map<number, number>();
  readonly #inside: Gap[] = [];

  constructor(text: string, step: number) {
    this.#text = text;
    this.#step = step;
    for (let start = 0; start <= text.length; start = nextLine(text, start)) this.#lines.push(start);
  }

  /** @param column where its keys go. */
  map({ pairs }: MapNode, column: number): void {
    for (const { key, value } of pairs) {
      if (key.style === 'none') throw leaveIt;
      this.#place(key.start, column);
      const shift = column - this.#columnOf(key.start);
      if (value.kind === 'scalar' && value.style === 'none') continue;
      this.#between(key.end, value.start, /^[ \t]*:[ \t]+$/, ': ');
      this.#value(value, column, shift, this.#lineOf(key.start));
    }
  }

  gaps(): Gap[] {
    this.#placeComments();
    const indents = Array.from(this.#columns, ([line, column]) => {
      const start = this.#startOf(line);
      return { start, end: start + this.#indent(line), text: ' '.repeat(column) };
    });
    return [...indents, ...this.#inside]
      .filter(({ start, end, text }) => this.#text.slice(start, end) !== text)
      .sort((a, b) => a.start - b.start);
  }

  /** @param column of the key or dash that has the value; `shift` is how far that moves. */
  #value(node: SourceNode, column: number, shift: number, ownerLine: number): void {
    const isNested = node.kind === 'map' || node.kind === 'list';
    if (isNested && !isFlow(node, this.#text)) {
      if (node.kind === 'map') this.map(node, column + this.#step);
      else this.#list(node, this.#columnOf(node.start) === column - shift ? column : column + this.#step);
      return;
    }
    const first = this.#lineOf(node.start);
    if (first !== ownerLine && node.kind === 'scalar' && node.style === 'block') throw leaveIt;
    if (first !== ownerLine) this.#place(node.start, column + this.#step);
    const moved = first === ownerLine ? shift : column + this.#step - this.#columnOf(node.start);
    const last = this.#lineOf(Math.max(node.start, node.end - 1));
    for (let line = first + 1; line <= last; line++) {
      if (!this.#isBlank(line)) this.#columns.set(line, Math.max(0, this.#indent(line) + moved));
    }
    if (isNested && first === last) this.#inside.push(...flowSpaces(node, this.#text));
  }

  /** @param column where its dashes go. */
  #list(node: ListNode, column: number): void {
    const before = this.#columnOf(node.start);
    const shift = column - before;
    const dashes = this.#dashes(node, before);
    if (dashes.length !== node.items.length) throw leaveIt;
    for (const [index, item] of node.items.entries()) {
      const dash = dashes[index] ?? node.start;
      this.#place(dash, column);
      if (item.kind === 'scalar' && item.style === 'none') continue;
      this.#between(dash + 1, item.start, /^[ \t]+$/, ' ');
      const isBlock = (item.kind === 'map' || item.kind === 'list') && !isFlow(item, this.#text);
      if (!isBlock) this.#value(item, column, shift, this.#lineOf(dash));
      else if (item.kind === 'map') this.map(item, column + 2);
      else throw leaveIt;
    }
  }

  #dashes({ start, end }: ListNode, column: number): number[] {
    const found: number[] = [];
    for (let line = this.#lineOf(start); line <= this.#lineOf(end); line++) {
      const at = this.#startOf(line) + column;
      if (this.#indent(line) === column && /^-(?:\s|$)/.test(this.#text.slice(at, at + 2))) found.push(at);
    }
    return found;
  }

  /** What begins a line goes to a column; what stands behind a dash goes where that leads. */
  #place(offset: number, column: number): void {
    const line = this.#lineOf(offset);
    const before = this.#text.slice(this.#startOf(line), offset);
    if (/^ *$/.test(before)) this.#columns.set(line, column);
    else if (!/^ *- +$/.test(before)) throw leaveIt;
  }

  #between(start: number, end: number, pattern: RegExp, text: string): void {
    if (pattern.test(this.#text.slice(start, end))) this.#inside.push({ start, end, text });
  }

  /** A comment on its own line goes with the next line that stands as far right, or the last one that does. */
  #placeComments(): void {
    const placed = [...this.#columns].sort(([a], [b]) => a - b);
    for (let line = 0; line < this.#lines.length; line++) {
      if (this.#columns.has(line) || this.#text[this.#startOf(line) + this.#indent(line)] !== '#') continue;
      const indent = this.#indent(line);
      const isAlike = ([other]: readonly [number, number]): boolean => this.#indent(other) === indent;
      const next = placed.find(([other]) => other > line);
      const alike = next && isAlike(next) ? next : placed.findLast((each) => each[0] < line && isAlike(each));
      if (alike) this.#columns.set(line, alike[1]);
    }
  }

  #isBlank(line: number): boolean {
    return this.#text.slice(this.#startOf(line), this.#lines[line + 1]).trim() === '';
  }

  #indent(line: number): number {
    const start = this.#startOf(line);
    let end = start;
    while (this.#text[end] === ' ') end++;
    return end - start;
  }

  #columnOf(offset: number): number {
    return offset - this.#startOf(this.#lineOf(offset));
  }

  #startOf(line: number): number {
    return this.#lines[line] ?? this.#text.length;
  }

  #lineOf(offset: number): number {
    let [low, high] = [0, this.#lines.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function nextLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length + 1 : end + 1;
}

function isFlow({ start }: SourceNode, text: string): boolean {
  return text[start] === '{' || text[start] === '[';
}

/** True when two texts differ in nothing but white space that has no meaning. */
function saysTheSame(before: string, after: string): boolean {
  if (before.replace(/\s/g, '') !== after.replace(/\s/g, '')) return false;
  return meaning(before) === meaning(after);
}

/** Everything that a text says, without its places. */
function meaning(text: string): string {
  const { root, faults } = readYaml(text);
  return JSON.stringify([root, faults.length], (name, value: unknown) =>
    name === 'start' || name === 'end' ? undefined : value,
  );
}
