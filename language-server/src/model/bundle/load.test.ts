import { describe, expect, it } from 'vitest';
import { loadBundle, type LoadContext } from './load.ts';
import { processorTime } from '../testing/processor-time.ts';

const context: LoadContext = { file: () => undefined, fragment: () => undefined, resourceType: () => undefined };

function load(text: string) {
  return loadBundle('file:///b/bundle.yaml', text, context);
}

function codes(text: string): string[] {
  return load(text).problems.map(
    ({ code, severity, range }) => `${severity} ${code} ${range.start.line}:${range.start.character}`,
  );
}

const current = `
name: web-app
version: 1.2.3
params:
  examples:
    - __name: Small
      size: 1
    - size: 2
  properties:
    size: { type: integer }
dependencies:
  database:
    resource_type: postgresql-authentication@~1
    required: true
    title: Database
resources:
  site:
    resource_type: massdriver/api@1.0.0
steps:
  - path: chart
    provisioner: helm:3
    config: { values: '.params' }
    skip_on_delete: true
app:
  envs: { DATABASE_URL: .connections.database }
  policies: [.params]
  secrets:
    KEY: { required: true, title: Key }
checks:
  - { name: small, expression: params.size < 9, message: Too large, severity: warning }
`;

const older = `
name: web-app
params: { properties: { size: { type: integer } } }
connections:
  required: [database]
  properties:
    database: { $ref: massdriver/postgresql-authentication, title: Database, properties: { data: {} } }
    cache: { $ref: redis-authentication }
artifacts:
  properties:
    site: { $ref: api }
`;

describe('loadBundle', () => {
  it('reads the current dialect', () => {
    const { bundle, problems } = load(current);
    expect(problems).toEqual([]);
    expect(bundle).toMatchObject({
      name: 'web-app',
      version: '1.2.3',
      dialect: 'current',
      params: { type: 'object', properties: { size: { type: 'integer' } } },
      presets: [
        { label: 'Small', params: { size: 1 } },
        { label: 'Preset 2', params: { size: 2 } },
      ],
      steps: [
        {
          path: 'chart',
          provisioner: 'helm',
          provisionerVersion: '3',
          config: { values: '.params' },
          skipOnDelete: true,
        },
      ],
      app: { policies: ['.params'] },
      checks: [{ name: 'small', severity: 'warning' }],
    });
    expect([...(bundle?.dependencies.values() ?? [])]).toEqual([
      { name: 'database', type: { name: 'postgresql-authentication', range: '~1' }, required: true, title: 'Database' },
    ]);
    expect([...(bundle?.resources.values() ?? [])]).toEqual([
      { name: 'site', type: { name: 'api', range: '1.0.0' }, required: false },
    ]);
    expect([...(bundle?.app.secrets.values() ?? [])]).toEqual([
      { name: 'KEY', required: true, json: false, title: 'Key' },
    ]);
  });

  it('reads the older dialect into the same model', () => {
    const { bundle, problems } = load(older);
    expect(problems).toEqual([]);
    expect(bundle).toMatchObject({
      dialect: 'older',
      version: '0.0.0',
      steps: [{ path: 'src', provisioner: 'terraform' }],
    });
    expect([...(bundle?.dependencies.values() ?? [])]).toEqual([
      {
        name: 'database',
        type: { name: 'postgresql-authentication' },
        required: true,
        title: 'Database',
        constraint: { properties: { data: {} } },
      },
      { name: 'cache', type: { name: 'redis-authentication' }, required: false },
    ]);
    expect([...(bundle?.resources.keys() ?? [])]).toEqual(['site']);
  });

  it.each<[string, string, string[]]>([
    ['no name', 'version: 1.0.0', ['error bundle-name 0:0']],
    ['a bad name', 'name: Web App', ['error bundle-name 0:6']],
    ['a bad version', 'name: web-app\nversion: 1.0', ['error bundle-version 1:9']],
    ['not a map', '- a', ['error bundle-shape 0:0']],
    ['a duplicate key', 'name: web-app\nname: other', ['error duplicate-key 1:0']],
    [
      'mixed dialects',
      'name: web-app\nconnections: {}\ndependencies: { a: { resource_type: b } }',
      ['error dialects-mixed 2:0'],
    ],
    ['anchors at the top', 'name: web-app\nx: &a { type: string }\nparams: { properties: { b: { <<: *a } } }', []],
    [
      'dependencies of JSON Schema at the top',
      'name: web-app\nconnections: {}\ndependencies:\n  mode:\n    oneOf: [{ properties: { mode: { const: a } } }]',
      [],
    ],
    [
      'a slot without a type',
      'name: web-app\ndependencies: { a: { resource_type: b }, c: {} }',
      ['warning resource-type-missing 1:41'],
    ],
    ['params that are a list', 'name: web-app\nparams: [a]', ['error bundle-shape 1:8']],
    [
      'a reference to nowhere',
      'name: web-app\nparams:\n  properties:\n    a:\n      $ref: ./gone.json',
      ['information reference-not-found 4:12'],
    ],
    ['text without end', 'name: "web', ['error yaml-syntax 0:10']],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it.each([
    ['tags', 'name: a-b\n{% if x %}\nparams: {}\n{% endif %}'],
    ['a value', 'name: a-b\nparams: {{ params }}'],
    ['a quoted name', 'name: "{{ name }}"'],
  ])('skips a template quietly: %s', (_, text) => {
    expect(load(text)).toEqual({ problems: [] });
  });

  it.each([
    ['a quoted text', 'name: a-b\ndescription: "{{ x }}"'],
    ['a block', 'name: a-b\ndescription: |\n  {{ x }}\n  {% y %}'],
    ['a comment', 'name: a-b # {{ x }}'],
    ['a plain text', 'name: a-b\ndescription: use {{ x }} here'],
  ])('does not take it for a template: %s', (_, text) => {
    expect(load(text).bundle?.name).toBe('a-b');
  });

  it('has another digest when the contract is another, and the same for another comment', () => {
    const digest = (text: string) => load(text).bundle?.digest;
    expect(digest(`# note\n${current}`)).toBe(digest(current));
    expect(digest(current.replace('type: integer', 'type: number'))).not.toBe(digest(current));
    expect(digest(current.replace('required: true', 'required: false'))).not.toBe(digest(current));
  });

  it('leaves out keywords that have not the form they must have', () => {
    const { bundle } = load(
      'name: a-b\nparams:\n  required: [a, 5]\n  properties:\n    a: { enum: 5, title: 14, examples: x, properties: [], oneOf: [], minimum: 1 }\n    b: text',
    );
    expect(bundle?.params).toEqual({ type: 'object', required: ['a'], properties: { a: { title: '14', minimum: 1 } } });
  });

  it('keeps names that objects inherit', () => {
    const { bundle } = load(
      'name: a-b\nparams: { properties: { __proto__: { type: string }, constructor: { type: string } } }\ndependencies: { __proto__: { resource_type: b } }',
    );
    expect(Object.keys(bundle?.params.properties ?? {})).toEqual(['__proto__', 'constructor']);
    expect([...(bundle?.dependencies.keys() ?? [])]).toEqual(['__proto__']);
  });

  it.each([
    [
      'an alias bomb',
      `name: a-b\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replaceAll(
        /./g,
        (key) =>
          `${key}: &${key} [${Array(9)
            .fill(`*${String.fromCharCode(key.charCodeAt(0) - 1)}`)
            .join(',')}]\n`,
      )}`,
    ],
    ['depth', `name: a-b\nparams: ${'['.repeat(20_000)}`],
    ['binary', 'name: a-b\n\u0000\u0001'],
  ])('survives %s', (_, text) => {
    const work = () => expect(load(text).problems).toHaveLength(1);
    expect(processorTime(work)).toBeLessThan(2_000);
  });
});
