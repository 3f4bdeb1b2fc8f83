import { describe, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { complete } from './completion.ts';
import { apply, open } from '../model/testing/in-memory.ts';

function itemsAt(marked: string): readonly CompletionItem[] {
  const { manifest, registry, position } = open(marked);
  return complete(manifest, registry, position)?.items ?? [];
}

const labels = (marked: string): string[] => itemsAt(marked).map(({ label }) => label);

/** The text after the item was chosen. */
function choose(marked: string, label: string): string {
  const { text } = open(marked);
  const item = itemsAt(marked).find((each) => each.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`There is no ${label}.`);
  return apply(text, [item.textEdit]);
}

describe('where it goes', () => {
  const net = 'components:\n  net:\n    bundle: network\n';
  test.each([
    ['lines up with its neighbours', `${net}   |`, 'title', `${net}    title: `],
    [
      'lines up with what follows',
      'components:\n  net:\n   |\n    bundle: network\n',
      'title',
      'components:\n  net:\n    title: \n    bundle: network\n',
    ],
    ['half typed', `${net}   ti|`, 'title', `${net}    title: `],
    [
      'in front of another entry in braces',
      `${net}    params: { |cidr: 1 }\n`.replace('|cidr', '| cidr'),
      'size',
      `${net}    params: { size: \${1|small,large|}, cidr: 1 }\n`,
    ],
  ])('%s', (_, marked, label, expected) => {
    expect(choose(marked, label)).toBe(expected);
  });

  test.each([
    ['in the white space before a key', 'components:\n  net:\n  |  bundle: network\n'],
    ['before a comment', 'components:\n  | # mine\n'],
    ['too far to the right', 'components:\n  net:\n         |\n    bundle: network\n'],
  ])('nowhere: %s', (_, marked) => {
    expect(labels(marked)).toEqual([]);
  });
});

describe('what is offered', () => {
  test.each([
    ['top-level keys', 'project: x\n|', ['components', 'resources', 'environments']],
    ['keys of a component', 'components:\n  a:\n    bundle: app\n    |', ['title', 'connections', 'params', 'secrets']],
    ['half-typed keys', 'components:\n  a:\n    pa|\n    bundle: app\n', ['title', 'connections', 'params', 'secrets']],
    ['bundles', 'components:\n  a:\n    bundle: |', ['app', 'database', 'loop', 'network']],
    [
      'versions',
      'components:\n  a:\n    bundle: database@|',
      ['database@~2', 'database@~2.1', 'database@2.1.0', 'database@latest'],
    ],
    [
      'params in the order of the form, then presets',
      'components:\n  a:\n    bundle: database\n    params:\n      |',
      ['instance', 'storage', 'engine', 'preset: Production'],
    ],
    [
      'params that are not there',
      'components:\n  a:\n    bundle: database\n    params:\n      instance: small\n      |',
      ['storage', 'engine', 'preset: Production'],
    ],
    ['params in flow style', 'components:\n  a:\n    bundle: network\n    params: { | }', ['cidr', 'size', 'old']],
    [
      'nested params',
      'components:\n  a:\n    bundle: database\n    params:\n      storage:\n        |',
      ['gigabytes', 'fast'],
    ],
    [
      'params that a choice makes valid',
      'components:\n  a:\n    bundle: database\n    params:\n      engine:\n        kind: cluster\n        |',
      ['replicas'],
    ],
    [
      'values of an enum, default first',
      'components:\n  a:\n    bundle: network\n    params:\n      size: |',
      ['small', 'large'],
    ],
    ['booleans', 'components:\n  a:\n    bundle: database\n    params:\n      storage: { fast: | }', ['true', 'false']],
    ['defaults', 'components:\n  a:\n    bundle: app\n    params:\n      port: |', ['8080']],
    ['examples', 'components:\n  a:\n    bundle: network\n    params:\n      cidr: |', ['10.0.0.0/16']],
    ['slots', 'components:\n  a:\n    bundle: app\n    connections:\n      |', ['database', 'role']],
    [
      'targets that fit',
      'components:\n  net:\n    bundle: network\n  db:\n    bundle: database\n  a:\n    bundle: app\n    connections:\n      database: |',
      ['db.authentication'],
    ],
    [
      'imported targets',
      'components:\n  a:\n    bundle: app\n    connections:\n      role: |\nresources:\n  r:\n    type: role\n    from: { env: R }\n',
      ['r'],
    ],
    [
      'no target that would close a loop',
      'components:\n  a:\n    bundle: loop\n    connections:\n      in: |\n  b:\n    bundle: loop\n    connections:\n      in: a.out\n',
      [],
    ],
    ['secrets', 'components:\n  a:\n    bundle: app\n    secrets:\n      |', ['STRIPE_KEY', 'SENTRY_DSN']],
    [
      'where a secret comes from',
      'components:\n  a:\n    bundle: app\n    secrets:\n      STRIPE_KEY: { | }',
      ['env', 'file', 'store'],
    ],
    ['resource types', 'resources:\n  r:\n    type: |', ['postgres', 'ring', 'role', 'vpc', 'web']],
    ['keys of a resource', 'resources:\n  r:\n    |', ['type', 'from']],
    ['where a resource comes from', 'resources:\n  r:\n    from:\n      |', ['env', 'file', 'project']],
    [
      'the rest of where a resource comes from',
      'resources:\n  r:\n    from:\n      project: x\n      |',
      ['environment', 'resource'],
    ],
    ['one place is enough', 'resources:\n  r:\n    from: { env: R, | }\n', []],
    ['one source of a secret is enough', 'components:\n  a: { bundle: app, secrets: { K: { env: K, | } } }', []],
    [
      'aliases of what stands above, the nearest first',
      'x-a: &a {}\nx-b: &b {}\ncomponents:\n  c:\n    params: *|\nx-d: &d {}\n',
      ['*b', '*a'],
    ],
    ['what can be merged', 'x-a: &a {}\ncomponents:\n  c:\n    <<: |\n', ['*a']],
    ['keys of an environment', 'environments:\n  staging:\n    |', ['protected', 'defaults', 'components']],
    [
      'overrides',
      'components:\n  a: { bundle: app }\n  b: { bundle: app }\nenvironments:\n  staging:\n    components:\n      a: {}\n      |',
      ['b'],
    ],
    [
      'params of an override',
      'components:\n  a: { bundle: app }\nenvironments:\n  staging:\n    components:\n      a:\n        params:\n          |',
      ['port', 'hosts'],
    ],
    [
      'defaults of an environment',
      'environments:\n  staging:\n    defaults:\n      |',
      ['role', 'vpc', 'postgres', 'web', 'ring'],
    ],
    ['nothing in a comment', 'components: # |', []],
    ['nothing for a bundle that is not known', 'components:\n  a:\n    bundle: nope\n    params:\n      |', []],
  ])('%s', (_, marked, expected) => {
    const offered = labels(marked);
    if (expected.length === 0 || !/bundles|types/.test(_)) expect(offered).toEqual(expected);
    else expect(offered.toSorted()).toEqual(expected);
  });

  test('a new imported resource for each type, first what a component waits for', () => {
    const items = itemsAt('components:\n  d: { bundle: database }\nresources:\n  |');
    expect(items.map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
      'vpc: imported resource, for d',
      'role: imported resource',
      ...['postgres', 'web', 'ring'].map((type) => `${type}: imported resource`),
    ]);
  });

  test('of very many, some, and more while a person types', () => {
    const names = Array.from({ length: 2000 }, (_, index) => `c${index}`);
    const text = `components:\n${names.map((name) => `  ${name}: { bundle: app }\n`).join('')}environments:\n  s:\n    components:\n      `;
    const ask = (typed: string) => {
      const { manifest, registry, position } = open(`${text}${typed}|`);
      return complete(manifest, registry, position);
    };
    expect(ask('')).toMatchObject({ isIncomplete: true, items: { length: 500 } });
    expect(ask('c199')?.items.map(({ label }) => label)).toEqual(names.filter((name) => name.includes('c199')));
  });

  test('a new component for each bundle', () => {
    expect(labels('components:\n  |').toSorted()).toEqual(['app', 'database', 'loop', 'network']);
  });
});

describe('what is written', () => {
  test.each([
    ['a key with its colon', 'components:\n  a:\n    ti|', 'title', 'components:\n  a:\n    title: '],
    ['a key that has its colon', 'components:\n  a:\n    bun|: x', 'bundle', 'components:\n  a:\n    bundle: x'],
    ['a key with entries', 'components:\n  a:\n    par|', 'params', 'components:\n  a:\n    params:\n      '],
    [
      'a value with the space it needs',
      'components:\n  a:\n    bundle:|',
      'loop',
      'components:\n  a:\n    bundle: loop@~1',
    ],
    [
      'a list',
      'components:\n  a:\n    bundle: app\n    params:\n      |',
      'hosts',
      'components:\n  a:\n    bundle: app\n    params:\n      hosts:\n        - ',
    ],
    [
      'a bundle with what it requires',
      'components:\n  net:\n    bundle: network\n  db:\n    bundle: data|\n',
      'database',
      'components:\n  net:\n    bundle: network\n  db:\n    bundle: database@~2\n    connections:\n      vpc: ${1:net.vpc}\n    params:\n      instance: ${2|small,medium,large|}\n',
    ],
    [
      'a component with what it requires',
      'components:\n  |\n',
      'network',
      'components:\n  ${1:network}:\n    bundle: network@~1\n    params:\n      cidr: $2\n',
    ],
    [
      'only the reference in an override',
      'components:\n  a: { bundle: app }\nenvironments:\n  staging:\n    components:\n      a:\n        bundle: |',
      'database',
      'components:\n  a: { bundle: app }\nenvironments:\n  staging:\n    components:\n      a:\n        bundle: database@~2',
    ],
    [
      'a slot with what fits best',
      'components:\n  db:\n    bundle: database\n  a:\n    bundle: app\n    connections:\n      da|',
      'database',
      'components:\n  db:\n    bundle: database\n  a:\n    bundle: app\n    connections:\n      database: db.authentication',
    ],
    [
      'a secret by reference',
      'components:\n  a:\n    bundle: app\n    secrets:\n      S|',
      'STRIPE_KEY',
      'components:\n  a:\n    bundle: app\n    secrets:\n      STRIPE_KEY: { env: STRIPE_KEY }',
    ],
    [
      'a preset',
      'components:\n  a:\n    bundle: database\n    params:\n      |',
      'preset: Production',
      'components:\n  a:\n    bundle: database\n    params:\n      instance: large\n      storage:\n        gigabytes: 200',
    ],
    [
      'as deep as the text indents',
      'components:\n    net:\n        bundle: data|\n',
      'database',
      'components:\n    net:\n        bundle: database@~2\n        connections:\n            vpc: $1\n        params:\n            instance: ${2|small,medium,large|}\n',
    ],
    [
      'a key as deep as the other entries indent',
      'components:\n    a: { bundle: app }\nenvironments:\n    |\n',
      'staging',
      'components:\n    a: { bundle: app }\nenvironments:\n    staging:\n        \n',
    ],
    [
      'a preset as deep as the text indents',
      'components:\n   a:\n      bundle: database\n      params:\n         |',
      'preset: Production',
      'components:\n   a:\n      bundle: database\n      params:\n         instance: large\n         storage:\n            gigabytes: 200',
    ],
    ['between quotes', 'components:\n  a:\n    bundle: "|"\n', 'loop', 'components:\n  a:\n    bundle: loop@~1\n'],
    [
      'between quotes in braces',
      'components:\n  a: { bundle: network, params: { size: "|" } }\n',
      'large',
      'components:\n  a: { bundle: network, params: { size: large } }\n',
    ],
    [
      'in the middle of a word',
      'components:\n  a:\n    bundle: net|xyz # mine\n',
      'loop',
      'components:\n  a:\n    bundle: loop@~1 # mine\n',
    ],
    [
      'a bundle with what it requires, in braces',
      'components:\n  net: { bundle: network }\n  db: { bundle: | }\n',
      'database',
      'components:\n  net: { bundle: network }\n  db: { bundle: database@~2, connections: { vpc: ${1:net.vpc} }, params: { instance: ${2|small,medium,large|} } }\n',
    ],
    [
      'a component in braces',
      'components: { | }\n',
      'network',
      'components: { ${1:network}: { bundle: network@~1, params: { cidr: $2 } } }\n',
    ],
    [
      'an override in braces',
      'components:\n  a: { bundle: app }\nenvironments:\n  s: { components: { | } }\n',
      'a',
      'components:\n  a: { bundle: app }\nenvironments:\n  s: { components: { a: { $1 } } }\n',
    ],
    [
      'an imported resource',
      'resources:\n  |\n',
      'role',
      'resources:\n  ${1:role}:\n    type: role\n    from: { file: ${2:./role.json} }\n',
    ],
    [
      'where a resource comes from',
      'resources:\n  dns:\n    type: role\n    from: |\n',
      'file',
      'resources:\n  dns:\n    type: role\n    from: { file: ${1:./dns.json} }\n',
    ],
  ])('%s', (_, marked, label, expected) => {
    expect(choose(marked, label)).toBe(expected);
  });

  test('a space asks for values alone', () => {
    const { manifest, registry, position } = open('components:\n  a:\n    |');
    expect(complete(manifest, registry, position, ' ')).toBeNull();
    const value = open('components:\n  a:\n    bundle: |');
    expect(complete(value.manifest, registry, value.position, ' ')?.items).not.toHaveLength(0);
  });
});
