import { expect, it } from 'vitest';
import type { GraphNode } from '@patchbay/language-server/protocol';
import { kindOfName, kindOfNode } from './kind.ts';

it.each([
  ['aws-vpc', 'network'],
  ['postgresql-authentication', 'database'],
  ['redis-authentication', 'cache'],
  ['aws-s3-bucket', 'storage'],
  ['aws-sqs-queue', 'queue'],
  ['kubernetes-cluster', 'cluster'],
  ['aws-route53-zone', 'dns'],
  ['aws-iam-role', 'identity'],
  ['gcp-service-account', 'identity'],
  ['http-endpoint', 'app'],
  ['k8s-app', 'app'],
  ['local-web-app@~0', 'app'],
  ['vault-secret', 'secret'],
  ['something-else', 'other'],
])('%s is about %s', (name, expected) => {
  expect(kindOfName(name)).toBe(expected);
});

it('goes by what a bundle hands out when its name says nothing', () => {
  const node: GraphNode = {
    id: 'x',
    kind: 'component',
    title: 'x',
    bundle: { reference: 'acme@~1', found: true },
    dependencies: [],
    resources: [{ name: 'out', type: 'aws-vpc', required: false, filled: 'open' }],
    problems: [],
  };
  expect(kindOfNode(node)).toBe('network');
  expect(kindOfNode({ ...node, resources: [] })).toBe('other');
});
