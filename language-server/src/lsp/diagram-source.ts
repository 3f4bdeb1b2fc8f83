import type { Registry } from '../model/registry/registry.ts';
import type { DiagramSource } from './diagrams.ts';
import type { ManifestSession } from './manifest-session.ts';

/** A manifest as its diagram sees it: the graph is built only when it is needed. */
export function diagramSource(session: ManifestSession, registry: Registry): DiagramSource {
  const { manifest } = session;
  return {
    version: manifest.version,
    stale: manifest.broken ? staleReason(session) : undefined,
    graph: () => session.graph(registry),
  };
}

function staleReason(session: ManifestSession): string {
  const first = session.manifest.problems().find((problem) => problem.severity === 'error');
  if (!first) return 'The text does not parse.';
  return `Line ${first.range.start.line + 1}: ${first.message}`;
}
