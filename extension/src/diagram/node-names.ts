import type { Graph, GraphPatch } from '@patchbay/language-server/protocol';

/** The names of the nodes of a graph. */
export function nodeNames(graph: Graph): Set<string> {
  return new Set(graph.nodes.map((node) => node.id));
}

/** Follows patches; the set is changed in place. Answers the names that are new. */
export function followNodeNames(names: Set<string>, patches: readonly GraphPatch[]): string[] {
  const before = new Set(names);
  for (const patch of patches) {
    if (patch.op === 'removeNode') names.delete(patch.id);
    if (patch.op === 'addNode') names.add(patch.node.id);
    if (patch.op !== 'reset') continue;
    names.clear();
    for (const name of nodeNames(patch.graph)) names.add(name);
  }
  return [...names].filter((name) => !before.has(name));
}
