import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRegistrySource } from '../../node/registry-files.ts';
import { applyChanges } from '../edit/source-text.ts';
import { createRegistry, loadContextOf } from '../registry/create.ts';
import { checkBundle } from './check/check.ts';
import { loadBundle } from './load.ts';
import { migrateBundle } from './migrate.ts';

const nothing = loadContextOf(createRegistry([]));

function migrated(text: string): string | undefined {
  const changes = migrateBundle('file:///bundle.yaml', text, nothing);
  return changes && applyChanges(text, changes);
}

describe('what is written', () => {
  test.each<[string, string, string]>([
    [
      'both blocks, with what stands between them',
      'name: store # a store\nconnections:\n  required:\n  - net\n  properties:\n    net:\n      "$ref": massdriver/network\n\n# between\nartifacts:\n  required: [out]\n  properties:\n    out:\n      $ref: bucket\nui: {}\n',
      'name: store # a store\ndependencies:\n  net:\n    resource_type: network\n    required: true\n\n# between\nresources:\n  out:\n    resource_type: bucket\n    required: true\nui: {}\n',
    ],
    [
      'titles, constraints and optional entries',
      'name: store\nconnections:\n  type: object\n  properties:\n    net:\n      title: Network\n      $ref: "massdriver/network"\n      properties:\n        id: { minLength: 3 }\n    db: { $ref: database, title: Data }\n  required:\n    - db\n',
      'name: store\ndependencies:\n  net:\n    title: Network\n    resource_type: "network"\n    properties:\n      id: { minLength: 3 }\n  db: { resource_type: database, required: true, title: Data }\n',
    ],
    [
      'comments',
      'name: store\nconnections: # in\n  # first\n  required: # those\n    - net # for routes\n    # second\n  properties: # all\n    # third\n    net: # n\n      $ref: network # type\n      # last\n',
      'name: store\ndependencies: # in\n  # first\n  # those\n  # second\n  # all\n  # third\n  net: # n\n    resource_type: network # type\n    required: true # for routes\n    # last\n',
    ],
    [
      'braces',
      'name: store\nconnections: { required: [net], properties: { net: { $ref: massdriver/network }, db: { $ref: db } } }\n',
      'name: store\ndependencies:\n  net:\n    resource_type: network\n    required: true\n  db:\n    resource_type: db\n',
    ],
    ['nothing in them', 'name: store\nconnections: {}\nartifacts:\n', 'name: store\ndependencies: {}\nresources:\n'],
    [
      'an address',
      'name: store\nartifacts:\n  properties:\n    out:\n      $ref: https://example.com/types/bucket.json\n',
      'name: store\nresources:\n  out:\n    resource_type: bucket\n',
    ],
    [
      'Windows line ends and no last one',
      'name: store\r\nconnections:\r\n  required:\r\n  - net\r\n  properties:\r\n    net:\r\n      $ref: network',
      'name: store\r\ndependencies:\r\n  net:\r\n    resource_type: network\r\n    required: true',
    ],
    [
      'two dialects at once',
      'name: store\ndependencies:\n    net:\n        resource_type: network\nconnections:\n  properties:\n    db:\n      $ref: database\n\nui: {}\n',
      'name: store\ndependencies:\n    net:\n        resource_type: network\n    db:\n      resource_type: database\n\nui: {}\n',
    ],
  ])('%s', (_, text, expected) => {
    expect(migrated(text)).toBe(expected);
    expect(migrated(expected)).toBeUndefined();
  });
});

test.each([
  ['the current dialect', 'name: store\ndependencies:\n  net: { resource_type: network }\n'],
  [
    'conditions',
    'name: store\nconnections:\n  properties:\n    net: { $ref: network }\n  oneOf:\n    - required: [net]\n',
  ],
  ['aliases', 'name: store\nx: &x { $ref: network }\nconnections:\n  properties:\n    net: *x\n'],
  [
    'an anchor that others repeat',
    'name: store\nconnections:\n  properties:\n    net: &net { $ref: network }\nartifacts:\n  properties:\n    out: *net\n',
  ],
  ['an entry without a type', 'name: store\nconnections:\n  properties:\n    net: { title: x }\n'],
  [
    'conditions of JSON Schema at the top',
    'name: store\ndependencies:\n  a: { oneOf: [{}] }\nconnections:\n  properties:\n    net: { $ref: network }\n',
  ],
  ['a template', 'name: {{ name }}\nconnections:\n  properties:\n    net: { $ref: network }\n'],
  ['text that does not parse', 'name: store\nconnections:\n  properties: {\n'],
  ['no name', 'connections:\n  properties:\n    net: { $ref: network }\n'],
])('%s: nothing to do', (_, text) => {
  expect(migrated(text)).toBeUndefined();
});

const corpus = fileURLToPath(new URL('../../../../../shared/corpus/', import.meta.url));
const present = existsSync(corpus);
if (!present) console.warn('Skipped: the corpus of public bundles is not at ../shared/corpus.');

describe.skipIf(!present)('public bundles', async () => {
  const registry = createRegistry(present ? [await readRegistrySource('folder', corpus)] : []);
  const context = loadContextOf(registry);
  const folders = present
    ? (await readdir(corpus)).filter((name) => existsSync(`${corpus}${name}/massdriver.yaml`))
    : [];

  test.each(folders)('%s means the same afterwards', async (folder) => {
    const uri = `file:///bundles/${folder}/massdriver.yaml`;
    const text = await readFile(`${corpus}${folder}/massdriver.yaml`, 'utf8');
    const changes = migrateBundle(uri, text, context);
    if (changes === undefined) expect.fail('It was not migrated.');
    const result = applyChanges(text, changes);
    const [before, after] = [loadBundle(uri, text, context), loadBundle(uri, result, context)];
    expect(after.bundle?.dialect).toBe('current');
    expect(after.bundle?.dependencies).toEqual(before.bundle?.dependencies);
    expect(after.bundle?.resources).toEqual(before.bundle?.resources);
    expect(after.bundle?.params).toEqual(before.bundle?.params);
    const problems = (loaded: typeof before): string[] =>
      [...loaded.problems, ...checkBundle(loaded, registry)].map(({ code, message }) => `${code} ${message}`);
    const known = problems(before);
    expect(problems(after).filter((problem) => !known.includes(problem))).toEqual([]);
    expect(outside(result, ['dependencies', 'resources'])).toBe(outside(text, ['connections', 'artifacts']));
    expect(result).not.toContain('massdriver/');
    expect(migrateBundle(uri, result, context)).toBeUndefined();
  });
});

/** The text without some top-level blocks. */
function outside(text: string, keys: readonly string[]): string {
  let inBlock = false;
  return text
    .split('\n')
    .filter((line) => {
      if (/^[^\s#-]/.test(line)) inBlock = keys.some((key) => line.startsWith(`${key}:`));
      return !inBlock;
    })
    .join('\n');
}
