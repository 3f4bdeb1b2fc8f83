import type { Span } from './slice.ts';

/**
 * What YAML text says, reduced to what a manifest needs: values and the offsets they stand at.
 * Much smaller than the nodes of the YAML library, so that the trees of a long file can be kept.
 */
export type SourceNode = ScalarNode | MapNode | ListNode | AliasNode;

interface NodeBase extends Span {
  readonly anchor?: string;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** `none`: nothing stands there, as after `key:`. */
  readonly style: 'plain' | 'quoted' | 'block' | 'none';
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly pairs: readonly PairNode[];
}

export interface PairNode {
  readonly key: ScalarNode;
  readonly value: SourceNode;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
}

export interface AliasNode extends Span {
  readonly kind: 'alias';
  readonly name: string;
}

/** The tree of one slice, and what the text around it needs to know. */
export interface SourceTree {
  /** Undefined for text without content. */
  readonly root: SourceNode | undefined;
  /** Every node that has an anchor: an alias means the last one of its name before it. */
  readonly anchors: ReadonlyMap<string, readonly AnchoredNode[]>;
}

export type AnchoredNode = Exclude<SourceNode, AliasNode>;

/** True for the `<<` of a merge. */
export function isMergeKey(key: ScalarNode): boolean {
  return key.value === '<<' && key.style === 'plain';
}

/** A key as text: YAML allows numbers and the like as keys, JSON does not. */
export function keyText(key: ScalarNode): string {
  return String(key.value ?? '');
}
