import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRegistry } from './create.ts';
import type { Registry, RegistryFile } from './registry.ts';

const names = ['app', 'database', 'plain', 'gone'];
const typeNames = ['first', 'second', 'third'];

/** Everything a registry says. */
function said(registry: Registry): unknown {
  return {
    bundles: registry.bundles(),
    found: names.map((name) => registry.resolveBundle({ name, dev: false })),
    types: typeNames.map((name) => registry.resourceType({ name })),
    fragment: registry.schemaFragment('region'),
  };
}

/** Every way in which a file can depend on others, and texts for each to say something else. */
const texts: { readonly [path: string]: readonly string[] } = {
  'app/bundle.yaml': [
    'name: app\nparams:\n  properties:\n    region: { $ref: https://example.com/region.json }\n    size: { $ref: ./size.json }\n',
    'name: app\nparams: { properties: { first: { $ref: massdriver/first }, third: { $ref: third } } }\n',
    'name: app\nversion: 2.0.0\nparams: [',
    'name: "{{ name }}"\n',
  ],
  'app/size.json': [
    '{"type": "integer"}',
    '{"type": "string"}',
    '{',
    '{"$ref": "../schemas/region.json"}',
    '{"$ref": "#/a"}',
  ],
  'database/bundle.yaml': [
    'name: database\nparams: { properties: { second: { $ref: massdriver/second } } }\n',
    'name: app\nversion: 1.5.0\n',
  ],
  'plain/bundle.yaml': ['name: plain\n', 'name: plain\ntitle: Plain\n'],
  'schemas/region.json': ['{"enum": ["a"]}', '{"enum": ["b"]}', '[]'],
  'types/first.yaml': [
    'name: first\nschema:\n  properties: { a: { $ref: massdriver/second } }\n',
    'name: first\nschema:\n  properties: { a: { $ref: massdriver/first } }\n',
    'name: third\nversion: 1.0.0\nschema:\n  properties: {}\n',
  ],
  'types/second.json': [
    '{"$md": {"name": "second"}, "properties": {"b": {"$ref": "region"}}}',
    '{"$md": {"name": "second"}, "properties": {"b": {"$ref": "massdriver/first"}}}',
    '{"$md": {"name": "second"}, "properties": {"b": {"$ref": "../app/size.json"}}}',
  ],
};

function registryOf(files: ReadonlyMap<string, RegistryFile>): Registry {
  return createRegistry([{ origin: 'workspace', files: [...files.values()] }]);
}

const step = fc.record({
  path: fc.constantFrom(...Object.keys(texts)),
  /** The last one takes the file away. */
  text: fc.nat(5),
});

describe('a registry that follows another one', () => {
  test('says what one says whose files were never read before', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const files = new Map(Object.entries(texts).map(([path, [text = '']]) => [path, fileAt(path, text)]));
        for (const { path, text: index } of steps) {
          const text = texts[path]?.[index];
          if (text === undefined) files.delete(path);
          else files.set(path, fileAt(path, text));
          const copies = new Map([...files].map(([path, { text }]) => [path, fileAt(path, text)]));
          expect(said(registryOf(files))).toEqual(said(registryOf(copies)));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('shares everything that an edit does not concern, and reads what it does', () => {
    const files = new Map(Object.entries(texts).map(([path, [text = '']]) => [path, fileAt(path, text)]));
    const bundlesOf = (registry: Registry) =>
      ['app', 'database', 'plain'].map((name) => {
        const found = registry.resolveBundle({ name, dev: false });
        return found.kind === 'found' ? found.bundle : undefined;
      });
    const before = bundlesOf(registryOf(files));
    const keptAfter = (path: string, text: string): boolean[] => {
      const after = bundlesOf(registryOf(new Map([...files, [path, fileAt(path, text)]])));
      return after.map((bundle, index) => bundle === before[index]);
    };
    expect(keptAfter('plain/bundle.yaml', 'name: plain\ntitle: Plain\n')).toEqual([true, true, false]);
    expect(keptAfter('app/size.json', '{"type": "string"}')).toEqual([false, true, true]);
    // The region is in the app, and through the second type in the database.
    expect(keptAfter('schemas/region.json', '{"enum": ["b"]}')).toEqual([false, false, true]);
  });
});

function fileAt(path: string, text: string): RegistryFile {
  return { uri: `file:///${path}`, text };
}
