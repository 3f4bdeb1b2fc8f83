import { expect, test } from 'vitest';
import type { Deployments } from '../../model/deployment/deployments.ts';
import { createRegistry } from '../../model/registry/create.ts';
import type { Json } from '../../model/schema/json-schema.ts';
import { open } from '../../model/testing/in-memory.ts';
import { complete } from '../completion.ts';
import { hover } from '../hover.ts';

const files = {
  'net/bundle.yaml': 'name: net\nversion: 1.0.0\nresources:\n  vpc: { resource_type: vpc }\n',
  'db/bundle.yaml': `name: db
version: 1.0.0
params:
  properties:
    subnet: { type: string, $md.enum: { connection: vpc, options: .subnets, value: .id, label: .name } }
    key: { type: string, $md.enum: { connection: vpc, options: '[.token]' } }
    odd: { type: string, $md.enum: { connection: vpc, options: 'def f: f; f' } }
dependencies:
  vpc: { resource_type: vpc }
`,
  'types/vpc.yaml':
    'name: vpc\nversion: 1.0.0\nschema:\n  properties:\n    subnets: { type: array }\n    token: { type: string, $md.sensitive: true }\n',
};
const registry = createRegistry([
  { origin: 'folder', files: Object.entries(files).map(([path, text]) => ({ uri: `file:///r/${path}`, text })) },
]);

const vpc = (...ids: string[]): Json => ({ subnets: ids.map((id) => ({ id, name: `Subnet ${id}` })), token: 'hush' });

const deployments: Deployments = {
  environments: new Map(
    [['staging', vpc('s-1', 's-2')] as const, ['production', vpc('p-1')] as const].map(([name, value]) => {
      const resources = new Map([['vpc', { type: 'vpc@1.0.0', value }]]);
      const instance = { status: 'deployed' as const, deployed: { bundle: 'net', params: {}, resources } };
      return [name, { running: false, instances: new Map([['n', instance]]) }];
    }),
  ),
  imported: new Map(),
};

const manifest = (params: string, override = ''): string =>
  `components:\n  n: { bundle: net }\n  d:\n    bundle: db\n    connections: { vpc: n.vpc }\n    params:\n      ${params}\nenvironments:\n  staging:\n    ${override}\n  production: {}\n`;

test('what a default in force makes valid is offered, and described', () => {
  const text =
    'name: w\nversion: 1.0.0\nparams:\n  properties: { auto: { type: boolean, default: true } }\n  dependencies: { auto: { oneOf: [{ properties: { auto: { const: true }, mask: { title: Mask } } }, { properties: { auto: { const: false }, cidr: {} } }] } }\n';
  const sized = createRegistry([{ origin: 'folder', files: [{ uri: 'file:///r/bundle.yaml', text }] }]);
  const labels = (marked: string): unknown => {
    const opened = open(marked);
    return complete(opened.manifest, sized, opened.position)?.items.map(({ label }) => label);
  };
  expect(labels('components:\n  a:\n    bundle: w\n    params:\n      |')).toEqual(['auto', 'mask']);
  expect(labels('components:\n  a:\n    bundle: w\n    params:\n      auto: false\n      |')).toEqual(['cidr']);
  const opened = open('components:\n  a:\n    bundle: w\n    params: { ma|sk: 1 }');
  expect(hover(opened.manifest, sized, opened.position)?.contents).toMatchObject({ value: '**Mask**' });
});

test('a value is called what a person types, whatever quotes it needs', () => {
  const words = createRegistry([
    {
      origin: 'folder',
      files: [
        {
          uri: 'file:///r/bundle.yaml',
          text: "name: w\nversion: 1.0.0\nparams: { properties: { v: { enum: ['1.10', 'on', ' ', plain, 2] } } }\n",
        },
      ],
    },
  ]);
  const opened = open('components:\n  a:\n    bundle: w\n    params:\n      v: |');
  const items = complete(opened.manifest, words, opened.position)?.items ?? [];
  expect(items.map(({ label, textEdit }) => [label, textEdit?.newText])).toEqual([
    ['1.10', '"1.10"'],
    ['on', '"on"'],
    ['" "', '" "'],
    ['plain', 'plain'],
    ['2', '2'],
  ]);
});

test.each([
  [
    'of every environment, for a component',
    manifest('subnet: |'),
    ['s-1: Subnet s-1, n.vpc in staging', 's-2: Subnet s-2, n.vpc in staging', 'p-1: Subnet p-1, n.vpc in production'],
  ],
  [
    'of one environment, for its override',
    manifest('subnet: s-1', 'components: { d: { params: { subnet: | } } }'),
    ['s-1: Subnet s-1, n.vpc in staging', 's-2: Subnet s-2, n.vpc in staging'],
  ],
  ['never a secret', manifest('key: |'), []],
  ['nothing when they are not known', manifest('odd: |'), []],
])('choices of the connected resource: %s', (_, marked, expected) => {
  const opened = open(marked);
  const items = complete(opened.manifest, registry, opened.position, undefined, deployments)?.items ?? [];
  expect(items.map(({ label, detail }) => `${label}: ${detail}`)).toEqual(expected);
});
