import type { Graph, GraphEdge, GraphNode, GraphPatch } from '../../protocol.ts';
import { sameHeading } from './build.ts';

/**
 * What turns one graph into another. Nodes and edges are compared by identity, so both graphs must
 * come from one builder; their order does not count. A change of project or environments, which no
 * single patch can say, sends the whole graph.
 */
export function diffGraph(before: Graph, after: Graph): GraphPatch[] {
  if (before === after) return [];
  if (!sameHeading(before, after)) return [{ op: 'reset', graph: after }];
  const nodes = diffById(before.nodes, after.nodes);
  const edges = diffById(before.edges, after.edges);
  return [
    ...edges.removed.map(({ id }): GraphPatch => ({ op: 'removeEdge', id })),
    ...nodes.removed.map(({ id }): GraphPatch => ({ op: 'removeNode', id })),
    ...nodes.added.map((node): GraphPatch => ({ op: 'addNode', node })),
    ...nodes.changed.map((node): GraphPatch => ({ op: 'updateNode', node })),
    ...edges.added.map((edge): GraphPatch => ({ op: 'addEdge', edge })),
    ...edges.changed.map((edge): GraphPatch => ({ op: 'updateEdge', edge })),
  ];
}

interface Difference<T> {
  readonly added: readonly T[];
  readonly changed: readonly T[];
  readonly removed: readonly T[];
}

function diffById<T extends GraphNode | GraphEdge>(before: readonly T[], after: readonly T[]): Difference<T> {
  if (before === after) return { added: [], changed: [], removed: [] };
  // Most edits leave the ends of the lists alone: only the part between is looked up by id.
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;

  const left = new Map(before.slice(head, before.length - tail).map((item) => [item.id, item]));
  const added: T[] = [];
  const changed: T[] = [];
  for (const item of after.slice(head, after.length - tail)) {
    const known = left.get(item.id);
    left.delete(item.id);
    if (!known) added.push(item);
    else if (known !== item) changed.push(item);
  }
  return { added, changed, removed: [...left.values()] };
}
