import type { Graph } from '@patchbay/language-server/protocol';

export interface Chain {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** Everything that `start` depends on and everything that depends on it, with the connections between. */
export function dependencyChain(graph: Graph, start: string): Chain {
  const nodes = new Set<string>([start]);
  const edges = new Set<string>();
  follow(graph, start, 'to', 'from', nodes, edges);
  follow(graph, start, 'from', 'to', nodes, edges);
  return { nodes, edges };
}

function follow(
  graph: Graph,
  start: string,
  near: 'from' | 'to',
  far: 'from' | 'to',
  nodes: Set<string>,
  edges: Set<string>,
): void {
  const byNear = new Map<string, Graph['edges']>();
  for (const edge of graph.edges) {
    const list = byNear.get(edge[near].node);
    if (list) list.push(edge);
    else byNear.set(edge[near].node, [edge]);
  }
  const seen = new Set<string>([start]);
  const queue = [start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const edge of byNear.get(id) ?? []) {
      edges.add(edge.id);
      const next = edge[far].node;
      if (seen.has(next)) continue;
      seen.add(next);
      nodes.add(next);
      queue.push(next);
    }
  }
}
