import type { Graph, GraphEdge, GraphNode } from '../../protocol.ts';
import type { LocatedProblem, ManifestProblems } from '../check/problems.ts';
import type { ComponentSource, ImportedResourceSource, Manifest } from '../manifest/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import { EnvironmentFill } from './environment-fill.ts';
import { Mentions } from './mentions.ts';
import { componentNode, edgesOf, fits, importedNode } from './node.ts';

/** Builds the graphs of successive snapshots of one manifest. */
export interface GraphBuilder {
  /**
   * What the diagram shows of a snapshot. Nodes and edges that look the same as in the graph built
   * before are the same objects, so that `diffGraph` compares by identity.
   */
  build(manifest: Manifest, registry: Registry, problems: ManifestProblems): Graph;
}

interface Built {
  readonly node: GraphNode;
  /** Edges that end at the node; drawn when the node they start at exists. */
  readonly edges: readonly GraphEdge[];
}

/** The graph built last, and what it was built from. */
interface Last {
  readonly manifest: Manifest;
  readonly registry: number;
  readonly problems: ManifestProblems['nodes'];
  readonly sources: readonly ComponentSource[];
  /** By name, in the order of `graph.nodes`. */
  readonly built: Map<string, Built>;
  readonly graph: Graph;
}

const noProblems: readonly LocatedProblem[] = [];

/** A builder keeps the last graph, so each open document needs one of its own. */
export function createGraphBuilder(): GraphBuilder {
  const fill = new EnvironmentFill();
  const mentions = new Mentions();
  let last: Last | undefined;

  const make = (
    name: string,
    source: ComponentSource | ImportedResourceSource,
    registry: Registry,
    problems: readonly LocatedProblem[] = noProblems,
  ): Built => {
    if (!('connections' in source))
      return keep(last?.built.get(name), { node: importedNode(source, problems), edges: [] });
    return keep(last?.built.get(name), {
      node: componentNode(source, registry, problems, mentions.of(name), (slot) => fill.fills(name, slot)),
      edges: edgesOf(source, registry, problems),
    });
  };

  const buildAll = (manifest: Manifest, registry: Registry, problems: ManifestProblems): Last => {
    fill.update(manifest);
    mentions.update(manifest);
    const built = new Map<string, Built>();
    const nodes = [...manifest.components, ...manifest.resources];
    for (const [name, source] of nodes) {
      if (fits(name) && !built.has(name)) built.set(name, make(name, source, registry, problems.nodes.get(name)));
    }
    const sources = [...manifest.components.values()];
    return {
      manifest,
      registry: registry.revision,
      problems: problems.nodes,
      sources,
      built,
      graph: assemble(manifest, built),
    };
  };

  /** What a keystroke costs: the nodes of the names given, and one pass over lists. */
  const buildSome = (
    before: Last,
    names: ReadonlySet<string>,
    manifest: Manifest,
    registry: Registry,
    problems: ManifestProblems,
  ): Last => {
    const changed = new Map<string, Built>();
    for (const name of names) {
      const source = manifest.components.get(name) ?? manifest.resources.get(name);
      const known = before.built.get(name);
      const built = known && source && make(name, source, registry, problems.nodes.get(name));
      if (built && (built.node !== known.node || built.edges !== known.edges)) changed.set(name, built);
    }
    for (const [name, built] of changed) before.built.set(name, built);
    const sources = [...manifest.components.values()];
    const graph = changed.size === 0 ? before.graph : assemble(manifest, before.built);
    return { ...before, manifest, problems: problems.nodes, sources, graph };
  };

  return {
    build(manifest, registry, problems) {
      const names =
        last && last.registry === registry.revision ? changedNames(last, manifest, problems, mentions) : undefined;
      last =
        last && names ? buildSome(last, names, manifest, registry, problems) : buildAll(manifest, registry, problems);
      const heading = headingOf(manifest);
      if (!sameHeading(heading, last.graph))
        last = { ...last, graph: { ...heading, nodes: last.graph.nodes, edges: last.graph.edges } };
      return last.graph;
    },
  };
}

/**
 * The names whose nodes may have changed; undefined when more than single nodes have: which nodes
 * there are, what connections name, or what environments fill.
 */
function changedNames(
  last: Last,
  manifest: Manifest,
  problems: ManifestProblems,
  mentions: Mentions,
): ReadonlySet<string> | undefined {
  if (last.sources.length !== manifest.components.size) return undefined;
  if (!sameValues(last.manifest.resources, manifest.resources)) return undefined;
  if (!sameValues(last.manifest.environments, manifest.environments)) return undefined;
  const names = new Set<string>();
  let index = 0;
  for (const source of manifest.components.values()) {
    const before = last.sources[index++];
    if (source === before) continue;
    const name = source.name.value;
    if (name !== before?.name.value || mentions.keyOf(source) !== mentions.keyOf(before)) return undefined;
    names.add(name);
  }
  if (problems.nodes === last.problems) return names;
  for (const [name, list] of problems.nodes) if (last.problems.get(name) !== list) names.add(name);
  for (const name of last.problems.keys()) if (!problems.nodes.has(name)) names.add(name);
  return names;
}

function sameValues<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  const others = b.values();
  for (const value of a.values()) if (others.next().value !== value) return false;
  return true;
}

/** Takes the objects built before where they say the same. */
function keep(known: Built | undefined, made: Built): Built {
  if (!known) return made;
  const node = sameShape(known.node, made.node) ? known.node : made.node;
  const edges = made.edges.map((edge) => known.edges.find((other) => sameShape(other, edge)) ?? edge);
  const same = edges.length === known.edges.length && edges.every((edge, index) => edge === known.edges[index]);
  return { node, edges: same ? known.edges : edges };
}

/** Both were made by the same code, so equal values have equal text. */
function sameShape(a: GraphNode | GraphEdge, b: GraphNode | GraphEdge): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

type Heading = Pick<Graph, 'project' | 'environments'>;

function assemble(manifest: Manifest, built: ReadonlyMap<string, Built>): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const { node, edges: incoming } of built.values()) {
    nodes.push(node);
    for (const edge of incoming) if (built.has(edge.from.node)) edges.push(edge);
  }
  return { ...headingOf(manifest), nodes, edges };
}

function headingOf(manifest: Manifest): Heading {
  const project = manifest.project?.name.value;
  const environments = [...manifest.environments.values()]
    .filter((environment) => fits(environment.name.value))
    .map((environment) => ({ name: environment.name.value, protected: environment.protected }));
  return { ...(project !== undefined && { project }), environments };
}

/** True when two graphs, or what stands above them, have the same project and environments. */
export function sameHeading(a: Heading, b: Heading): boolean {
  return (
    a.project === b.project &&
    a.environments.length === b.environments.length &&
    a.environments.every((environment, index) => {
      const other = b.environments[index];
      return environment.name === other?.name && environment.protected === other.protected;
    })
  );
}
