import type { Manifest } from '../model/manifest/manifest.ts';
import { isManifestFile, parseManifest } from '../model/manifest/parse.ts';
import { registryFiles } from '../model/registry/create.ts';
import type { Registry, RegistryFile } from '../model/registry/registry.ts';
import type { Steps } from './steps.ts';

/** What each file says: a file that was not changed is the same one. */
const known = new WeakMap<RegistryFile, Manifest>();

/** Entries that are parsed in one step. */
const entriesInStep = 50;

/** The manifests in the folders of the workspace that are not open in the editor. */
export function* closedManifests(registry: Registry, isOpen: (uri: string) => boolean): Steps<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const { file, origin } of registryFiles(registry)) {
    if (origin === 'built-in' || !isManifestFile(file.uri) || isOpen(file.uri)) continue;
    const manifest = known.get(file) ?? parseManifest(file.uri, 0, file.text);
    known.set(file, manifest);
    for (let left = entriesInStep; !manifest.prepare(() => left-- <= 0); left = entriesInStep) yield;
    manifests.push(manifest);
    yield;
  }
  return manifests;
}
