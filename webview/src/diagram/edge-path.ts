import type { Point } from '../layout/geometry.ts';

/** Further from where a route starts or ends, a port is not the one that the route was made for. */
const tolerance = 10;

/**
 * The path of a connection along the way that the layout kept free for it: straight past nodes, curved between
 * columns. Undefined when there is no such way, or no longer: one of its ends was moved.
 */
export function routedPath(route: readonly Point[] | undefined, source: Point, target: Point): string | undefined {
  const [start, end] = [route?.[0], route?.at(-1)];
  if (!route || !start || !end || !isNear(start, source) || !isNear(end, target)) return undefined;
  let path = `M${source.x},${source.y}`;
  let from = source;
  for (const bend of [...route.slice(1, -1), target]) {
    const to = { x: bend.x, y: level(bend.y, source.y, target.y) };
    const middle = (from.x + to.x) / 2;
    path += from.y === to.y ? ` L${to.x},${to.y}` : ` C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`;
    from = to;
  }
  return path;
}

/** Places are whole numbers and bends are not: without this, a line would have a kink where it meets its port. */
function level(y: number, ...ends: readonly number[]): number {
  return ends.find((end) => Math.abs(end - y) < 2) ?? y;
}

function isNear(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) <= tolerance && Math.abs(a.y - b.y) <= tolerance;
}
