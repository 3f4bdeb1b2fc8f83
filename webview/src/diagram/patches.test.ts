import { describe, expect, it } from 'vitest';
import type { Graph, GraphEdge, GraphNode, GraphPatch } from '@patchbay/language-server/protocol';
import { applyPatches, judgeRevision } from './patches.ts';

const node = (id: string, title = id): GraphNode => ({
  id,
  kind: 'component',
  title,
  dependencies: [],
  resources: [],
  problems: [],
});
const edge = (from: string, to: string): GraphEdge => ({
  id: `${to}.in`,
  from: { node: from, port: 'out' },
  to: { node: to, port: 'in' },
});
const graph: Graph = {
  project: 'shop',
  environments: [{ name: 'staging', protected: false }],
  nodes: [node('a'), node('b')],
  edges: [edge('a', 'b')],
};
const shape = (result: Graph | undefined) =>
  result && `${result.nodes.map((n) => n.title).join(' ')} | ${result.edges.map((e) => e.id).join(' ')}`;

describe('applyPatches', () => {
  it.each<[string, GraphPatch[], string | undefined]>([
    ['nothing', [], 'a b | b.in'],
    ['a new node', [{ op: 'addNode', node: node('c') }], 'a b c | b.in'],
    ['a changed node, in its place', [{ op: 'updateNode', node: node('a', 'A') }], 'A b | b.in'],
    [
      'a renamed node',
      [
        { op: 'removeEdge', id: 'b.in' },
        { op: 'removeNode', id: 'b' },
        { op: 'addNode', node: node('c') },
        { op: 'addEdge', edge: edge('a', 'c') },
      ],
      'a c | c.in',
    ],
    ['a changed edge', [{ op: 'updateEdge', edge: { ...edge('b', 'b') } }], 'a b | b.in'],
    [
      'a reset, and a patch after it',
      [
        { op: 'reset', graph: { environments: [], nodes: [node('x')], edges: [] } },
        { op: 'addNode', node: node('y') },
      ],
      'x y | ',
    ],
    [
      'names that objects have too',
      [
        { op: 'addNode', node: node('constructor') },
        { op: 'addNode', node: node('__proto__') },
      ],
      'a b constructor __proto__ | b.in',
    ],
    ['an update of a node that is not there', [{ op: 'updateNode', node: node('c') }], undefined],
    ['a removal of a node that is not there', [{ op: 'removeNode', id: 'c' }], undefined],
    ['an update of an edge that is not there', [{ op: 'updateEdge', edge: edge('b', 'a') }], undefined],
    ['a removal of an edge that is not there', [{ op: 'removeEdge', id: 'a.in' }], undefined],
  ])('%s', (_, patches, expected) => {
    expect(shape(applyPatches(graph, patches))).toBe(expected);
  });

  it('leaves the graph before it alone, and what did not change its identity', () => {
    const after = applyPatches(graph, [{ op: 'updateNode', node: node('a', 'A') }]);
    expect(shape(graph)).toBe('a b | b.in');
    expect(after?.nodes[1]).toBe(graph.nodes[1]);
    expect(after?.environments).toBe(graph.environments);
  });
});

it.each([
  [4, 5, 'apply'],
  [4, 4, 'old'],
  [4, 3, 'old'],
  [4, 6, 'gap'],
] as const)('judges revision %i → %i as %s', (shown, next, expected) => {
  expect(judgeRevision(shown, next)).toBe(expected);
});
