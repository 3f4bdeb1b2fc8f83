import { setOwn } from '../schema/own-property.ts';
import type { Json, JsonPath } from '../schema/json-schema.ts';
import type { AnchorPlace, AnchorTable } from './anchors.ts';
import { readSlice } from './read-slice.ts';
import type { Slice, SliceProblem, Span } from './slice.ts';
import {
  isMergeKey,
  keyText,
  type AliasNode,
  type AnchoredNode,
  type ListNode,
  type MapNode,
  type ScalarNode,
  type SourceNode,
} from './source-node.ts';

/** As many as the YAML library allows: more is an attack or a mistake. */
export const maxAliasCount = 100;

/** Of one slice: nobody reads more, and an editor has to draw them. */
const maxProblems = 1000;

/** What an alias needs of the document around its slice. */
export interface DocumentScope {
  readonly anchors: AnchorTable;
  /** True when `a` stands before `b`. */
  isBefore(a: Slice, b: Slice): boolean;
}

/** A value as a reader sees it: aliases followed, and a span in the slice being read all the same. */
export interface View {
  readonly node: AnchoredNode;
  /** Where the value stands; for one that an alias brought in, the alias. */
  readonly span: Span;
  /** The slice that holds `node`: another one than the one being read when an alias led there. */
  readonly home: Slice;
  /** Set inside of what an alias brought in: spans in there are all the alias's. */
  readonly alias: Span | undefined;
  /** Anchored nodes that are open, to notice one that holds itself. */
  readonly trail: readonly AnchoredNode[];
}

export interface MapView extends View {
  readonly node: MapNode;
}

export interface PairView {
  readonly key: string;
  readonly keySpan: Span;
  /** The key and its value. */
  readonly span: Span;
  readonly value: View;
}

export function isMapView(view: View): view is MapView {
  return view.node.kind === 'map';
}

export function isEmpty(view: View): boolean {
  return view.node.kind === 'scalar' && view.node.value === null;
}

/** True where a person has yet to write something; an alias that leads nowhere is a problem of its own. */
export function isLeftOpen(view: View): boolean {
  return isEmpty(view) && view.alias === undefined;
}

const nothing = { kind: 'scalar', value: null, style: 'none' } as const;

/**
 * Reads the values of one slice, following aliases and merges through the whole document.
 * Faults become problems, never exceptions; each slice has its own reader.
 */
export class SliceReader {
  readonly slice: Slice;
  readonly problems: SliceProblem[] = [];
  /** True once an alias led out of the slice, so that what was read depends on other slices. */
  leftSlice = false;
  readonly #follow: (alias: AliasNode, home: Slice) => AnchorPlace | undefined;
  /** What aliases led to. */
  readonly #followed = new Map<AliasNode, AnchorPlace | undefined>();
  #aliases = 0;
  #aliasProblem = false;

  private constructor(slice: Slice, follow: (alias: AliasNode, home: Slice) => AnchorPlace | undefined) {
    this.slice = slice;
    this.#follow = follow;
  }

  static for(slice: Slice, scope: DocumentScope): SliceReader {
    const reader: SliceReader = new SliceReader(slice, (alias, home) => {
      const local = localAnchor(alias, home);
      if (local) return local;
      reader.leftSlice = true;
      return scope.anchors.places(alias.name).findLast((place) => scope.isBefore(place.slice, home));
    });
    return reader;
  }

  /**
   * A way to go through what was read once more, later: it remembers where aliases led instead of
   * holding on to the state of the document that told.
   */
  again(): () => SliceReader {
    const { slice } = this;
    if (this.#followed.size === 0) return () => new SliceReader(slice, () => undefined);
    const followed = this.#followed;
    return () => new SliceReader(slice, (alias) => followed.get(alias));
  }

  /** The top of the slice; undefined when there is no content. */
  root(): View | undefined {
    const { root } = readSlice(this.slice);
    return root && this.#open(root, this.slice, undefined, []);
  }

  /** Aliases are counted for each entry: a long file may use as many as it likes, one entry may not. */
  beginEntry(): void {
    this.#aliases = 0;
    this.#aliasProblem = false;
  }

  /** The pairs of a mapping with merges in place. A key that is written twice is a problem, and its first place counts. */
  pairs(view: MapView): readonly PairView[] {
    const own = new Map<string, PairView>();
    const merged = new Map<string, PairView>();
    for (const pair of view.node.pairs) {
      const value = this.#open(pair.value, view.home, view.alias, view.trail);
      if (isMergeKey(pair.key)) this.#merge(value, merged);
      else this.#addOwn(own, pair.key, value, view);
    }
    if (merged.size === 0) return [...own.values()];
    for (const [key, pair] of own) merged.set(key, pair);
    return [...merged.values()];
  }

  items(view: View & { readonly node: ListNode }): readonly View[] {
    return view.node.items.map((item) => this.#open(item, view.home, view.alias, view.trail));
  }

  /** The value as JSON. Depth is bounded by the guard, size by the alias count. */
  json(view: View): Json {
    const { node } = view;
    if (node.kind === 'scalar') return node.value;
    if (node.kind === 'list') return this.items({ ...view, node }).map((item) => this.json(item));
    const object: { [key: string]: Json } = {};
    for (const { key, value } of this.pairs({ ...view, node })) setOwn(object, key, this.json(value));
    return object;
  }

  problem(
    span: Span,
    code: string,
    message: string,
    extra: { severity?: SliceProblem['severity']; data?: unknown } = {},
  ): void {
    if (this.problems.length >= maxProblems) return;
    const { severity = 'error', data } = extra;
    this.problems.push({ slice: this.slice, span, severity, code, message, ...(data !== undefined && { data }) });
  }

  #addOwn(own: Map<string, PairView>, key: ScalarNode, value: View, holder: View): void {
    const name = keyText(key);
    const keySpan = holder.alias ?? { start: key.start, end: key.end };
    if (own.has(name)) {
      if (!holder.alias) this.problem(keySpan, 'duplicate-key', `\`${name}\` stands here twice. Remove one of them.`);
      return;
    }
    own.set(name, {
      key: name,
      keySpan,
      value,
      span: { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) },
    });
  }

  #merge(value: View, into: Map<string, PairView>): void {
    const sources = value.node.kind === 'list' ? this.items({ ...value, node: value.node }) : [value];
    for (const source of sources) {
      if (!isMapView(source)) {
        if (!isEmpty(source))
          this.problem(source.span, 'bad-merge', '`<<` takes a mapping, such as `*name` of one with `&name`.');
        continue;
      }
      for (const pair of this.pairs(source)) if (!into.has(pair.key)) into.set(pair.key, pair);
    }
  }

  #open(node: SourceNode, home: Slice, alias: Span | undefined, trail: readonly AnchoredNode[]): View {
    const span = alias ?? { start: node.start, end: node.end };
    if (node.kind !== 'alias') return { node, span, home, alias, trail };
    const target = this.#target(node, home, span, trail);
    if (target === undefined) return { node: { ...nothing, ...span }, span, home, alias: span, trail };
    return { node: target.node, span, home: target.slice, alias: span, trail: [...trail, target.node] };
  }

  #target(alias: AliasNode, home: Slice, span: Span, trail: readonly AnchoredNode[]): AnchorPlace | undefined {
    this.#aliases++;
    if (this.#aliases > maxAliasCount) {
      if (!this.#aliasProblem) this.problem(span, 'yaml-too-many-aliases', tooManyAliases);
      this.#aliasProblem = true;
      return undefined;
    }
    if (!this.#followed.has(alias)) this.#followed.set(alias, this.#follow(alias, home));
    const place = this.#followed.get(alias);
    if (place === undefined) {
      const message = `There is no anchor \`&${alias.name}\` above this line. Define it first, or write the value out.`;
      this.problem(span, 'unknown-anchor', message);
    } else if (trail.includes(place.node) || encloses(place, alias, home)) {
      const message = `\`*${alias.name}\` stands inside the value it stands for. Write the value out.`;
      this.problem(span, 'recursive-alias', message);
      return undefined;
    }
    return place;
  }
}

/** The anchor that an alias means within its own slice. */
function localAnchor(alias: AliasNode, home: Slice): AnchorPlace | undefined {
  let last: AnchoredNode | undefined;
  for (const node of readSlice(home).anchors.get(alias.name) ?? []) {
    if (node.start < alias.start && (!last || node.start > last.start)) last = node;
  }
  return last && { slice: home, node: last };
}

function encloses(place: AnchorPlace, alias: Span, home: Slice): boolean {
  return place.slice === home && place.node.start <= alias.start && alias.end <= place.node.end;
}

const tooManyAliases = `Aliases bring in more than ${maxAliasCount} values here, so they are not followed any further. Write the values out.`;

/**
 * The span of the value at a path below a view, of its key when `part` is `key`.
 *
 * @returns undefined when nothing stands at the path.
 */
export function locateIn(
  reader: SliceReader,
  from: View,
  path: JsonPath,
  part: 'key' | 'value' = 'value',
): Span | undefined {
  let view = from;
  let keySpan: Span | undefined;
  for (const step of path) {
    if (view.node.kind === 'list') {
      const item = typeof step === 'number' ? reader.items({ ...view, node: view.node })[step] : undefined;
      if (!item) return undefined;
      view = item;
      keySpan = undefined;
    } else {
      const pair = isMapView(view) ? reader.pairs(view).find(({ key }) => key === String(step)) : undefined;
      if (!pair) return undefined;
      view = pair.value;
      keySpan = pair.keySpan;
    }
  }
  return part === 'key' ? (keySpan ?? view.span) : view.span;
}
