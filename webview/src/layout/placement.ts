import { bounds, gap, overlaps, type Box, type LayoutGraph, type LayoutNode, type Point } from './geometry.ts';

/**
 * A free place for one new node among `placed`: right of what it depends on, else left of what depends on it, else
 * near `near`, else below everything. Moves nothing.
 */
export function placeNode(node: LayoutNode, graph: LayoutGraph, placed: ReadonlyMap<string, Box>, near?: Point): Point {
  const wanted =
    besideNeighbours(node, graph, placed) ?? (near && { x: near.x - node.width / 2, y: near.y - node.height / 2 });
  return freeSpot(node, wanted ?? belowAll(placed), placed);
}

/**
 * Places all nodes of `graph` that `placed` lacks, what is depended upon first, so that chains of new nodes line up.
 * Returns the new places only.
 */
export function placeMissing(graph: LayoutGraph, placed: ReadonlyMap<string, Box>, near?: Point): Map<string, Point> {
  const boxes = new Map(placed);
  const found = new Map<string, Point>();
  let waiting = graph.nodes.filter((node) => !placed.has(node.id));
  while (waiting.length > 0) {
    const ids = new Set(waiting.map((node) => node.id));
    const blocked = new Set(
      graph.edges
        .filter((edge) => ids.has(edge.from.node) && edge.from.node !== edge.to.node)
        .map((edge) => edge.to.node),
    );
    const ready = waiting.filter((node) => !blocked.has(node.id));
    // A cycle leaves none: then any order does.
    const batch = ready.length > 0 ? ready : waiting;
    for (const node of batch) {
      const point = placeNode(node, graph, boxes, near);
      found.set(node.id, point);
      boxes.set(node.id, { ...point, width: node.width, height: node.height });
    }
    const done = new Set(batch.map((node) => node.id));
    waiting = waiting.filter((node) => !done.has(node.id));
  }
  return found;
}

/**
 * The positions of nodes that were renamed: when one node goes and one of the same shape comes, it is the same node
 * under another name.
 */
export function renamed(
  before: readonly LayoutNode[],
  after: readonly LayoutNode[],
): { from: string; to: string } | undefined {
  const beforeIds = new Set(before.map((node) => node.id));
  const afterIds = new Set(after.map((node) => node.id));
  const gone = before.filter((node) => !afterIds.has(node.id));
  const come = after.filter((node) => !beforeIds.has(node.id));
  const [from, to] = [gone[0], come[0]];
  if (gone.length !== 1 || come.length !== 1 || !from || !to) return undefined;
  return portNames(from) === portNames(to) ? { from: from.id, to: to.id } : undefined;
}

function portNames(node: LayoutNode): string {
  return JSON.stringify(node.ports.map((port) => [port.side, port.port]));
}

function besideNeighbours(node: LayoutNode, graph: LayoutGraph, placed: ReadonlyMap<string, Box>): Point | undefined {
  const boxesOf = (ids: string[]) => ids.flatMap((id) => placed.get(id) ?? []);
  const providers = boxesOf(graph.edges.filter((edge) => edge.to.node === node.id).map((edge) => edge.from.node));
  const users = boxesOf(graph.edges.filter((edge) => edge.from.node === node.id).map((edge) => edge.to.node));
  if (providers.length > 0) {
    return {
      x: Math.max(...providers.map((box) => box.x + box.width)) + gap.column,
      y: middle(providers) - node.height / 2,
    };
  }
  if (users.length > 0) {
    return { x: Math.min(...users.map((box) => box.x)) - gap.column - node.width, y: middle(users) - node.height / 2 };
  }
  return undefined;
}

function middle(boxes: readonly Box[]): number {
  return boxes.reduce((sum, box) => sum + box.y + box.height / 2, 0) / boxes.length;
}

function belowAll(placed: ReadonlyMap<string, Box>): Point {
  const all = bounds(placed.values());
  return all ? { x: all.x, y: all.y + all.height + gap.node } : { x: 0, y: 0 };
}

/** The nearest free place above or below `wanted`, else below everything. */
export function freeSpot(
  node: Pick<LayoutNode, 'width' | 'height'>,
  wanted: Point,
  placed: ReadonlyMap<string, Box>,
): Point {
  const boxes = [...placed.values()];
  const x = Math.round(wanted.x);
  const isFree = (y: number) =>
    !boxes.some((box) => overlaps({ x, y, width: node.width, height: node.height }, box, gap.node / 2));
  const step = 24;
  for (let distance = 0; distance <= 60 * step; distance += step) {
    for (const y of [Math.round(wanted.y) + distance, Math.round(wanted.y) - distance]) if (isFree(y)) return { x, y };
  }
  return { x, y: Math.round(belowAll(placed).y) };
}
