import type { Graph, GraphNode, GraphPatch } from '@patchbay/language-server/protocol';
import { expect, test } from 'vitest';
import { followNodeNames, nodeNames } from './node-names.ts';

const node = (id: string): GraphNode => ({
  id,
  kind: 'component',
  title: id,
  dependencies: [],
  resources: [],
  problems: [],
});
const graph = (...names: string[]): Graph => ({ environments: [], nodes: names.map(node), edges: [] });

test.each<[string, GraphPatch[], string[], string[]]>([
  ['an added node', [{ op: 'addNode', node: node('api') }], ['network', 'api'], ['api']],
  ['an updated node', [{ op: 'updateNode', node: node('network') }], ['network'], []],
  ['a removed node', [{ op: 'removeNode', id: 'network' }], [], []],
  [
    'a renamed node',
    [
      { op: 'removeNode', id: 'network' },
      { op: 'addNode', node: node('net') },
    ],
    ['net'],
    ['net'],
  ],
  ['a reset', [{ op: 'reset', graph: graph('network', 'database') }], ['network', 'database'], ['database']],
])('%s', (_name, patches, after, added) => {
  const names = nodeNames(graph('network'));
  expect(followNodeNames(names, patches)).toEqual(added);
  expect([...names]).toEqual(after);
});
