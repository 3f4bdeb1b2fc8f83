import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { editManifest, parseManifest } from './parse.ts';
import { processorTime } from '../testing/processor-time.ts';

const text = `project: shop
components:
  database:
    title: Orders database
    bundle: aws-rds-postgres@~1.2+dev
    connections:
      vpc: network.vpc
      zone: dns
    params:
      size: 3
      "a b": [x, { y: null }]
      text: |
        two
        lines
    secrets:
      KEY: { env: STRIPE_KEY }
resources:
  dns: { type: aws-route53-zone, from: { project: platform, environment: production, resource: dns.zone } }
environments:
  staging:
    protected: true
    defaults: { aws-iam-role: staging-role }
    components:
      database: { bundle: aws-rds-postgres@1.4.0, params: { size: 4 } }
`;

const manifest = parseManifest('file:///infra.yaml', 7, text);

/** The text under a span, to see that it is the right one. */
function under(
  entry: { slice: { text: string } } | undefined,
  span: { start: number; end: number } | undefined,
): string | undefined {
  return span && entry?.slice.text.slice(span.start, span.end);
}

describe('parseManifest', () => {
  test('reads a component with the place of each part', () => {
    const database = manifest.components.get('database');
    expect(database).toMatchObject({
      name: { value: 'database' },
      title: { value: 'Orders database' },
      bundle: { value: { name: 'aws-rds-postgres', range: '~1.2', dev: true } },
      connections: [
        { slot: { value: 'vpc' }, target: { value: { component: 'network', resource: 'vpc' } }, text: 'network.vpc' },
        { slot: { value: 'zone' }, target: { value: { component: 'dns' } }, text: 'dns' },
      ],
      params: { value: { size: 3, 'a b': ['x', { y: null }], text: 'two\nlines\n' } },
      secrets: [{ name: { value: 'KEY' }, reference: { value: { kind: 'env', name: 'STRIPE_KEY' } } }],
    });
    expect(under(database, database?.name.span)).toBe('database');
    expect(under(database, database?.bundle?.span)).toBe('aws-rds-postgres@~1.2+dev');
    expect(under(database, database?.connections[0]?.span)).toBe('vpc: network.vpc');
    expect(under(database, database?.params?.locate(['a b', 1, 'y'], 'key'))).toBe('y');
    expect(under(database, database?.params?.locate(['a b', 1]))).toBe('{ y: null }');
    expect(under(database, database?.params?.locate(['size'], 'key'))).toBe('size');
    expect(database?.params?.locate(['nothing'])).toBeUndefined();
  });

  test('reads resources, environments and the project', () => {
    expect(manifest.project?.name.value).toBe('shop');
    expect(manifest.version).toBe(7);
    expect(manifest.resources.get('dns')).toMatchObject({
      type: { value: 'aws-route53-zone' },
      from: { value: { kind: 'project', project: 'platform', environment: 'production', resource: 'dns.zone' } },
    });
    const staging = manifest.environments.get('staging');
    expect(staging).toMatchObject({
      protected: true,
      defaults: [{ type: { value: 'aws-iam-role' }, target: { value: { component: 'staging-role' } } }],
    });
    expect(staging?.components.get('database')).toMatchObject({
      params: { value: { size: 4 } },
      bundle: { value: { range: '1.4.0' } },
    });
    expect(manifest.problems()).toEqual([]);
    expect(manifest.broken).toBe(false);
  });

  test('finds slices by position and positions by span', () => {
    const { slice, offset } = manifest.at({ line: 9, character: 12 });
    expect(slice.text.slice(offset, offset + 1)).toBe('3');
    expect(manifest.range(slice, { start: offset, end: offset + 1 })).toEqual({
      start: { line: 9, character: 12 },
      end: { line: 9, character: 13 },
    });
  });

  test('reads in pieces ahead of need', () => {
    const pieces = parseManifest('file:///infra.yaml', 1, text);
    let budget = 2;
    expect(pieces.prepare(() => budget-- === 0)).toBe(false);
    expect(pieces.prepare(() => false)).toBe(true);
  });

  test('names of every object are ordinary names', () => {
    const odd = parseManifest(
      'file:///infra.yaml',
      1,
      'components:\n  a:\n    bundle: x\n    params: { __proto__: { x: 1 }, constructor: 2 }\n',
    );
    const params = odd.components.get('a')?.params?.value;
    expect(Object.keys(params ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(params)).toBe(Object.prototype);
    expect(({} as { x?: number }).x).toBeUndefined();
    expect(odd.components.get('constructor')).toBeUndefined();
  });

  test('flow style reads like block style', () => {
    const flow = parseManifest(
      'file:///infra.yaml',
      1,
      `{ components: { a: { bundle: x, params: { size: 1 } }, b: { bundle: y } } }`,
    );
    expect([...flow.components.keys()]).toEqual(['a', 'b']);
    expect(flow.components.get('a')?.params?.value).toEqual({ size: 1 });
  });
});

describe('aliases', () => {
  const shared = `base: &base
  size: 1
  tags: &tags [a, b]
components:
  a:
    bundle: &bundle aws-vpc@~1
    params: &params { <<: *base, size: 2 }
  b:
    bundle: *bundle
    params: { <<: [*params, *base], tags: *tags, more: 1 }
  c: &c { bundle: *bundle, params: { list: [*tags] } }
  d: *c
`;

  test('mean what they mean to the YAML library, across slices', () => {
    const manifest = parseManifest('file:///infra.yaml', 1, shared);
    const expected = parse(shared, { merge: true }) as { components: Record<string, { params: unknown }> };
    for (const [name, component] of manifest.components) {
      expect(component.params?.value).toEqual(expected.components[name]?.params);
      expect(component.bundle?.value?.name).toBe('aws-vpc');
    }
    expect(manifest.problems()).toEqual([]);
  });

  test('are the place of what they bring in', () => {
    const manifest = parseManifest('file:///infra.yaml', 1, shared);
    const b = manifest.components.get('b');
    expect(under(b, b?.bundle?.span)).toBe('*bundle');
    expect(under(b, b?.params?.locate(['tags', 0]))).toBe('*tags');
    expect(under(b, b?.params?.locate(['size']))).toBe('*params');
    const d = manifest.components.get('d');
    expect(under(d, d?.params?.locate(['list', 0, 1]))).toBe('*c');
  });

  test('follow an edit of their anchor', () => {
    const before = parseManifest('file:///infra.yaml', 1, shared);
    expect(before.components.get('a')?.params?.value).toMatchObject({ tags: ['a', 'b'] });
    const range = { start: { line: 2, character: 15 }, end: { line: 2, character: 16 } };
    const after = editManifest(before, 2, [{ range, text: 'z' }]);
    expect(after.components.get('d')?.params?.value).toEqual({ list: [['z', 'b']] });
    expect(before.components.get('d')?.params?.value).toEqual({ list: [['a', 'b']] });
  });

  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]
${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]}, `.repeat(9)}]`).join('\n')}
components:
  boom: { bundle: x, params: { all: *i } }
`;
  test.each([
    ['a bomb', bomb, ['yaml-too-many-aliases']],
    [
      'a merge bomb',
      bomb.replaceAll(/\[(\*.*)\]/g, '{ <<: [$1] }').replace('[x, x, x, x, x, x, x, x, x]', '{ x: 1 }'),
      ['yaml-too-many-aliases'],
    ],
    ['an alias of itself', 'components:\n  a: { bundle: x, params: &p { again: *p } }\n', ['recursive-alias']],
    [
      'two aliases of each other',
      'components:\n  a: { bundle: x, params: &p { q: &q [*p], r: *q } }\n',
      ['recursive-alias', 'recursive-alias'],
    ],
    ['an anchor that is not there', 'components:\n  a: { bundle: *x }\n', ['unknown-anchor']],
    ['an anchor that comes later', 'components:\n  a: { bundle: *x }\nlater: &x aws-vpc\n', ['unknown-anchor']],
  ])('%s is a problem, quickly', (_, text, codes) => {
    const work = () =>
      expect(
        parseManifest('file:///infra.yaml', 1, text)
          .problems()
          .map(({ code }) => code),
      ).toEqual(codes);
    expect(processorTime(work)).toBeLessThan(1_000);
  });
});
