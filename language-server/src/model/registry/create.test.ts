import { describe, expect, it } from 'vitest';
import { createRegistry } from './create.ts';
import { matches, mismatch } from './match.ts';
import type { Origin, RegistrySource } from './registry.ts';
import { isInRange, newestFirst } from './versions.ts';

function source(origin: Origin, files: { [path: string]: string }): RegistrySource {
  return { origin, files: Object.entries(files).map(([path, text]) => ({ uri: `file:///${origin}/${path}`, text })) };
}

const vpc = (version: string) => `name: aws-vpc\nversion: ${version}\nschema: { type: object, required: [data] }`;
const registry = createRegistry([
  source('built-in', {
    'app/bundle.yaml': 'name: web-app\nversion: 1.0.0\ndescription: >-\n  Built\n  in',
    'db/bundle.yaml': 'name: database\nversion: 2.0.0',
    'types/aws-vpc.yaml': vpc('1.0.0'),
    'schemas/region.json': '{"type": "string", "title": "Region"}',
  }),
  source('workspace', {
    'app/massdriver.yaml': 'name: web-app\nversion: 1.1.0 # newest\nicon: "box"',
    'app-1/bundle.yaml': "name: 'web-app'\nversion: 1.0.5",
    'app-2/bundle.yaml':
      'name: web-app\nversion: 2.0.0\nparams: { properties: { r: { $ref: https://example.com/region.json } } }',
    'broken/bundle.yaml': 'name: broken-app\nparams: [',
    'nameless/bundle.yaml': 'params: {}',
    'template/massdriver.yaml': 'name: "{{ name }}"',
    'older/aws-vpc.json':
      '{"$md": {"name": "redis-authentication", "label": "Redis"}, "properties": {"data": {"$ref": "../parts/data.json"}}}',
    'parts/data.json': '{"type": "object"}',
    'self.json': '{"$md": {"name": "self"}, "properties": {"again": {"$ref": "massdriver/self"}}}',
    'other.yaml': 'kind: Deployment',
  }),
]);

function resolve(name: string, range?: string, dev = false) {
  const found = registry.resolveBundle({ name, dev, ...(range === undefined ? {} : { range }) });
  return found.kind === 'found' ? `${found.bundle.version} ${found.origin}` : found;
}

describe('resolveBundle', () => {
  it.each([
    ['web-app', undefined, '2.0.0 workspace'],
    ['web-app', 'latest', '2.0.0 workspace'],
    ['web-app', '~1', '1.1.0 workspace'],
    ['web-app', '~1.0', '1.0.5 workspace'],
    ['web-app', '1.0.0', '1.0.0 built-in'],
    ['database', '~2', '2.0.0 built-in'],
  ])('%s@%s is %s', (name, range, expected) => {
    expect(resolve(name, range)).toBe(expected);
  });

  it('says what is near, what there is, and what is broken', () => {
    expect(resolve('web-ap')).toEqual({ kind: 'unknown-name', suggestions: ['web-app'] });
    expect(resolve('web-app', '~3')).toEqual({ kind: 'no-version', available: ['2.0.0', '1.1.0', '1.0.5', '1.0.0'] });
    expect(resolve('database', undefined, true)).toEqual({ kind: 'no-version', available: ['2.0.0'] });
    expect(resolve('nameless')).toMatchObject({ kind: 'broken', problems: [{ code: 'bundle-name' }] });
    expect(resolve('constructor')).toMatchObject({ kind: 'unknown-name' });
  });

  it('keeps what can be read of a broken file', () => {
    expect(resolve('broken-app')).toBe('0.0.0 workspace');
  });

  it('answers references from the fragments', () => {
    const found = registry.resolveBundle({ name: 'web-app', dev: false });
    expect(found).toMatchObject({ bundle: { params: { properties: { r: { title: 'Region' } } } } });
  });
});

it('lists bundles without reading them', () => {
  expect(registry.bundles()).toEqual([
    { name: 'web-app', origin: 'workspace', versions: ['2.0.0', '1.1.0', '1.0.5', '1.0.0'] },
    { name: 'broken-app', origin: 'workspace', versions: ['0.0.0'] },
    { name: 'nameless', origin: 'workspace', versions: ['0.0.0'] },
    { name: 'database', origin: 'built-in', versions: ['2.0.0'] },
  ]);
  expect(
    createRegistry([
      source('built-in', { 'a/bundle.yaml': 'name: web-app\ndescription: >-\n  Built\n  in\n' }),
    ]).bundles(),
  ).toEqual([{ name: 'web-app', origin: 'built-in', versions: ['0.0.0'], description: 'Built in' }]);
});

it('reads resource types of both forms', () => {
  expect(registry.resourceTypes().map(({ name }) => name)).toEqual(['redis-authentication', 'self', 'aws-vpc']);
  expect(registry.resourceType({ name: 'redis-authentication' })).toMatchObject({
    label: 'Redis',
    version: '0.0.0',
    schema: { properties: { data: { type: 'object' } } },
  });
  expect(registry.resourceType({ name: 'aws-vpc', range: '~1' })?.version).toBe('1.0.0');
  expect(registry.resourceType({ name: 'aws-vpc', range: '~2' })).toBeUndefined();
  expect(registry.resourceType({ name: 'self' })?.schema).toEqual({ properties: { again: true } });
});

it('has the same revision for the same content', () => {
  const files = { 'a/bundle.yaml': 'name: web-app' };
  expect(createRegistry([source('folder', files)]).revision).toBe(createRegistry([source('folder', files)]).revision);
  expect(createRegistry([source('folder', { 'a/bundle.yaml': 'name: web-apq' })]).revision).not.toBe(
    createRegistry([source('folder', files)]).revision,
  );
});

describe('matches', () => {
  it.each([
    [{ name: 'aws-vpc' }, { name: 'aws-vpc' }, true],
    [{ name: 'aws-vpc' }, { name: 'aws-vpc', range: '~1' }, true],
    [{ name: 'aws-vpc', range: '1.0.0' }, { name: 'aws-vpc', range: '~1' }, true],
    [{ name: 'aws-vpc', range: '~1' }, { name: 'aws-vpc', range: '~2' }, false],
    [{ name: 'gone', range: '1.0.0' }, { name: 'gone', range: '~2' }, false],
    [{ name: 'aws-vpc' }, { name: 'gcp-network' }, false],
  ])('%j in %j: %s', (output, slot, expected) => {
    expect(matches(output, slot, registry)).toBe(expected);
  });

  it('says why not', () => {
    expect(mismatch({ name: 'a' }, { name: 'b' }, registry)).toBe('it takes `b`, and this is `a`');
    expect(mismatch({ name: 'aws-vpc', range: '~1' }, { name: 'aws-vpc', range: '~2' }, registry)).toBe(
      'it takes `aws-vpc@~2`, and this is version 1.0.0',
    );
  });
});

it('knows ranges', () => {
  expect(newestFirst(['1.9.0', '1.10.0', '1.9.0'])).toEqual(['1.10.0', '1.9.0']);
  expect(isInRange('1.2.3', 'nonsense')).toBe(false);
});
