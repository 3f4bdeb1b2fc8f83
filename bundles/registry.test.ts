import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadBundle } from '@patchbay/language-server/model/bundle/load';
import { createRegistry, loadContextOf } from '@patchbay/language-server/model/registry/create';
import type { Registry } from '@patchbay/language-server/model/registry/registry';
import { loadResourceType } from '@patchbay/language-server/model/resource-type/load';
import { resolveReferences } from '@patchbay/language-server/model/schema/references';
import { validatorFor } from '@patchbay/language-server/model/schema/validate';
import { readRegistrySource } from '@patchbay/language-server/node/registry-files';
import { beforeAll, describe, expect, it } from 'vitest';

const here = import.meta.dirname;
const entries = await readdir(here, { withFileTypes: true });
const bundleFolders: string[] = [];
for (const { name } of entries.filter((entry) => entry.isDirectory())) {
  if ((await readdir(path.join(here, name))).includes('bundle.yaml')) bundleFolders.push(name);
}
const typeFiles = (await readdir(path.join(here, 'resource-types'))).filter((name) => name.endsWith('.yaml'));
const fragmentFiles = (await readdir(path.join(here, 'schemas'))).filter((name) => name.endsWith('.json'));

let registry: Registry;
beforeAll(async () => {
  registry = createRegistry([await readRegistrySource('built-in', here)]);
});

const read = async (...parts: string[]) => {
  const file = path.join(here, ...parts);
  return { uri: pathToFileURL(file).href, text: await readFile(file, 'utf8') };
};

describe.each(bundleFolders)('the bundle %s', (name) => {
  it('loads without a problem', async () => {
    const { uri, text } = await read(name, 'bundle.yaml');
    const { bundle, problems } = loadBundle(uri, text, loadContextOf(registry));
    expect(problems).toEqual([]);
    expect(bundle).toMatchObject({ name, dialect: 'current' });
    expect(bundle?.description).toBeTruthy();
  });

  it('speaks of resource types that exist', () => {
    const resolution = registry.resolveBundle({ name, dev: false });
    if (resolution.kind !== 'found') throw new Error(resolution.kind);
    const { dependencies, resources } = resolution.bundle;
    for (const { type } of [...dependencies.values(), ...resources.values()]) {
      expect(registry.resourceType(type), type.name).toBeDefined();
    }
  });

  it('has steps that exist, and presets and defaults that are valid', async () => {
    const resolution = registry.resolveBundle({ name, dev: false });
    if (resolution.kind !== 'found') throw new Error(resolution.kind);
    const { bundle } = resolution;
    for (const step of bundle.steps) expect(await readdir(path.join(here, name, step.path))).not.toEqual([]);
    expect(bundle.presets.length).toBeGreaterThan(0);
    const validator = validatorFor({ ...bundle.params, required: [] }, `${bundle.digest} partial`);
    for (const preset of bundle.presets) expect(validator.validate(preset.params), preset.label).toEqual([]);
    const defaults = Object.entries(bundle.params.properties ?? {}).flatMap(([key, schema]) =>
      typeof schema === 'object' && schema.default !== undefined ? [[key, schema.default]] : [],
    );
    expect(validator.validate(Object.fromEntries(defaults) as never)).toEqual([]);
  });
});

describe.each(typeFiles)('the resource type %s', (file) => {
  it('loads without a problem, under the name of its file', async () => {
    const { uri, text } = await read('resource-types', file);
    const { resourceType, problems } = loadResourceType(uri, text, loadContextOf(registry));
    expect(problems).toEqual([]);
    expect(resourceType?.name).toBe(path.basename(file, '.yaml'));
    expect(JSON.stringify(resourceType?.schema)).not.toContain('$ref');
    validatorFor(resourceType?.schema ?? false, resourceType?.digest ?? '').validate({});
  });
});

describe.each(fragmentFiles)('the schema fragment %s', (file) => {
  it('is found by its name and accepts its own examples', () => {
    const name = path.basename(file, '.json');
    const schema = registry.schemaFragment(name);
    if (schema === undefined || typeof schema === 'boolean') throw new Error(`${name} is not there`);
    const { schema: resolved, problems } = resolveReferences(
      schema,
      schema,
      pathToFileURL(path.join(here, 'schemas', file)).href,
      loadContextOf(registry),
    );
    expect(problems).toEqual([]);
    const validator = validatorFor(resolved, `fragment ${name}`);
    for (const example of schema.examples ?? []) expect(validator.validate(example)).toEqual([]);
  });
});

const corpus = path.resolve(here, '../../shared/corpus');
const publicBundles = await readdir(corpus).catch(() => []);
if (publicBundles.length === 0) console.log(`Skipped: there are no public bundles at ${corpus}.`);

describe.runIf(publicBundles.length > 0)('public bundles', () => {
  it('find every resource type and schema that they refer to', async () => {
    const missing: string[] = [];
    for (const name of publicBundles) {
      const file = path.join(corpus, name, 'massdriver.yaml');
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      const { bundle, problems } = loadBundle(pathToFileURL(file).href, text, loadContextOf(registry));
      const slots = [...(bundle?.dependencies.values() ?? []), ...(bundle?.resources.values() ?? [])];
      missing.push(
        ...slots.filter(({ type }) => registry.resourceType(type) === undefined).map(({ type }) => type.name),
      );
      missing.push(...problems.filter(({ code }) => code.startsWith('reference')).map(({ message }) => message));
    }
    expect(missing).toEqual([]);
  });
});
