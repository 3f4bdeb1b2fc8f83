import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Origin, RegistrySource } from '../model/registry/registry.ts';
import { readFilesBelow, type Limits } from './files-below.ts';

/** Larger files are no contract. */
const limits: Limits = {
  wanted: (name) => /\.(?:json|ya?ml)$/.test(name),
  deepest: 24,
  most: 20_000,
  largest: 4_000_000,
};

/**
 * Reads every file below a folder that may belong to a registry: YAML and JSON. A link that leads
 * out of the folder is left out, as are files that are too large or that cannot be read.
 *
 * @param folder absolute path. Throws when it is no folder that can be read.
 */
export async function readRegistrySource(origin: Origin, folder: string): Promise<RegistrySource> {
  const files = await readFilesBelow(folder, folder, limits);
  return { origin, files: files.map(({ path, text }) => ({ uri: pathToFileURL(path).href, text })) };
}

/**
 * The built-in registry: the folder `bundles` beside the running file, else the nearest one of the
 * three folders above, as in the extension and in the sources.
 *
 * @param from `import.meta.url` of the running file.
 */
export function builtInFolder(from: string): string {
  const here = dirname(fileURLToPath(from));
  const candidates = ['.', '..', '../..', '../../..'].map((above) => join(here, above, 'bundles'));
  return candidates.find((candidate) => existsSync(candidate)) ?? join(here, 'bundles');
}
