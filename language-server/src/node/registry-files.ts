import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep, isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Origin, RegistryFile, RegistrySource } from '../model/registry/registry.ts';

/** Folders that hold no bundle of the person's own. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git', '.patchbay', '.terraform', 'dist']);
/** Larger files are no contract. */
const largestFile = 4_000_000;
const mostFiles = 20_000;
const deepestFolder = 24;
const parallelReads = 16;

/**
 * Reads every file below a folder that may belong to a registry: YAML and JSON. A link that leads
 * out of the folder is left out, as are files that are too large or that cannot be read.
 *
 * @param folder absolute path. Throws when it is no folder that can be read.
 */
export async function readRegistrySource(origin: Origin, folder: string): Promise<RegistrySource> {
  const root = await realpath(folder);
  const paths = await listFiles(folder, root);
  const files = await mapLimited(paths, (path) => readRegistryFile(path, root));
  return { origin, files: files.filter((file) => file !== undefined) };
}

/**
 * The built-in registry: `bundles` beside the running file of a built product, else two folders up,
 * where it is in the sources.
 *
 * @param from `import.meta.url` of the running file.
 */
export function builtInFolder(from: string): string {
  const here = dirname(fileURLToPath(from));
  const candidates = [
    join(here, 'bundles'),
    join(here, '..', '..', 'bundles'),
    join(here, '..', '..', '..', 'bundles'),
  ];
  return candidates.find((candidate) => existsSync(candidate)) ?? join(here, 'bundles');
}

async function listFiles(folder: string, root: string): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const pending = [{ path: folder, depth: 0 }];
  for (let next = pending.shift(); next !== undefined && found.length < mostFiles; next = pending.shift()) {
    const real = await realpath(next.path).catch(() => undefined);
    if (real === undefined || seen.has(real) || !isInside(real, root)) continue;
    seen.add(real);
    for (const entry of await readdir(next.path, { withFileTypes: true }).catch(() => [])) {
      const path = join(next.path, entry.name);
      if (await isFolder(entry, path)) {
        if (!skippedFolders.has(entry.name) && next.depth < deepestFolder)
          pending.push({ path, depth: next.depth + 1 });
      } else if (/\.(?:json|ya?ml)$/.test(entry.name)) found.push(path);
    }
  }
  return found.sort();
}

async function isFolder(entry: { isDirectory(): boolean; isSymbolicLink(): boolean }, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return stat(path).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

async function readRegistryFile(path: string, root: string): Promise<RegistryFile | undefined> {
  try {
    if (!isInside(await realpath(path), root)) return undefined;
    const { size } = await stat(path);
    if (size > largestFile) return undefined;
    return { uri: pathToFileURL(path).href, text: await readFile(path, 'utf8') };
  } catch {
    // Gone since the folder was listed, or not readable: the rest of the registry still serves.
    return undefined;
  }
}

function isInside(path: string, root: string): boolean {
  const steps = relative(root, path);
  return steps === '' || (!steps.startsWith(`..${sep}`) && steps !== '..' && !isAbsolute(steps));
}

async function mapLimited<T, R>(items: readonly T[], transform: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await transform(item);
    }
  };
  await Promise.all(Array.from({ length: parallelReads }, worker));
  return results;
}
