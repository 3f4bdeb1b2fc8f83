import { expect, it } from 'vitest';
import type { Graph, GraphNode } from '@patchbay/language-server/protocol';
import { flowId, nodeLabel, toFlowEdges, toFlowNodes } from './flow-elements.ts';
import { portAt } from './flow-ports.ts';

const node = (id: string): GraphNode => ({
  id,
  kind: 'component',
  title: id,
  dependencies: [{ name: 'in', type: 'network', required: true, filled: 'missing' }],
  resources: [{ name: 'out', type: 'network', required: false, filled: 'open' }],
  problems: [],
});
const graph: Graph = {
  environments: [],
  nodes: [node('a'), node('b')],
  edges: [
    { id: 'b.in', from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } },
    { id: 'b.lost', from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'lost' } },
    { id: 'b.other', from: { node: 'nobody', port: 'out' }, to: { node: 'b', port: 'in' } },
  ],
};

it('keeps what did not change, its place and its selection', () => {
  const places = new Map([['a', { x: 1, y: 2 }]]);
  const before = toFlowNodes(graph, [], places).map((flowNode) => ({ ...flowNode, selected: true }));
  const changed = { ...graph, nodes: [node('a'), ...graph.nodes.slice(1)] };
  const after = toFlowNodes(changed, before, new Map());
  expect(after[1]).toBe(before[1]);
  expect(after[0]).not.toBe(before[0]);
  expect(after[0]).toMatchObject({ position: { x: 1, y: 2 }, selected: true });
  expect(toFlowNodes(graph, before, new Map([['a', { x: 9, y: 9 }]]))[0]?.position).toEqual({ x: 9, y: 9 });
});

it('gives handles the places of the ports, so that nothing needs measuring', () => {
  const [first] = toFlowNodes(graph, [], new Map());
  expect(first?.measured).toEqual({ width: first?.width, height: first?.height });
  expect(first?.handles?.map(({ id, type }) => `${id} ${type}`)).toEqual(['in target', 'out source']);
});

it('draws only edges between ports that exist', () => {
  const edges = toFlowEdges(graph, [], new Map());
  expect(edges.map((edge) => edge.id)).toEqual(['b.in']);
  expect(toFlowEdges({ ...graph }, edges, new Map())[0]).toBe(edges[0]);
});

it('finds the port of a handle', () => {
  expect(portAt(graph, 'a', 'out', 'source')).toEqual({ node: 'a', side: 'resource', port: 'out' });
  expect(portAt(graph, 'a', 'out', 'target')).toBeUndefined();
  expect(portAt(graph, 'nobody', 'out', 'source')).toBeUndefined();
});

it.each([
  ['orders-db', 'orders-db'],
  ['a"]\\', 'a%22;%5d;%5c;'],
  ['a%22;', 'a%25;22%3b;'],
])('writes %s as %s', (name, expected) => {
  expect(flowId(name)).toBe(expected);
});

it('tells a screen reader what is missing', () => {
  expect(nodeLabel({ ...node('a'), problems: [{ severity: 'error', message: 'x' }] })).toBe(
    'a, no bundle; not connected: in; 1 problem',
  );
});
