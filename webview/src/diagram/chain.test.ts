import { expect, it } from 'vitest';
import type { Graph } from '@patchbay/language-server/protocol';
import { dependencyChain } from './chain.ts';

/** `a>b` is a connection from a to b. */
function graphOf(...wires: string[]): Graph {
  const edges = wires.map((wire) => {
    const [from = '', to = ''] = wire.split('>');
    return { id: wire, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } };
  });
  return { environments: [], nodes: [], edges };
}

it.each([
  ['both ways', ['a>b', 'b>c', 'x>c', 'b>d'], 'b', 'a b c d', 'a>b b>c b>d'],
  ['not through what is beside', ['a>b', 'a>c'], 'b', 'a b', 'a>b'],
  ['a node alone', ['a>b'], 'z', 'z', ''],
  ['a cycle', ['a>b', 'b>c', 'c>a'], 'a', 'a b c', 'a>b b>c c>a'],
  ['a node that depends on itself', ['a>a'], 'a', 'a', 'a>a'],
])('%s', (_, wires, start, nodes, edges) => {
  const chain = dependencyChain(graphOf(...wires), start);
  expect([...chain.nodes].sort().join(' ')).toBe(nodes);
  expect([...chain.edges].sort().join(' ')).toBe(edges);
});
