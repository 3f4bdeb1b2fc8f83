import { expect, it } from 'vitest';
import { overlaps, type LayoutGraph } from './geometry.ts';
import { layeredLayout } from './layered.ts';

function graphOf(count: number, wires: readonly (readonly [number, number])[]): LayoutGraph {
  return {
    nodes: Array.from({ length: count }, (_, index) => ({
      id: `${index}`,
      width: 200,
      height: 80 + (index % 3) * 20,
      ports: [],
    })),
    edges: wires.map(([from, to]) => ({ from: { node: `${from}`, port: 'out' }, to: { node: `${to}`, port: 'in' } })),
  };
}

it('puts what depends on another right of it, and covers nothing', () => {
  const graph = graphOf(6, [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [0, 3],
  ]);
  const places = layeredLayout(graph);
  for (const { from, to } of graph.edges)
    expect(places.get(to.node)?.x).toBeGreaterThan(places.get(from.node)?.x ?? NaN);
  const boxes = graph.nodes.map((node) => ({ ...node, x: 0, y: 0, ...places.get(node.id) }));
  boxes.forEach((a, index) => boxes.slice(index + 1).forEach((b) => expect(overlaps(a, b, 0)).toBe(false)));
});

it('places every node of a cycle', () => {
  expect(
    layeredLayout(
      graphOf(4, [
        [0, 1],
        [1, 2],
        [2, 0],
        [3, 3],
      ]),
    ).size,
  ).toBe(4);
});

it('survives a chain of 5,000, and edges to nowhere', () => {
  const wires = Array.from({ length: 5000 }, (_, index) => [4999 - index, 5000 - index] as const);
  const graph = graphOf(5000, wires);
  expect(layeredLayout(graph).size).toBe(5000);
});
