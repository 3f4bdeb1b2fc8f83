import { expect, test } from 'vitest';
import { definition } from './definition.ts';
import { open } from '../model/testing/in-memory.ts';

const project = `components:
  net:
    bundle: network
  db:
    bundle: database
    connections:
      vpc: net.vpc
    params:
      instance: small
      storage: { gigabytes: 20 }
      engine: { replicas: 2 }
resources:
  admin:
    type: role
    from: { env: ADMIN }
environments:
  staging:
    defaults: { role: admin }
    components:
      db: {}
`;

test.each([
  ['a bundle', ['bundle: database', 'bundle: data|base'], 'database/bundle.yaml:0'],
  ['a component', ['  db:\n    bundle', '  d|b:\n    bundle'], 'database/bundle.yaml:0'],
  ['a slot', ['vpc: net', 'v|pc: net'], 'types/vpc.yaml:0'],
  ['a target', ['net.vpc', 'n|et.vpc'], 'infra.yaml:1'],
  ['a resource type', ['type: role', 'type: ro|le'], 'types/role.yaml:0'],
  ['a default', ['role: admin', 'role: ad|min'], 'infra.yaml:12'],
  ['a param', ['instance: small', 'inst|ance: small'], 'database/bundle.yaml:7'],
  ['a nested param', ['gigabytes: 20', 'giga|bytes: 20'], 'database/bundle.yaml:12'],
  ['a param of a branch', ['replicas: 2', 'repli|cas: 2'], 'database/bundle.yaml:22'],
  ['all params', ['params:', 'par|ams:'], 'database/bundle.yaml:4'],
  ['an override', ['      db: {}', '      d|b: {}'], 'infra.yaml:3'],
])('%s', (_, [from, to], expected) => {
  const { manifest, registry, position } = open(project.replace(from!, to!));
  const [found] = definition(manifest, registry, position);
  expect(`${found?.uri}:${found?.range.start.line}`).toMatch(expected);
});

test('nothing where nothing is defined', () => {
  const { manifest, registry, position } = open(project.replace('env: ADMIN', 'env: AD|MIN'));
  expect(definition(manifest, registry, position)).toEqual([]);
});
