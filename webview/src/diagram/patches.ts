import type { Graph, GraphPatch } from '@patchbay/language-server/protocol';

/**
 * The graph after `patches`, in order. What did not change keeps its identity, so that only what changed is drawn
 * again. Undefined when a patch does not fit the graph (it updates or removes what is not there): the graphs on both
 * sides differ and the whole state is needed.
 */
export function applyPatches(graph: Graph, patches: readonly GraphPatch[]): Graph | undefined {
  let head = graph;
  let nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  let edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  for (const patch of patches) {
    switch (patch.op) {
      case 'reset':
        head = patch.graph;
        nodes = new Map(head.nodes.map((node) => [node.id, node]));
        edges = new Map(head.edges.map((edge) => [edge.id, edge]));
        break;
      case 'addNode':
        nodes.set(patch.node.id, patch.node);
        break;
      case 'updateNode':
        if (!nodes.has(patch.node.id)) return undefined;
        nodes.set(patch.node.id, patch.node);
        break;
      case 'removeNode':
        if (!nodes.delete(patch.id)) return undefined;
        break;
      case 'addEdge':
        edges.set(patch.edge.id, patch.edge);
        break;
      case 'updateEdge':
        if (!edges.has(patch.edge.id)) return undefined;
        edges.set(patch.edge.id, patch.edge);
        break;
      case 'removeEdge':
        if (!edges.delete(patch.id)) return undefined;
        break;
    }
  }
  return { ...head, nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** What a patch of `next` means for a page that shows `shown`. */
export function judgeRevision(shown: number, next: number): 'apply' | 'old' | 'gap' {
  if (next === shown + 1) return 'apply';
  return next <= shown ? 'old' : 'gap';
}
