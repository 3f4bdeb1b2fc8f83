import type { GraphNode } from '@patchbay/language-server/protocol';

/** Does every word of `query` occur in `fields`? Case does not matter; an empty query matches all. */
export function matchesWords(query: string, fields: readonly (string | undefined)[]): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = fields
    .filter((field) => field !== undefined)
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Ids of the nodes that a search finds, by name, title, bundle and types; undefined when nothing is searched. */
export function findNodes(nodes: readonly GraphNode[], query: string): ReadonlySet<string> | undefined {
  if (query.trim() === '') return undefined;
  const found = nodes.filter((node) =>
    matchesWords(query, [
      node.id,
      node.title,
      node.type,
      node.bundle?.reference,
      node.bundle?.description,
      ...node.dependencies.flatMap((port) => [port.name, port.type]),
      ...node.resources.flatMap((port) => [port.name, port.type]),
    ]),
  );
  return new Set(found.map((node) => node.id));
}
