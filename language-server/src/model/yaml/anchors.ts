import { readSlice } from './read-slice.ts';
import type { Slice } from './slice.ts';
import type { AnchoredNode } from './source-node.ts';

/** An anchored node and the slice it stands in. */
export interface AnchorPlace {
  readonly slice: Slice;
  readonly node: AnchoredNode;
}

/**
 * The anchors of a whole document, for aliases that refer to another slice. The same object for as
 * long as no slice with an anchor comes or goes: what was read through it stays true that long.
 */
export interface AnchorTable {
  /** Every place that defines the name, in file order. */
  places(name: string): readonly AnchorPlace[];
}

export function mayDefineAnchors(slice: Slice): boolean {
  return slice.text.includes('&');
}

export function createAnchorTable(slices: readonly Slice[]): AnchorTable {
  const defining = slices.filter(mayDefineAnchors);
  let byName: Map<string, AnchorPlace[]> | undefined;
  return {
    places(name) {
      byName ??= collect(defining);
      return byName.get(name) ?? [];
    },
  };
}

function collect(slices: readonly Slice[]): Map<string, AnchorPlace[]> {
  const byName = new Map<string, AnchorPlace[]>();
  for (const slice of slices) {
    for (const [name, nodes] of readSlice(slice).anchors) {
      const places = byName.get(name) ?? [];
      // Children are listed before what holds them; an alias goes by where the anchor stands.
      for (const node of nodes.toSorted((a, b) => a.start - b.start)) places.push({ slice, node });
      byName.set(name, places);
    }
  }
  return byName;
}
