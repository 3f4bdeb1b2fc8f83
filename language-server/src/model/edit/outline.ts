import {
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { SourceText } from './source-text.ts';

interface Placed {
  /** Offset in the whole text, where the value begins, with its anchor and tag. */
  readonly start: number;
  /** Offset after the last character that is not a line break or a comment. */
  readonly end: number;
  /** Where the text to replace begins: after an anchor, before a tag. */
  readonly contentStart: number;
  readonly anchor?: string;
}

export interface ScalarOutline extends Placed {
  readonly kind: 'scalar';
  readonly style: 'plain' | 'single' | 'double' | 'block';
  readonly value: unknown;
}

export interface AliasOutline extends Placed {
  readonly kind: 'alias';
}

/** An entry of a map or an item of a sequence. */
export interface Member {
  readonly start: number;
  readonly end: number;
  /** Offset after the `:` or the `-`; undefined in a flow collection that has none. */
  readonly lead?: number | undefined;
  readonly value?: Outline | undefined;
}

export interface Entry extends Member {
  /** Undefined for a key that is not a plain name, such as an alias or a map. */
  readonly key: string | undefined;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly keyStyle: ScalarOutline['style'];
}

interface Collection extends Placed {
  readonly flow: boolean;
}

export interface MapOutline extends Collection {
  readonly kind: 'map';
  readonly members: readonly Entry[];
}

export interface SequenceOutline extends Collection {
  readonly kind: 'sequence';
  readonly members: readonly Member[];
}

/** What edits need to know of a piece of YAML: values, and where each stands in the whole text. */
export type Outline = ScalarOutline | AliasOutline | MapOutline | SequenceOutline;

/**
 * Reads a piece of a file.
 * @param text whole lines that can be parsed alone
 * @param base offset of the piece in the whole text
 * @returns undefined when the piece is empty or does not parse
 */
export function readOutline(text: string, base: number): Outline | undefined {
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, merge: false, logLevel: 'silent' });
  if (document.errors.length > 0 || !document.contents) return undefined;
  return outlineOf(document.contents as Node, [], base);
}

/** The entry of a map that has a key; the first when there are more. */
export function entryOf(outline: Outline | undefined, key: string): Entry | undefined {
  return outline?.kind === 'map' ? outline.members.find((entry) => entry.key === key) : undefined;
}

/** True for a value that is not there, or `null`, or an empty collection. */
export function isVoid(outline: Outline | undefined): boolean {
  if (!outline) return true;
  if (outline.kind === 'scalar') return outline.value === null;
  return outline.kind !== 'alias' && outline.members.length === 0;
}

/** The plain value; undefined when an alias is in it, for its value is not in this piece. */
export function valueOf(outline: Outline | undefined): unknown {
  if (!outline) return null;
  if (outline.kind === 'scalar') return outline.value;
  if (outline.kind === 'alias') return undefined;
  if (outline.kind === 'sequence') return outline.members.map((member) => valueOf(member.value));
  return Object.fromEntries(outline.members.map((entry) => [entry.key, valueOf(entry.value)]));
}

/** Names of the anchors that a value defines. */
export function anchorsIn(outline: Outline | undefined): string[] {
  if (!outline) return [];
  const own = outline.anchor === undefined ? [] : [outline.anchor];
  if (outline.kind === 'scalar' || outline.kind === 'alias') return own;
  return [...own, ...outline.members.flatMap((member) => anchorsIn(member.value))];
}

function outlineOf(node: Node, before: readonly CST.SourceToken[], base: number): Outline {
  const token = node.srcToken;
  const properties = before.filter((item) => item.type === 'anchor' || item.type === 'tag');
  const offset = token?.offset ?? node.range?.[0] ?? 0;
  const start = base + (properties[0]?.offset ?? offset);
  const anchor = !isAlias(node) && node.anchor ? { anchor: node.anchor } : {};
  const tagged = properties.some((item) => item.type === 'tag');
  const placed = { start, contentStart: tagged ? start : base + offset, ...anchor };
  if (isAlias(node)) return { kind: 'alias', ...placed, end: base + offset + node.source.length + 1 };
  if (isMap(node)) return { kind: 'map', ...placed, ...mapOf(node, base) };
  if (isSeq(node)) return { kind: 'sequence', ...placed, ...sequenceOf(node, base) };
  return {
    kind: 'scalar',
    ...placed,
    end: base + scalarEnd(token, offset),
    style: scalarStyle(token),
    value: isScalar(node) ? node.value : undefined,
  };
}

function mapOf(node: YAMLMap, base: number): Pick<MapOutline, 'flow' | 'members' | 'end'> {
  const members = (node.items as Pair<Node, Node | null>[]).flatMap((pair) => entryOutline(pair, base) ?? []);
  return { flow: node.flow === true, members, end: collectionEnd(node, members, base) };
}

function sequenceOf(node: YAMLSeq, base: number): Pick<SequenceOutline, 'flow' | 'members' | 'end'> {
  const tokens = (node.srcToken as CST.BlockSequence | CST.FlowCollection | undefined)?.items ?? [];
  const members = (node.items as (Node | Pair<Node, Node | null>)[]).flatMap((item, index) => {
    const token = tokens[index];
    return token ? [itemOutline(item, token, base)] : [];
  });
  return { flow: node.flow === true, members, end: collectionEnd(node, members, base) };
}

function collectionEnd(node: YAMLMap | YAMLSeq, members: readonly Member[], base: number): number {
  const token = node.srcToken;
  if (token?.type === 'flow-collection') {
    const close = token.end.find((item) => item.type === 'flow-map-end' || item.type === 'flow-seq-end');
    if (close) return base + close.offset + 1;
  }
  return members.at(-1)?.end ?? base + (node.range?.[1] ?? 0);
}

function entryOutline(pair: Pair<Node, Node | null>, base: number): Entry | undefined {
  const token = pair.srcToken;
  if (!token) return undefined;
  const lead = token.sep?.find((item) => item.type === 'map-value-ind');
  const keyOffset = token.key?.offset ?? lead?.offset ?? 0;
  const keyEnd = token.key ? scalarEnd(token.key, keyOffset) : keyOffset;
  const value = token.value && pair.value ? outlineOf(pair.value, afterLead(token.sep, lead), base) : undefined;
  return {
    key: isScalar(pair.key) && (!token.key || token.key.type !== 'block-scalar') ? keyText(pair.key) : undefined,
    keyStart: base + keyOffset,
    keyEnd: base + keyEnd,
    keyStyle: scalarStyle(token.key),
    start: base + (firstSignificant(token.start) ?? keyOffset),
    end: value?.end ?? base + (lastSignificantEnd(token.sep) ?? keyEnd),
    ...(lead && { lead: base + lead.offset + 1 }),
    ...(value && { value }),
  };
}

function itemOutline(item: Node | Pair<Node, Node | null>, token: CST.CollectionItem, base: number): Member {
  const dash = token.start.find((part) => part.type === 'seq-item-ind');
  // `[a: 1]` is a list of one-entry maps: no edit goes inside such an item, it is replaced whole.
  if ('key' in item) {
    const entry = entryOutline(item, base);
    return { start: entry?.start ?? base, end: entry?.end ?? base };
  }
  const value = token.value ? outlineOf(item, afterLead(token.start, dash), base) : undefined;
  const start = base + (firstSignificant(token.start) ?? token.value?.offset ?? 0);
  return {
    start,
    end: value?.end ?? base + (lastSignificantEnd(token.start) ?? start - base),
    ...(dash && { lead: base + dash.offset + 1 }),
    ...(value && { value }),
  };
}

/** The tokens between an indicator and the value. */
function afterLead(tokens: readonly CST.SourceToken[] | undefined, lead: CST.SourceToken | undefined) {
  if (!tokens) return [];
  return lead ? tokens.slice(tokens.indexOf(lead) + 1) : tokens;
}

function isSignificant(token: CST.SourceToken): boolean {
  return !['space', 'newline', 'comment', 'comma', 'byte-order-mark'].includes(token.type);
}

function firstSignificant(tokens: readonly CST.SourceToken[]): number | undefined {
  return tokens.find(isSignificant)?.offset;
}

function lastSignificantEnd(tokens: readonly CST.SourceToken[] | undefined): number | undefined {
  const last = tokens?.findLast(isSignificant);
  return last && last.offset + last.source.length;
}

function keyText(key: { value: unknown; source?: string | undefined }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function scalarStyle(token: CST.Token | null | undefined): ScalarOutline['style'] {
  if (token?.type === 'single-quoted-scalar') return 'single';
  if (token?.type === 'double-quoted-scalar') return 'double';
  return token?.type === 'block-scalar' ? 'block' : 'plain';
}

function scalarEnd(token: CST.Token | undefined, offset: number): number {
  if (token?.type === 'block-scalar') return blockScalarEnd(token);
  const scalars = ['scalar', 'single-quoted-scalar', 'double-quoted-scalar'];
  return token && scalars.includes(token.type) ? offset + (token as CST.FlowScalar).source.length : offset;
}

/** White space after the last line belongs to the scalar only when its header says so (`+`). */
function blockScalarEnd(token: CST.BlockScalar): number {
  const properties = token.props as readonly CST.SourceToken[];
  const header = properties.findLast((part) => part.type === 'block-scalar-header');
  const last = properties.at(-1);
  const bodyStart = last ? last.offset + last.source.length : token.offset;
  const keepsBlankLines = header?.source.includes('+') ?? false;
  const length = keepsBlankLines ? token.source.replace(/\r?\n$/, '').length : token.source.trimEnd().length;
  if (length > 0) return bodyStart + length;
  return header ? header.offset + header.source.length : bodyStart;
}

/** Column at which the members of a block collection stand; undefined for anything else. */
export function indentOfMembers(source: SourceText, outline: Outline | undefined): number | undefined {
  if (outline?.kind !== 'map' && outline?.kind !== 'sequence') return undefined;
  const first = outline.members[0];
  return first && !outline.flow ? source.column(first.start) : undefined;
}
