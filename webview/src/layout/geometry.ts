export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node's place and size, in diagram units. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** What the layout needs to know of a graph. */
export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly ports: readonly {
    readonly side: 'dependency' | 'resource';
    readonly port: string;
    readonly x: number;
    readonly y: number;
  }[];
}
export interface LayoutEdge {
  readonly from: { readonly node: string; readonly port: string };
  readonly to: { readonly node: string; readonly port: string };
}
export interface LayoutGraph {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
}

/** Where a layout puts nodes, and the way it kept free for each connection: start, bends, end. */
export interface Arrangement {
  readonly positions: ReadonlyMap<string, Point>;
  readonly routes: ReadonlyMap<string, readonly Point[]>;
}

/** The key of a connection's route: a slot takes one connection. */
export function routeKey(edge: Pick<LayoutEdge, 'to'>): string {
  return JSON.stringify([edge.to.node, edge.to.port]);
}

/** Space that stays free between two nodes above each other, and between two columns. */
export const gap = { node: 36, column: 96 } as const;

/** Do two boxes come nearer than `margin`? */
export function overlaps(a: Box, b: Box, margin: number): boolean {
  return (
    a.x < b.x + b.width + margin &&
    b.x < a.x + a.width + margin &&
    a.y < b.y + b.height + margin &&
    b.y < a.y + a.height + margin
  );
}

/** The smallest box around `boxes`; undefined when there are none. */
export function bounds(boxes: Iterable<Box>): Box | undefined {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return left === Infinity ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}
