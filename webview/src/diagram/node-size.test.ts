import { describe, expect, it } from 'vitest';
import type { GraphNode, GraphPort } from '@patchbay/language-server/protocol';
import { bundleLabel, geometry, nodeSize, portPoints, subtitle } from './node-size.ts';

const port = (name: string): GraphPort => ({ name, type: 'network', required: false, filled: 'open' });
const component: GraphNode = {
  id: 'api',
  kind: 'component',
  title: 'api',
  dependencies: [],
  resources: [],
  problems: [],
};

describe('nodeSize', () => {
  it.each<[string, Partial<GraphNode>, { width: number; height: number }]>([
    ['no ports', {}, { width: 208, height: 80 }],
    ['an imported resource has no run state', { kind: 'imported' }, { width: 208, height: 52 }],
    [
      'as many rows as the longer side',
      { dependencies: [port('a'), port('b')], resources: [port('c')] },
      { width: 208, height: 136 },
    ],
    ['a longer title', { title: 'A title of thirty-one characters' }, { width: 328, height: 80 }],
    ['no wider than the limit', { title: 'x'.repeat(500) }, { width: geometry.maxWidth, height: 80 }],
  ])('%s', (_, part, expected) => {
    expect(nodeSize({ ...component, ...part })).toEqual(expected);
  });

  it('does not depend on problems, so that one that comes and goes moves nothing', () => {
    const broken: GraphNode = { ...component, problems: [{ severity: 'error', message: 'x'.repeat(300) }] };
    expect(nodeSize(broken)).toEqual(nodeSize(component));
  });
});

it('puts ports on the edges, a row each', () => {
  const node: GraphNode = { ...component, dependencies: [port('a'), port('b')], resources: [port('a')] };
  expect(portPoints(node)).toEqual([
    { side: 'dependency', port: 'a', x: 0, y: 69 },
    { side: 'dependency', port: 'b', x: 0, y: 91 },
    { side: 'resource', port: 'a', x: 208, y: 69 },
  ]);
});

it.each<[string, Partial<GraphNode>, string]>([
  [
    'the version that was found',
    { bundle: { reference: 'aws-vpc@~1', version: '1.4.2', found: true } },
    'aws-vpc@1.4.2',
  ],
  ['the reference of a lost bundle', { bundle: { reference: 'aws-vpc@~1', found: false } }, 'aws-vpc@~1'],
  ['no bundle', {}, 'no bundle'],
])('labels %s', (_, part, expected) => {
  expect(bundleLabel({ ...component, ...part })).toBe(expected);
});

it('shows the name below a title that differs', () => {
  const bundle = { reference: 'k8s-app@~2', found: false };
  expect(subtitle({ ...component, bundle })).toBe('k8s-app@~2');
  expect(subtitle({ ...component, title: 'Shop API', bundle })).toBe('api · k8s-app@~2');
  expect(subtitle({ ...component, kind: 'imported', type: 'dns' })).toBe('dns');
});
