import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkBundle, checkResourceType } from '@patchbay/language-server/model/bundle/check/check';
import { loadBundle } from '@patchbay/language-server/model/bundle/load';
import { createRegistry, loadContextOf } from '@patchbay/language-server/model/registry/create';
import type { Registry, RegistryFile } from '@patchbay/language-server/model/registry/registry';
import { loadResourceType } from '@patchbay/language-server/model/resource-type/load';
import { validatorFor } from '@patchbay/language-server/model/schema/validate';
import { withDefaults } from '@patchbay/language-server/model/schema/effective';
import { checkModules } from '@patchbay/language-server/model/module/check/check';
import { readModule } from '@patchbay/language-server/model/module/read';
import { readModuleFiles } from '@patchbay/language-server/node/module-files';
import { readRegistrySource } from '@patchbay/language-server/node/registry-files';

/**
 * Real public bundles. What is listed here are true defects of theirs, one for each line: a defect
 * that is no longer found fails, and so does anything said that is not in the list.
 */
const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const builtIn = fileURLToPath(new URL('../../bundles', import.meta.url));
if (!existsSync(corpus)) console.warn('The corpus of public bundles is not here: its tests are skipped.');

const defects: { readonly [folder: string]: readonly string[] } = {
  'aws-eks-cluster': ['default-invalid 117'],
  'aws-elasticache-redis': ['preset-unknown-param 18', 'preset-unknown-param 25', 'preset-unknown-param 33'],
  'aws-rds-postgres': ['unknown-keyword 421'],
  'azure-postgresql-flexible-server': ['ui-order-unknown 423'],
  'gcp-cloud-sql-postgres': ['preset-invalid 23', 'preset-invalid 23'],
  'gcp-gke-cluster': ['ui-unknown-field 201'],
  'gcp-memorystore-redis': [
    'preset-unknown-param 9',
    'preset-unknown-param 12',
    'preset-unknown-param 14',
    'ui-order-unknown 88',
    'ui-order-unknown 89',
  ],
  'gcp-pubsub-subscription': ['preset-unknown-param 16', 'ui-order-unknown 97'],
  'gcp-pubsub-topic': ['preset-unknown-param 13', 'ui-order-unknown 65'],
  'gcp-subnetwork': [
    'preset-unknown-param 9',
    'preset-unknown-param 11',
    'preset-unknown-param 13',
    'ui-order-unknown 100',
  ],
};

describe.skipIf(!existsSync(corpus))('public bundles', () => {
  let files: readonly RegistryFile[] = [];
  let registry: Registry;
  beforeAll(async () => {
    const source = await readRegistrySource('folder', corpus);
    files = source.files;
    registry = createRegistry([await readRegistrySource('built-in', builtIn), source]);
  });

  it('have exactly the defects that are listed, none of them an error', () => {
    const found: { [folder: string]: readonly string[] } = {};
    for (const { uri, text } of files.filter((file) => file.uri.endsWith('/massdriver.yaml'))) {
      const loaded = loadBundle(uri, text, loadContextOf(registry));
      const problems = [...loaded.problems, ...checkBundle(loaded, registry)];
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      const folder = uri.split('/').at(-2) ?? '';
      if (problems.length > 0) found[folder] = problems.map(({ code, range }) => `${code} ${range.start.line + 1}`);
    }
    expect(found).toEqual(defects);
  });

  it('are read whole, and templates are skipped quietly', () => {
    const bundles = files.filter((file) => file.uri.endsWith('/massdriver.yaml'));
    expect(bundles).toHaveLength(24);
    for (const { uri, text } of bundles) {
      const { bundle, problems } = loadBundle(uri, text, loadContextOf(registry));
      if (uri.includes('/templates/')) {
        expect({ bundle, problems }).toEqual({ bundle: undefined, problems: [] });
        continue;
      }
      expect(bundle?.name).toBe(uri.split('/').at(-2));
      expect(Object.keys(bundle?.params.properties ?? {})).not.toHaveLength(0);
      for (const { type } of [...(bundle?.dependencies.values() ?? []), ...(bundle?.resources.values() ?? [])]) {
        expect(registry.resourceType(type), type.name).toBeDefined();
      }
    }
  });

  it('compile, without a constraint being left out', () => {
    for (const { name } of registry.bundles()) {
      const found = registry.resolveBundle({ name, dev: false });
      if (found.kind !== 'found') continue;
      const { params, digest, presets } = found.bundle;
      const validator = validatorFor(params, digest);
      expect(validator.unusable, name).toEqual([]);
      for (const preset of presets) expect(() => validator.validate(withDefaults(params, preset.params))).not.toThrow();
    }
  });

  it('never throw while they are being typed', () => {
    for (const { uri, text } of files.filter((file) => file.uri.endsWith('/massdriver.yaml'))) {
      for (let cut = 1; cut < 4; cut++) {
        const end = Math.floor((text.length * cut) / 4);
        const halves = [
          text.slice(0, end),
          text.slice(0, end) + text.slice(end + 1),
          text.replaceAll(/: *\n/g, ': 5\n').slice(0, end),
        ];
        for (const half of halves) {
          const loaded = loadBundle(uri, half, loadContextOf(registry));
          expect(() => checkBundle(loaded, registry)).not.toThrow();
        }
      }
    }
  });

  it('come with resource types that are fine', () => {
    const types = files.filter((file) => /\/definitions\/artifacts\/[^/]+\.json$/.test(file.uri));
    expect(types).toHaveLength(59);
    for (const { uri, text } of types) {
      const loaded = loadResourceType(uri, text, loadContextOf(registry));
      expect(loaded.resourceType?.name).toBe(uri.split('/').at(-1)?.replace('.json', ''));
      expect([...loaded.problems, ...checkResourceType(loaded, registry)], uri).toEqual([]);
    }
  });
});

it('the built-in bundles and resource types have nothing to complain about', async () => {
  const { files } = await readRegistrySource('built-in', builtIn);
  const registry = createRegistry([{ origin: 'built-in', files }]);
  const said = files.flatMap(({ uri, text }) => {
    if (uri.includes('/schemas/') || uri.includes('/src/')) return [];
    const context = loadContextOf(registry);
    if (/bundle\.yaml$/.test(uri)) {
      const loaded = loadBundle(uri, text, context);
      return [...loaded.problems, ...checkBundle(loaded, registry)].map((problem) => ({ uri, ...problem }));
    }
    const loaded = loadResourceType(uri, text, context);
    return [...loaded.problems, ...checkResourceType(loaded, registry)].map((problem) => ({ uri, ...problem }));
  });
  expect(said).toEqual([]);
});

it('the built-in bundles agree with their modules', async () => {
  const { files } = await readRegistrySource('built-in', builtIn);
  const registry = createRegistry([{ origin: 'built-in', files }]);
  const kinds = new Set<string>();
  for (const { uri, text } of files.filter((file) => file.uri.endsWith('/bundle.yaml'))) {
    const loaded = loadBundle(uri, text, loadContextOf(registry));
    const modules = await readModuleFiles(uri, loaded.bundle?.steps ?? []);
    for (const module of modules) kinds.add(`${module.step.provisioner} ${readModule(module).kind}`);
    expect(checkModules(loaded, registry, modules), uri).toEqual({ own: [], elsewhere: new Map() });
  }
  expect(kinds).toContain('opentofu terraform');
});
