import { describe, expect, test } from 'vitest';
import type { DeployedInstance, Deployments } from '../deployment/deployments.ts';
import { createRegistry } from '../registry/create.ts';
import type { Json, JsonObject } from '../schema/json-schema.ts';
import { manifestOf } from '../testing/in-memory.ts';
import { createManifestChecker } from './checker.ts';
import { allProblems } from './problems.ts';

const files = {
  'net/bundle.yaml': 'name: net\nversion: 1.0.0\nresources:\n  vpc: { resource_type: vpc }\n',
  'db/bundle.yaml': `name: db
version: 1.0.0
params:
  properties:
    name: { type: string, default: app, $md.immutable: true }
    key: { type: string, $md.immutable: true, $md.sensitive: true }
    size: { type: integer }
    subnet: { type: string, $md.enum: { connection: vpc, options: .subnets, value: .id, label: .name } }
dependencies:
  vpc: { resource_type: vpc }
`,
  'types/vpc.yaml':
    'name: vpc\nversion: 1.0.0\nschema:\n  properties:\n    subnets: { type: array, items: { type: object } }\n    token: { type: string, $md.sensitive: true }\n',
};
const registry = createRegistry([
  { origin: 'folder', files: Object.entries(files).map(([path, text]) => ({ uri: `file:///r/${path}`, text })) },
]);

const subnets: Json = { subnets: [{ id: 's-1', name: 'one' }, { id: 's-2' }], token: 'hidden' };

function deployed(bundle: string, params: JsonObject, resources: readonly [string, Json][] = []): DeployedInstance {
  const put = new Map(resources.map(([name, value]) => [name, { type: 'vpc@1.0.0', value }]));
  return { status: 'deployed', deployed: { bundle, params, resources: put } };
}

function known(environment: string, instances: Record<string, DeployedInstance>, imported = {}): Deployments {
  return {
    environments: new Map([[environment, { running: false, instances: new Map(Object.entries(instances)) }]]),
    imported: new Map(Object.entries(imported)),
  };
}

function lines(text: string, deployments: Deployments): string[] {
  const manifest = manifestOf(text);
  const problems = allProblems(manifest, createManifestChecker().check(manifest, registry, deployments));
  return problems
    .filter(({ code }) => code === 'immutable-param' || code === 'unknown-choice')
    .map(({ range, message }) => {
      const { start, end } = range;
      return `${text.split('\n')[start.line]?.slice(start.character, end.character)}: ${message}`;
    });
}

describe('immutable params', () => {
  const text = (params: string, override = '{}'): string =>
    `components:\n  d: { bundle: db, params: ${params} }\nenvironments:\n  staging: {}\n  production: { components: { d: { params: ${override} } } }\n`;
  const advice =
    'and cannot be changed in place: the next deploy fails, or replaces what is there and loses its data. Change it back, or destroy `d` first if you mean it.';

  test.each<[string, string, Deployments, string[]]>([
    ['unchanged', text('{ name: app }'), known('staging', { d: deployed('db', { name: 'app' }) }), []],
    ['unchanged, by default', text('{}'), known('staging', { d: deployed('db', { name: 'app' }) }), []],
    ['not deployed', text('{ name: new }'), known('staging', { d: { status: 'planned' } }), []],
    ['another bundle', text('{ name: new }'), known('staging', { d: deployed('old', { name: 'app' }) }), []],
    [
      'a param that may change',
      text('{ size: 2 }'),
      known('staging', { d: deployed('db', { size: 1, name: 'app' }) }),
      [],
    ],
    [
      'changed in the component',
      text('{ name: new }'),
      known('staging', { d: deployed('db', { name: 'app' }) }),
      [`new: In staging: \`name\` of \`d\` was deployed as \`app\` ${advice}`],
    ],
    [
      'changed in the override',
      text('{ name: app }', '{ name: new }'),
      known('production', { d: deployed('db', { name: 'app' }) }),
      [`new: In production: \`name\` of \`d\` was deployed as \`app\` ${advice}`],
    ],
    [
      'taken away',
      text('{}'),
      known('staging', { d: deployed('db', { name: 'orders' }) }),
      [`d: In staging: \`name\` of \`d\` was deployed as \`orders\` ${advice}`],
    ],
    [
      'a secret, which is not shown',
      text('{ key: new }'),
      known('staging', { d: deployed('db', { name: 'app', key: 'hush' }) }),
      [`new: In staging: \`key\` of \`d\` was deployed with another value ${advice}`],
    ],
  ])('%s', (_, manifest, deployments, expected) => {
    expect(lines(manifest, deployments)).toEqual(expected);
  });
});

describe('choices from the connected resource', () => {
  const text = (subnet: string): string =>
    `components:\n  n: { bundle: net }\n  d: { bundle: db, connections: { vpc: n.vpc }, params: { subnet: ${subnet} } }\nenvironments:\n  staging: {}\n  production: {}\n`;
  const there = known('staging', { n: deployed('net', {}, [['vpc', subnets]]) });

  test.each<[string, string, Deployments, string[]]>([
    ['one of them', text('s-2'), there, []],
    ['nothing deployed yet', text('s-9'), known('staging', {}), []],
    [
      'a misspelled one',
      text('s-22'),
      there,
      ['s-22: In staging: `n.vpc` has no `s-22` to choose for `subnet`. Did you mean `s-2`?'],
    ],
    [
      'an unknown one',
      text('other'),
      there,
      ['other: In staging: `n.vpc` has no `other` to choose for `subnet`. It has `s-1` and `s-2`.'],
    ],
    [
      'of an imported resource',
      text('other').replace('n: { bundle: net }', '').replace('n.vpc', 'old') +
        'resources:\n  old: { type: vpc, from: { file: ./vpc.json } }\n',
      known('x', {}, { old: subnets }),
      ['other: `old` has no `other` to choose for `subnet`. It has `s-1` and `s-2`.'],
    ],
  ])('%s', (_, manifest, deployments, expected) => {
    expect(lines(manifest, deployments)).toEqual(expected);
  });
});

test('what is deployed anew is checked anew', () => {
  const checker = createManifestChecker();
  const manifest = manifestOf(
    'components:\n  d: { bundle: db, params: { name: new } }\nenvironments:\n  staging: {}\n',
  );
  const count = (deployments: Deployments): number => checker.check(manifest, registry, deployments).nodes.size;
  expect(count(known('staging', {}))).toBe(0);
  expect(count(known('staging', { d: deployed('db', { name: 'app' }) }))).toBe(1);
  expect(count(known('staging', { d: deployed('db', { name: 'new' }) }))).toBe(0);
});
