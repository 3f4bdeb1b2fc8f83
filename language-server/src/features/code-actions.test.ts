import { describe, expect, test } from 'vitest';
import { createManifestChecker } from '../model/check/checker.ts';
import { allProblems } from '../model/check/problems.ts';
import { codeActions, type FixedAction } from './code-actions.ts';
import { apply, open } from '../model/testing/in-memory.ts';

function actionsAt(marked: string): { text: string; actions: FixedAction[] } {
  const { manifest, registry, position, text } = open(marked);
  const problems = allProblems(manifest, createManifestChecker().check(manifest, registry));
  return { text, actions: codeActions(manifest, registry, problems, { start: position, end: position }) };
}

function choose(marked: string, title: string): string {
  const { text, actions } = actionsAt(marked);
  const action = actions.find((each) => each.title === title);
  if (!action) throw new Error(`There is no "${title}" in ${JSON.stringify(actions.map((each) => each.title))}.`);
  return apply(text, action.edit!.changes!['file:///project/infra.yaml']!);
}

describe('quick fixes', () => {
  test.each([
    [
      'a misspelled bundle',
      'components:\n  a:\n    bundle: netwrk|@~1\n    params: { cidr: "1" }\n',
      'Change to `network@~1`',
      'components:\n  a:\n    bundle: network@~1\n    params: { cidr: "1" }\n',
    ],
    [
      'a version that is not there',
      'components:\n  a:\n    bundle: network@~9|\n',
      'Change to `network@~1`',
      'components:\n  a:\n    bundle: network@~1\n',
    ],
    [
      'a name that is none, wherever it is used',
      'components:\n  My_|Net:\n    bundle: network\n  d: { bundle: database, connections: { vpc: My_Net.vpc } }\nenvironments:\n  s: { components: { My_Net: {} } }\n',
      'Change to `my-net`',
      'components:\n  my-net:\n    bundle: network\n  d: { bundle: database, connections: { vpc: my-net.vpc } }\nenvironments:\n  s: { components: { my-net: {} } }\n',
    ],
    [
      'a half-typed key',
      'components:\n  a:\n    par|ams\n    bundle: app\n',
      'Add the `:`',
      'components:\n  a:\n    params:\n    bundle: app\n',
    ],
    [
      'the only key, half typed',
      'components:\n  a:\n    bundle: app\n    params:\n      por|t\n',
      'Add the `:`',
      'components:\n  a:\n    bundle: app\n    params:\n      port:\n',
    ],
    [
      'a colon without its space',
      'components:\n  a:\n    bun|dle:app\n    params: {}\n',
      'Add the space',
      'components:\n  a:\n    bundle: app\n    params: {}\n',
    ],
    [
      'tabs',
      'components:\n\t|a:\n\t\tbundle: app\n\t\ttitle: A\tB\n',
      'Indent with spaces',
      'components:\n  a:\n    bundle: app\n    title: A\tB\n',
    ],
    [
      'a number beyond a limit',
      'components:\n  a: { bundle: app, params: { port: 7000|0 } }\n',
      'Change to `65535`',
      'components:\n  a: { bundle: app, params: { port: 65535 } }\n',
    ],
    [
      'a misspelled slot',
      'components:\n  d:\n    bundle: database\n    connections:\n      vcp|: x.vpc\n',
      'Change to `vpc`',
      'components:\n  d:\n    bundle: database\n    connections:\n      vpc: x.vpc\n',
    ],
    [
      'a misspelled target',
      'components:\n  net:\n    bundle: network\n  d:\n    bundle: database\n    connections:\n      vpc: nte|.vpc\n',
      'Change to `net.vpc`',
      'components:\n  net:\n    bundle: network\n  d:\n    bundle: database\n    connections:\n      vpc: net.vpc\n',
    ],
    [
      'a misspelled param',
      'components:\n  net:\n    bundle: network\n    params:\n      cdir|: 10.0.0.0/8\n',
      'Change to `cidr`',
      'components:\n  net:\n    bundle: network\n    params:\n      cidr: 10.0.0.0/8\n',
    ],
    [
      'a value of an enum',
      'components:\n  net:\n    bundle: network\n    params:\n      cidr: 10.0.0.0/8\n      size: lrge|\n',
      'Change to `large`',
      'components:\n  net:\n    bundle: network\n    params:\n      cidr: 10.0.0.0/8\n      size: large\n',
    ],
    [
      'a literal secret',
      'components:\n  a:\n    bundle: app\n    secrets:\n      STRIPE_KEY: abc|\n',
      'Change to `{ env: STRIPE_KEY }`',
      'components:\n  a:\n    bundle: app\n    secrets:\n      STRIPE_KEY: { env: STRIPE_KEY }\n',
    ],
    [
      'a missing param',
      'components:\n  d|:\n    bundle: database\n',
      'Add `instance`',
      'components:\n  d:\n    bundle: database\n    params:\n      instance: small\n',
    ],
    [
      'a missing connection',
      'components:\n  net:\n    bundle: network\n  d|:\n    bundle: database\n',
      'Connect `vpc` to `net.vpc`',
      'components:\n  net:\n    bundle: network\n  d:\n    bundle: database\n    connections:\n      vpc: net.vpc\n',
    ],
    [
      'a missing component',
      'components:\n  d|:\n    bundle: database\n',
      'Add `vpc`, a `network`',
      'components:\n  d:\n    bundle: database\n    connections:\n      vpc: vpc.vpc\n  vpc:\n    bundle: network@~1\n',
    ],
    [
      'a missing secret',
      'components:\n  a|:\n    bundle: app\n    params: { port: 80 }\n',
      'Add `STRIPE_KEY: { env: STRIPE_KEY }`',
      'components:\n  a:\n    bundle: app\n    params: { port: 80 }\n    secrets:\n      STRIPE_KEY:\n        env: STRIPE_KEY\n',
    ],
    [
      'a param that nothing reads',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8, colo|ur: red }\n',
      'Remove `colour`',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8 }\n',
    ],
    [
      'the same in one environment',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8 }\nenvironments:\n  x: { components: { net: { params: { colo|ur: red } } } }\n',
      'Remove `colour`',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8 }\nenvironments:\n  x: {}\n',
    ],
    [
      'a deprecated param',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8, ol|d: x }\n',
      'Remove `old`',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8 }\n',
    ],
    [
      'a slot that the bundle does not have',
      'components:\n  net:\n    bundle: network\n    connections:\n      oth|er: x.y\n',
      'Disconnect `other` of `net`',
      'components:\n  net:\n    bundle: network\n',
    ],
    [
      'a loop',
      'components:\n  a: { bundle: loop, connections: { in: b.o|ut } }\n  b: { bundle: loop, connections: { in: a.out } }\n',
      'Disconnect `in` of `a`',
      'components:\n  a: { bundle: loop }\n  b: { bundle: loop, connections: { in: a.out } }\n',
    ],
    [
      'a boolean of YAML 1.1',
      'environments:\n  x:\n    protected: y|es\n',
      'Change to `true`',
      'environments:\n  x:\n    protected: true\n',
    ],
    [
      'an unused resource',
      'components: {}\nresources:\n  old|: { type: role, from: { env: X } }\n  used: { type: role, from: { env: X } }\n',
      'Remove `old`',
      'components: {}\nresources:\n  used: { type: role, from: { env: X } }\n',
    ],
    [
      'a key that occurs twice',
      'components:\n  a:\n    bundle: network\n    bun|dle: database # two\n    params: {}\n',
      'Remove the second `bundle`',
      'components:\n  a:\n    bundle: network\n    params: {}\n',
    ],
    [
      'an empty section that occurs twice',
      'components:\n  a: { bundle: network }\nproject: p\ncompo|nents: {}\n',
      'Remove the second `components`',
      'components:\n  a: { bundle: network }\nproject: p\n',
    ],
    [
      'a component that occurs twice',
      'components:\n  a: { bundle: network }\n  "a|": { bundle: app }\n',
      'Remove the second `a`',
      'components:\n  a: { bundle: network }\n',
    ],
    [
      'the same under another name',
      'components:\n  a: { bundle: network }\n  a-2: { bundle: loop }\n  "a|": { bundle: app }\n',
      'Rename to `a-3`',
      'components:\n  a: { bundle: network }\n  a-2: { bundle: loop }\n  a-3: { bundle: app }\n',
    ],
    [
      'an environment that occurs twice',
      'components: {}\nenvironments:\n  x:\n    protected: true\n\n  # again\n  x|:\n    protected: false\n',
      'Remove the second `x`',
      'components: {}\nenvironments:\n  x:\n    protected: true\n',
    ],
    [
      'an imported resource that occurs twice',
      'resources:\n  r: { type: role, from: { env: X } }\n  r|: { type: role, from: { env: Y } }\n',
      'Rename to `r-2`',
      'resources:\n  r: { type: role, from: { env: X } }\n  r-2: { type: role, from: { env: Y } }\n',
    ],
    [
      'an imported resource with the name of a component',
      'components:\n  a: { bundle: network }\nresources:\n  a|: { type: role, from: { env: X } }\n',
      'Rename to `a-2`',
      'components:\n  a: { bundle: network }\nresources:\n  a-2: { type: role, from: { env: X } }\n',
    ],
    [
      'an override of a misspelled component',
      'components:\n  net: { bundle: network }\nenvironments:\n  x: { components: { ne|tt: { params: {} } } }\n',
      'Change to `net`',
      'components:\n  net: { bundle: network }\nenvironments:\n  x: { components: { net: { params: {} } } }\n',
    ],
    [
      'an override of no component',
      'components:\n  net: { bundle: network }\nenvironments:\n  x:\n    components:\n      # long gone\n      sho|p: { params: {} }\n',
      'Remove the override of `shop`',
      'components:\n  net: { bundle: network }\nenvironments:\n  x: {}\n',
    ],
    [
      'the component of an override, from its bundle',
      'components:\n  net: { bundle: network }\nenvironments:\n  x: { components: { sho|p: { bundle: app@~0 } } }\n',
      'Add the component `shop`, a `app@~0`',
      'components:\n  net: { bundle: network }\n  shop: { bundle: app@~0 }\nenvironments:\n  x: { components: { shop: { bundle: app@~0 } } }\n',
    ],
    [
      'the component of an override, from its params',
      'components:\n  net: { bundle: network }\nenvironments:\n  x: { components: { sho|p: { params: { port: 1 } } } }\n',
      'Add the component `shop`, a `app@~0`',
      'components:\n  net: { bundle: network }\n  shop: { bundle: app@~0 }\nenvironments:\n  x: { components: { shop: { params: { port: 1 } } } }\n',
    ],
    [
      'an unknown key',
      'components:\n  a:\n    bundle: network\n    # what is this\n    coun|t: 3\n    params: { cidr: "1" }\n',
      'Remove `count`',
      'components:\n  a:\n    bundle: network\n    params: { cidr: "1" }\n',
    ],
    [
      'an unknown secret',
      'components:\n  a:\n    bundle: app\n    secrets: { STRIPE_KEY: { env: A }, OTH|ER: { env: B } }\n',
      'Remove `OTHER`',
      'components:\n  a:\n    bundle: app\n    secrets: { STRIPE_KEY: { env: A } }\n',
    ],
    [
      'a missing bundle',
      'components:\n  a|:\n    params: { cidr: "1" }\n',
      'Add `bundle: network@~1`',
      'components:\n  a:\n    bundle: network@~1\n    params: { cidr: "1" }\n',
    ],
    [
      'a missing type',
      'components:\n  d: { bundle: database, connections: { vpc: net } }\nresources:\n  net|:\n    from: { env: NET }\n',
      'Add `type: vpc`',
      'components:\n  d: { bundle: database, connections: { vpc: net } }\nresources:\n  net:\n    type: vpc\n    from: { env: NET }\n',
    ],
    [
      'a missing source',
      'resources:\n  my-net|: { type: vpc }\n',
      'Add `from: { env: MY_NET }`',
      'resources:\n  my-net: { type: vpc, from: { env: MY_NET } }\n',
    ],
    [
      'a bundle with its organisation',
      'components:\n  a: { bundle: massdriver/netwo|rk@~1 }\n',
      'Change to `network@~1`',
      'components:\n  a: { bundle: network@~1 }\n',
    ],
    [
      'a version that is none',
      'components:\n  a: { bundle: netwo|rk@newest }\n',
      'Change to `network@~1`',
      'components:\n  a: { bundle: network@~1 }\n',
    ],
    [
      'a half of a version',
      'components:\n  a: { bundle: netwo|rk@v1.2 }\n',
      'Change to `network@~1.2`',
      'components:\n  a: { bundle: network@~1.2 }\n',
    ],
    [
      'a connection to nothing',
      'components:\n  net: { bundle: network }\n  d: { bundle: database, connections: { vpc: net.v|pc.id } }\n',
      'Change to `net.vpc`',
      'components:\n  net: { bundle: network }\n  d: { bundle: database, connections: { vpc: net.vpc } }\n',
    ],
    [
      'a misspelled alias',
      'x-base: &base { size: small }\ncomponents:\n  net: { bundle: network, params: *bas|s }\n',
      'Change to `*base`',
      'x-base: &base { size: small }\ncomponents:\n  net: { bundle: network, params: *base }\n',
    ],
    [
      'a control character',
      'project: sh\u0007|op\ncomponents: {}\n',
      'Remove the control character',
      'project: shop\ncomponents: {}\n',
    ],
  ])('%s', (_, marked, title, expected) => {
    expect(choose(marked, title)).toBe(expected);
  });
});

test.each([
  [
    'a missing connection does not rename the component',
    'components:\n  net:\n    bundle: network\n  d|:\n    bundle: database\n',
    /^Change to/,
  ],
  [
    'a param is not written twice',
    'components:\n  net:\n    bundle: network\n    params: { size: small, sise|: large }\n',
    /^Change to/,
  ],
  [
    'an override is not written twice',
    'components:\n  net:\n    bundle: network\nenvironments:\n  x: { components: { net: {}, ne|tt: {} } }\n',
    /^Change to/,
  ],
])('%s', (_, marked, title) => {
  expect(actionsAt(marked).actions.filter((action) => title.test(action.title))).toEqual([]);
});

describe('refactorings', () => {
  const both = (component: string, override: string): string =>
    `components:\n  net:\n    bundle: network\n    params: ${component}\nenvironments:\n  staging: ${override}\n`;

  test('a value becomes an override of one environment', () => {
    expect(choose(both('{ cidr: 10.0.0.0/|8 }', '{}'), 'Override `cidr` in staging')).toMatch(
      /params: \{ cidr: 10\.0\.0\.0\/8 \}\nenvironments:\n {2}staging:[^]*net[^]*cidr: 10\.0\.0\.0\/8/,
    );
  });

  test('and goes back to the component', () => {
    const marked = both('{ cidr: 10.0.0.0/8 }', '{ components: { net: { params: { size: lar|ge } } } }');
    const text = choose(marked, 'Move `size` to the component, for every environment');
    expect(text).toContain('params: { cidr: 10.0.0.0/8, size: large }');
    expect(text.split('size: large')).toHaveLength(2);
  });

  test('a preset is applied', () => {
    const text = choose(
      'components:\n  d|:\n    bundle: database\n    # mine\n    params:\n      instance: small\n',
      'Apply the preset Production',
    );
    expect(text).toBe(
      'components:\n  d:\n    bundle: database\n    # mine\n    params:\n      instance: large\n      storage:\n        gigabytes: 200\n',
    );
  });

  test('a component that nothing is connected to is removed, from environments, too', () => {
    const marked =
      'components:\n  net: { bundle: network }\n  # Data\n  d|b:\n    bundle: database\n    connections: { vpc: net.vpc }\nenvironments:\n  x: { components: { db: { params: { instance: small } } } }\n';
    const title = 'Remove `db`: nothing is connected to it';
    expect(choose(marked, title)).toBe('components:\n  net: { bundle: network }\nenvironments:\n  x: {}\n');
    const used = marked.replace('d|b', 'db').replace('  net', '  n|et');
    expect(actionsAt(used).actions.filter(({ title: each }) => each.startsWith('Remove'))).toEqual([]);
  });

  test('a value that environments repeat is extracted', () => {
    const text = choose(
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8 }\nenvironments:\n  x: { components: { net: { params: { size: lar|ge } } } }\n  y: { components: { net: { params: { size: small } } } }\n  z: { components: { net: { params: { size: large, cidr: 10.1.0.0/16 } } } }\n',
      'Extract `size` to the component: x and z repeat it',
    );
    expect(text).toBe(
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8, size: large }\nenvironments:\n  x: {}\n  y: { components: { net: { params: { size: small } } } }\n  z: { components: { net: { params: { cidr: 10.1.0.0/16 } } } }\n',
    );
  });
});
