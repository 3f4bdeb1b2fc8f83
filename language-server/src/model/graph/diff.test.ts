import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { manifests } from '../edit/manifest-text.testkit.ts';
import { testRegistry } from '../edit/edit.testkit.ts';
import type { Graph, GraphPatch } from '../../protocol.ts';
import { createGraphBuilder } from './build.ts';
import { diffGraph } from './diff.ts';
import { manifestOf, noProblems } from './graph.testkit.ts';

/** What a diagram does with patches. */
function applyPatches(graph: Graph, patches: readonly GraphPatch[]): Graph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  for (const patch of patches) {
    switch (patch.op) {
      case 'reset':
        return patch.graph;
      case 'addNode':
      case 'updateNode':
        expect(nodes.has(patch.node.id)).toBe(patch.op === 'updateNode');
        nodes.set(patch.node.id, patch.node);
        break;
      case 'removeNode':
        expect(nodes.delete(patch.id)).toBe(true);
        break;
      case 'addEdge':
      case 'updateEdge':
        expect(edges.has(patch.edge.id)).toBe(patch.op === 'updateEdge');
        expect(nodes.has(patch.edge.from.node) && nodes.has(patch.edge.to.node)).toBe(true);
        edges.set(patch.edge.id, patch.edge);
        break;
      case 'removeEdge':
        expect(edges.delete(patch.id)).toBe(true);
        break;
    }
  }
  return { ...graph, nodes: [...nodes.values()], edges: [...edges.values()] };
}

function sorted(graph: Graph): Graph {
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  return { ...graph, nodes: graph.nodes.toSorted(byId), edges: graph.edges.toSorted(byId) };
}

describe('diffGraph', () => {
  test('says what turns one graph into the other', () => {
    fc.assert(
      fc.property(fc.array(manifests, { minLength: 2, maxLength: 4 }), (texts) => {
        const builder = createGraphBuilder();
        const graphs = texts.map(({ text }) => builder.build(manifestOf(text), testRegistry, noProblems));
        graphs.reduce((before, after) => {
          expect(sorted(applyPatches(before, diffGraph(before, after)))).toEqual(sorted(after));
          return after;
        });
      }),
      { numRuns: 80 },
    );
  });

  test('sends nothing for equal graphs, one patch for one node', () => {
    const builder = createGraphBuilder();
    const build = (text: string): Graph => builder.build(manifestOf(text), testRegistry, noProblems);
    const one = build('components:\n  a: { bundle: draft }\n  b: { bundle: draft }\n');
    const two = build('components:\n  # same\n  a:\n    bundle: draft\n  b: { bundle: draft }\n');
    expect(diffGraph(one, two)).toEqual([]);
    const three = build('components:\n  a: { bundle: draft, title: A }\n  b: { bundle: draft }\n');
    expect(diffGraph(two, three)).toEqual([{ op: 'updateNode', node: three.nodes[0] }]);
    const four = build('project: x\ncomponents:\n  a: { bundle: draft, title: A }\n  b: { bundle: draft }\n');
    expect(diffGraph(three, four)).toEqual([{ op: 'reset', graph: four }]);
  });
});
