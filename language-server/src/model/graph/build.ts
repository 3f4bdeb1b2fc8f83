import type { Graph, GraphEdge, GraphNode } from '../../protocol.ts';
import type { ManifestProblems, LocatedProblem } from '../check/problems.ts';
import type { ComponentSource, ImportedResourceSource, Manifest } from '../manifest/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import { EnvironmentFill } from './environment-fill.ts';
import { edgesOf, fits, importedNode, componentNode } from './node.ts';
import { Mentions } from './mentions.ts';

/** Builds the graphs of successive snapshots of one manifest. */
export interface GraphBuilder {
  /**
   * What the diagram shows of a snapshot. Nodes and edges that look the same as in the graph built
   * before are the same objects, so that `diffGraph` compares by identity.
   */
  build(manifest: Manifest, registry: Registry, problems: ManifestProblems): Graph;
}

/** Everything that a component's node and edges are made from; equal inputs give the kept result. */
interface Inputs {
  readonly source: ComponentSource | ImportedResourceSource;
  readonly registry: number;
  readonly problems: readonly LocatedProblem[];
  readonly filled: string;
  readonly mentioned: string;
}

interface Built {
  readonly inputs: Inputs;
  readonly node: GraphNode;
  /** Edges that end at the node; drawn when the node they start at exists. */
  readonly edges: readonly GraphEdge[];
}

const noProblems: readonly LocatedProblem[] = [];

export function createGraphBuilder(): GraphBuilder {
  let kept = new Map<string, Built>();
  const fill = new EnvironmentFill();
  const mentions = new Mentions();

  const keep = (name: string, inputs: Inputs, make: () => Pick<Built, 'node' | 'edges'>): Built => {
    const known = kept.get(name);
    if (known && sameInputs(known.inputs, inputs)) return known;
    const made = make();
    return {
      inputs,
      node: known && sameShape(known.node, made.node) ? known.node : made.node,
      edges: made.edges.map((edge) => known?.edges.find((other) => sameShape(other, edge)) ?? edge),
    };
  };

  return {
    build(manifest, registry, problems) {
      const next = new Map<string, Built>();
      fill.update(manifest);
      mentions.update(manifest);
      for (const [name, source] of manifest.components) {
        if (!fits(name)) continue;
        const inputs: Inputs = {
          source,
          registry: registry.revision,
          problems: problems.nodes.get(name) ?? noProblems,
          filled: fill.keyOf(name),
          mentioned: mentions.keyOf(name),
        };
        next.set(
          name,
          keep(name, inputs, () => ({
            node: componentNode(source, registry, inputs.problems, mentions.of(name), (slot) => fill.fills(name, slot)),
            edges: edgesOf(source, registry, inputs.problems),
          })),
        );
      }
      for (const [name, source] of manifest.resources) {
        if (!fits(name) || next.has(name)) continue;
        const inputs: Inputs = {
          source,
          registry: registry.revision,
          problems: problems.nodes.get(name) ?? noProblems,
          filled: '',
          mentioned: '',
        };
        next.set(
          name,
          keep(name, inputs, () => ({ node: importedNode(source, inputs.problems), edges: [] })),
        );
      }
      kept = next;
      return assemble(manifest, next);
    },
  };
}

function assemble(manifest: Manifest, built: ReadonlyMap<string, Built>): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const { node, edges: incoming } of built.values()) {
    nodes.push(node);
    for (const edge of incoming) if (built.has(edge.from.node)) edges.push(edge);
  }
  const environments = [...manifest.environments.values()].map((environment) => ({
    name: environment.name.value,
    protected: environment.protected,
  }));
  const project = manifest.project?.name.value;
  return {
    ...(project !== undefined && { project }),
    environments: environments.filter((environment) => fits(environment.name)),
    nodes,
    edges,
  };
}

function sameInputs(a: Inputs, b: Inputs): boolean {
  return (
    a.source === b.source &&
    a.registry === b.registry &&
    a.problems === b.problems &&
    a.filled === b.filled &&
    a.mentioned === b.mentioned
  );
}

/** Both were made by the same code, so equal values have equal text. */
function sameShape(a: GraphNode | GraphEdge, b: GraphNode | GraphEdge): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
