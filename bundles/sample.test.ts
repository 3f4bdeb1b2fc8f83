import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createManifestChecker } from '@patchbay/language-server/model/check/checker';
import { allProblems } from '@patchbay/language-server/model/check/problems';
import { parseManifest } from '@patchbay/language-server/model/manifest/parse';
import { resolveInstance } from '@patchbay/language-server/model/manifest/resolve';
import { createRegistry } from '@patchbay/language-server/model/registry/create';
import { readRegistrySource } from '@patchbay/language-server/node/registry-files';
import { expect, it } from 'vitest';

const file = path.resolve(import.meta.dirname, '../extension/samples/shop/infra.yaml');
const manifest = parseManifest(pathToFileURL(file).href, 1, await readFile(file, 'utf8'));
const registry = createRegistry([await readRegistrySource('built-in', import.meta.dirname)]);

it('the sample has no problem', () => {
  expect(allProblems(manifest, createManifestChecker().check(manifest, registry))).toEqual([]);
  expect(manifest.components.size).toBeGreaterThanOrEqual(6);
});

/** Ports of an environment, as its servers will listen. */
function ports(environment: string): readonly number[] {
  const instances = [...manifest.components.keys()].map((name) => resolveInstance(manifest, name, environment));
  const offset = instances.find((instance) => instance?.bundle?.name === 'local-network')?.params.port_offset;
  return instances.flatMap((instance) => {
    const port = instance?.params.port;
    return typeof port === 'number' ? [port + Number(offset)] : [];
  });
}

it('the environments of the sample share no port', () => {
  const all = [...manifest.environments.keys()].flatMap(ports);
  expect(all.length).toBeGreaterThan(10);
  expect(new Set(all).size).toBe(all.length);
});

it('staging of the sample needs Node alone', () => {
  for (const name of manifest.components.keys()) {
    const reference = resolveInstance(manifest, name, 'staging')?.bundle;
    if (reference === undefined) throw new Error(name);
    const resolution = registry.resolveBundle(reference);
    if (resolution.kind !== 'found') throw new Error(`${name}: ${resolution.kind}`);
    expect(resolution.bundle.steps.map((step) => step.provisioner)).toEqual(['script']);
  }
});
