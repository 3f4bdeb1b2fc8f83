import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

/** A file that was read. */
export interface FileText {
  /** Absolute path, below the folder that was asked for. */
  readonly path: string;
  readonly text: string;
}

export interface Limits {
  /** Whether a file is worth reading, by its name. */
  readonly wanted: (name: string) => boolean;
  /** Folders below the given one. */
  readonly deepest: number;
  readonly most: number;
  /** Bytes; larger files are left out. */
  readonly largest: number;
}

/** Folders that hold nothing of a person's own. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git', '.patchbay', '.terraform', 'dist']);
const parallelReads = 16;

/**
 * Reads the files below a folder. A link that leads out of `root` is left out, as are files that
 * are too large or that cannot be read.
 *
 * @param folder absolute path.
 * @param root absolute path of what holds everything that may be read; throws when it is not there.
 */
export async function readFilesBelow(folder: string, root: string, limits: Limits): Promise<readonly FileText[]> {
  const realRoot = await realpath(root);
  const paths = await listFiles(folder, realRoot, limits);
  const files = await mapLimited(paths, (path) => readInside(path, realRoot, limits.largest));
  return files.filter((file) => file !== undefined);
}

async function listFiles(folder: string, root: string, { wanted, deepest, most }: Limits): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const pending = [{ path: folder, depth: 0 }];
  for (let next = pending.shift(); next !== undefined && found.length < most; next = pending.shift()) {
    const real = await realpath(next.path).catch(() => undefined);
    if (real === undefined || seen.has(real) || !isInside(real, root)) continue;
    seen.add(real);
    for (const entry of await readdir(next.path, { withFileTypes: true }).catch(() => [])) {
      const path = join(next.path, entry.name);
      if (await isFolder(entry, path)) {
        if (!skippedFolders.has(entry.name) && next.depth < deepest) pending.push({ path, depth: next.depth + 1 });
      } else if (wanted(entry.name)) found.push(path);
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

async function readInside(path: string, root: string, largest: number): Promise<FileText | undefined> {
  try {
    if (!isInside(await realpath(path), root)) return undefined;
    const { size } = await stat(path);
    return size > largest ? undefined : { path, text: await readFile(path, 'utf8') };
  } catch {
    // Gone since the folder was listed, or not readable: the rest still serves.
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
