import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { artifactDefinitionMetaSchema, resourceTypeMetaSchema } from '../../model/bundle/meta-schema-resource-type.ts';
import { keySchema } from '../../model/bundle/meta-schema-lookup.ts';
import { bundleMetaSchema } from '../../model/bundle/meta-schema.ts';
import { knownKeywords } from '../../model/bundle/check/keywords.ts';
import { metadataKeywords } from '../../model/bundle/check/metadata.ts';
import { bundleKeys } from '../../model/bundle/check/shape.ts';
import { readRegistrySource } from '../../node/registry-files.ts';
import { createRegistry } from '../../model/registry/create.ts';
import type { Registry } from '../../model/registry/registry.ts';
import { fileProblems } from '../file-problems.ts';
import { applied } from './bundle.testkit.ts';
import { bundleCodeActions } from './code-actions.ts';
import { completeInBundle } from './completion.ts';
import { openBundleDocument } from './document.ts';
import { hoverInBundle } from './hover.ts';
import { linksInBundle } from './links.ts';
import { definitionInBundle, referencesInBundle } from './navigation.ts';
import { symbolsInBundle } from './symbols.ts';

describe('the meta-schema', () => {
  test.each([...bundleKeys.keys()])('describes %s at the top of a bundle', (key) => {
    expect(keySchema(bundleMetaSchema, [], key)?.description).toBeDefined();
  });

  test.each([...knownKeywords, ...metadataKeywords])('describes %s in params and payloads', (keyword) => {
    for (const [schema, path] of [
      [bundleMetaSchema, ['params', 'properties', 'a']],
      [resourceTypeMetaSchema, ['schema']],
      [artifactDefinitionMetaSchema, ['properties', 'a', 'items']],
    ] as const) {
      const found = keySchema(schema, path, keyword);
      expect(found?.description).toBeDefined();
      expect(found?.title).toBeDefined();
    }
  });

  test('offers no keyword that the checks do not know', () => {
    const names = Object.keys(bundleMetaSchema.definitions?.['schema']?.properties ?? {});
    const known = new Set([...knownKeywords, ...metadataKeywords, 'deprecated']);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** Asks every feature about the end of a text, as it is while somebody types it. */
function ask(uri: string, text: string, registry: Registry, kind: 'bundle' | 'resource-type' = 'bundle'): void {
  const document = openBundleDocument(kind, uri, text, registry);
  if (document === undefined) return;
  const position = document.lines.positionAt(text.length);
  completeInBundle(document, position);
  hoverInBundle(document, position);
  definitionInBundle(document, position);
  referencesInBundle(document, position, true);
}

const hostile = [
  '[',
  '{',
  '- - -',
  'a: &a *a',
  '<<: *x',
  'params: [',
  'params: { properties: { __proto__: { type: object, properties: { constructor: {} } } } }\nui: { ui:order: [__proto__] }',
  'ui:\n  __proto__:\n    ui:order: [constructor]',
  'app: { envs: { A: ".params.__proto__.constructor" } }',
  'params: { $ref: "#" , properties: { a: { $ref: "#/properties/a" } } }',
  'steps: 1\nchecks: x\napp: []\nui: 3',
  'connections: { properties: [1] }\nartifacts: x',
  '\u0000\u0001',
  `${'['.repeat(2_000)}`,
  `params:\n${Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}`,
  '%YAML 1.2\n---\n...\n---\nname: a',
  'name: a\nparams:\n  properties:\n    a: {}\nui:\n  ui:order: [a]\r\n\ta: 1',
];

test.each(hostile.map((text) => [text.slice(0, 40), text] as const))('survives %j …', (_, text) => {
  for (let end = 0; end <= Math.min(text.length, 400); end++)
    ask('file:///a/bundle.yaml', text.slice(0, end), createRegistry([]));
  const document = openBundleDocument('bundle', 'file:///a/bundle.yaml', text, createRegistry([]));
  if (document === undefined) return;
  symbolsInBundle(document);
  linksInBundle(document);
  bundleCodeActions(document, { start: { line: 0, character: 0 }, end: document.lines.positionAt(text.length) });
});

const corpus = fileURLToPath(new URL('../../../../../shared/corpus/', import.meta.url));
const present = existsSync(corpus);
if (!present) console.warn('Skipped: the corpus of public bundles is not at ../shared/corpus.');

describe.skipIf(!present)('a public bundle', async () => {
  const registry = createRegistry(present ? [await readRegistrySource('folder', corpus)] : []);

  test.each(['aws-vpc', 'k8s-unleash'])('%s: every prefix can be asked about', async (folder) => {
    const uri = `${new URL(`file://${corpus}`).href}${folder}/massdriver.yaml`;
    const text = await readFile(`${corpus}${folder}/massdriver.yaml`, 'utf8');
    // Every prefix of the whole costs minutes; the start, the end and each line break in between show the same.
    for (let end = 0; end <= text.length; end++) {
      const isClose = end < 200 || end > text.length - 200 || end % 211 === 0;
      if (isClose || text[end] === '\n') ask(uri, text.slice(0, end), registry);
    }
  });

  test('every position of a whole bundle can be asked about', async () => {
    const uri = `${new URL(`file://${corpus}`).href}aws-vpc/massdriver.yaml`;
    const text = await readFile(`${corpus}aws-vpc/massdriver.yaml`, 'utf8');
    const document = openBundleDocument('bundle', uri, text, registry);
    if (document === undefined) expect.fail('It is taken for a template.');
    let hovers = 0;
    for (let offset = 0; offset <= text.length; offset += 3) {
      const position = document.lines.positionAt(offset);
      if (hoverInBundle(document, position) !== undefined) hovers++;
      definitionInBundle(document, position);
      completeInBundle(document, position);
    }
    expect(hovers).toBeGreaterThan(100);
    expect(symbolsInBundle(document).length).toBeGreaterThan(3);
  });

  test('every fix for every public bundle removes its problem and brings no error', async () => {
    const folders = (await readdir(corpus)).filter((name) => existsSync(`${corpus}${name}/massdriver.yaml`));
    let fixes = 0;
    for (const folder of folders) {
      const uri = `${new URL(`file://${corpus}`).href}${folder}/massdriver.yaml`;
      const text = await readFile(`${corpus}${folder}/massdriver.yaml`, 'utf8');
      const document = openBundleDocument('bundle', uri, text, registry);
      if (document === undefined) continue;
      const before = fileProblems('bundle', uri, text, registry);
      const whole = { start: { line: 0, character: 0 }, end: document.lines.positionAt(text.length) };
      for (const action of bundleCodeActions(document, whole)) {
        const { problem, title, edit } = action;
        const after = fileProblems('bundle', uri, applied(text, edit?.changes?.[uri] ?? []), registry);
        const errors = after.filter(({ severity }) => severity === 'error').length;
        expect(errors, `${folder}: ${title}`).toBeLessThanOrEqual(
          before.filter(({ severity }) => severity === 'error').length,
        );
        if (problem === undefined) continue;
        fixes++;
        const same = (list: typeof before): number =>
          list.filter(({ code, message }) => code === problem.code && message === problem.message).length;
        expect(same(after), `${folder}: ${title} for ${problem.message}`).toBeLessThan(same(before));
      }
    }
    expect(fixes).toBeGreaterThan(5);
  });

  test('every prefix of a resource type can be asked about', async () => {
    const path = `${corpus}artifact-definitions/definitions/artifacts/aws-vpc.json`;
    if (!existsSync(path)) return;
    const text = await readFile(path, 'utf8');
    for (let end = 0; end <= text.length; end += 7)
      ask('file:///types/aws-vpc.json', text.slice(0, end), registry, 'resource-type');
  });
});
