import { gap, type LayoutGraph, type Point } from './geometry.ts';

/**
 * A plain layered layout, for when the layout worker cannot start or takes too long: columns by longest path from what
 * depends on nothing, each column ordered by the middle of what its nodes depend on. Linear but for the sorting;
 * survives cycles.
 */
export function layeredLayout(graph: LayoutGraph): Map<string, Point> {
  const columns = columnsOf(graph);
  const providers = providersOf(graph);
  const middles = new Map<string, number>();
  const positions = new Map<string, Point>();
  let x = 0;
  for (const column of columns) {
    const wanted = (id: string) => {
      const ys = providers.get(id)?.flatMap((provider) => middles.get(provider) ?? []) ?? [];
      return ys.length === 0 ? Infinity : ys.reduce((sum, y) => sum + y, 0) / ys.length;
    };
    const order = column
      .map((node) => ({ node, at: wanted(node.id) }))
      .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at));
    let y = 0;
    for (const { node } of order) {
      positions.set(node.id, { x, y });
      middles.set(node.id, y + node.height / 2);
      y += node.height + gap.node;
    }
    x += Math.max(...column.map((node) => node.width)) + gap.column;
  }
  return positions;
}

function providersOf(graph: LayoutGraph): Map<string, string[]> {
  const ids = new Set(graph.nodes.map((node) => node.id));
  const providers = new Map<string, string[]>();
  for (const { from, to } of graph.edges) {
    if (!ids.has(from.node) || !ids.has(to.node) || from.node === to.node) continue;
    const list = providers.get(to.node);
    if (list) list.push(from.node);
    else providers.set(to.node, [from.node]);
  }
  return providers;
}

function columnsOf(graph: LayoutGraph): LayoutGraph['nodes'][number][][] {
  const providers = providersOf(graph);
  const level = new Map<string, number>();
  const open = new Set<string>();
  for (const { id } of graph.nodes) {
    // Iterative, because a chain of thousands would overflow the stack.
    const stack = [id];
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as string;
      if (level.has(top)) {
        stack.pop();
        continue;
      }
      const pending = open.has(top)
        ? []
        : (providers.get(top) ?? []).filter((next) => !level.has(next) && !open.has(next));
      open.add(top);
      if (pending.length > 0) {
        stack.push(...pending);
        continue;
      }
      const levels = (providers.get(top) ?? []).map((next) => level.get(next) ?? -1);
      level.set(top, levels.length === 0 ? 0 : Math.max(...levels) + 1);
      stack.pop();
    }
  }
  const columns: LayoutGraph['nodes'][number][][] = [];
  for (const node of graph.nodes) (columns[level.get(node.id) ?? 0] ??= []).push(node);
  return columns.filter((column) => column !== undefined);
}
