import { describe, expect, test } from 'vitest';
import type { Slot } from '../bundle/bundle.ts';
import { parseManifest } from './parse.ts';
import { mergeParams, resolveInstance } from './resolve.ts';

const manifest = parseManifest(
  'file:///infra.yaml',
  1,
  `components:
  app:
    bundle: k8s-app@~2
    connections: { database: postgres.authentication }
    params: { size: 1, image: { name: shop, tag: v1 }, tags: [a, b], __proto__: { x: 1 } }
    secrets: { KEY: { env: KEY } }
environments:
  staging: {}
  production:
    defaults: { aws-iam-role: role, massdriver/aws-vpc@~1: network.vpc, postgresql-authentication: other }
    components:
      app:
        bundle: k8s-app@2.1.0
        connections: { cache: redis.authentication }
        params: { image: { tag: v2 }, tags: [c], size: { big: true } }
        secrets: { KEY: { file: ./key }, MORE: { store: more } }
`,
);

const slots = new Map<string, Slot>(
  [
    'database: postgresql-authentication',
    'cache: redis-authentication',
    'vpc: aws-vpc',
    'role: aws-iam-role',
    'open: x',
  ].map((text) => {
    const [name = '', type = ''] = text.split(': ');
    return [name, { name, type: { name: type }, required: true }];
  }),
);

describe('resolveInstance', () => {
  test('an environment that says nothing sees the component as it is', () => {
    const instance = resolveInstance(manifest, 'app', 'staging', () => slots);
    expect(instance?.params).toEqual(manifest.components.get('app')?.params?.value);
    expect([...(instance?.connections ?? [])]).toEqual([
      ['database', { target: { component: 'postgres', resource: 'authentication' }, from: 'connection' }],
    ]);
  });

  test('an override is merged over the component, and defaults fill what is open', () => {
    const instance = resolveInstance(manifest, 'app', 'production', () => slots);
    expect(instance).toMatchObject({
      component: 'app',
      environment: 'production',
      bundle: { name: 'k8s-app', range: '2.1.0' },
      params: { size: { big: true }, image: { name: 'shop', tag: 'v2' }, tags: ['c'] },
    });
    expect(
      [...(instance?.connections ?? [])].map(([slot, { target, from }]) => `${slot} ${target.component} ${from}`),
    ).toEqual(['database postgres connection', 'cache redis override', 'vpc network default', 'role role default']);
    expect([...(instance?.secrets ?? [])]).toEqual([
      ['KEY', { kind: 'file', path: './key' }],
      ['MORE', { kind: 'store', name: 'more' }],
    ]);
  });

  test('what is not there has no instance', () => {
    expect(resolveInstance(manifest, 'nothing', 'staging')).toBeUndefined();
    expect(resolveInstance(manifest, 'app', 'nothing')).toBeUndefined();
    expect(resolveInstance(manifest, 'app', undefined)?.environment).toBe('');
  });
});

describe('mergeParams', () => {
  const component = manifest.components.get('app') ?? {};
  const override = manifest.environments.get('production')?.components.get('app');
  test.each([
    [[], 'component'],
    [['image'], 'component'],
    [['image', 'name'], 'component'],
    [['image', 'tag'], 'environment'],
    [['tags'], 'environment'],
    [['tags', 0], 'environment'],
    [['size', 'big'], 'environment'],
    [['__proto__', 'x'], 'component'],
    [['nothing'], 'component'],
  ] as const)('%j is of the %s', (path, origin) => {
    expect(mergeParams(component, override).origin(path)).toBe(origin);
  });

  test('keeps odd keys as ordinary ones', () => {
    expect(Object.keys(mergeParams(component, override).value)).toContain('__proto__');
  });
});
