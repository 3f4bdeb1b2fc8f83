import { expect, it } from 'vitest';
import type { GraphNode } from '@patchbay/language-server/protocol';
import { findNodes } from './search.ts';

const node = (id: string, reference: string, type: string): GraphNode => ({
  id,
  kind: 'component',
  title: id.toUpperCase(),
  bundle: { reference, found: true },
  dependencies: [{ name: 'in', type, required: true, filled: 'missing' }],
  resources: [],
  problems: [],
});
const nodes = [node('api', 'k8s-app@~2', 'postgresql'), node('cache', 'redis@~1', 'aws-vpc')];

it.each([
  ['API', 'api'],
  ['redis', 'cache'],
  ['aws-vpc', 'cache'],
  ['k8s postgres', 'api'],
  ['api redis', ''],
])('%s', (query, expected) => {
  expect([...(findNodes(nodes, query) ?? [])].join(' ')).toBe(expected);
});

it('searches nothing for an empty query', () => {
  expect(findNodes(nodes, '  ')).toBeUndefined();
});
