import { fileURLToPath, pathToFileURL } from 'node:url';
import { registryFileOf } from '../model/registry/create.ts';
import type { Registry, RegistryFile } from '../model/registry/registry.ts';

/** Folders between a bundle and a file of its module. */
const farthest = 5;

/** The file of the bundle whose folder holds a file, as far as the registry knows it. */
export function bundleAround(uri: string, registry: Registry): RegistryFile | undefined {
  // An editor may escape more than the registry does.
  let folder = uri.startsWith('file:') ? new URL('.', pathToFileURL(fileURLToPath(uri))) : undefined;
  for (let depth = 0; folder !== undefined && depth <= farthest; depth++) {
    for (const name of ['bundle.yaml', 'massdriver.yaml']) {
      const file = registryFileOf(registry, { uri: new URL(name, folder).href });
      if (file !== undefined) return file;
    }
    const above: URL = new URL('..', folder);
    folder = above.href === folder.href ? undefined : above;
  }
  return undefined;
}
