import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, realpath, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import { Failure } from './failure.ts';
import { isInside } from './tools.ts';

/** A copy of a module in which a tool may work. */
export interface ModuleCopy {
  /** Changes whenever a file of the module does. */
  readonly digest: string;
  /** Files of the module, relative, with forward slashes. */
  readonly files: readonly string[];
}

/** Names that belong to tools and their state: neither copied nor removed. */
const notOfTheModule = new Set(['.terraform', '.git', '.patchbay', 'node_modules', '.DS_Store']);
const stateFile = /\.tfstate(\.|$)/;
/** Which files the last copy brought, so that the next knows what vanished. */
const listing = '.patchbay-module.json';

const mostFiles = 10_000;
const mostBytes = 512 * 1024 * 1024;

/**
 * Makes a folder hold the module as it is now: what changed is written, what vanished is removed,
 * what tools made there stays.
 *
 * @param module folder of the step
 * @param bundle folder of the bundle: links that lead out of it are refused
 * @param target folder to work in; it exists
 */
export async function copyModule(module: string, bundle: string, target: string): Promise<ModuleCopy> {
  const bundleFolder = await realpath(bundle);
  const moduleFolder = await realpath(module).catch(() => {
    throw new Failure(
      `The bundle has no folder ${path.relative(bundle, module) || '.'}. Correct the path of the step in ${bundle}.`,
    );
  });
  if (!isInside(bundleFolder, moduleFolder)) {
    throw new Failure(
      `The step at ${module} lies outside of its bundle ${bundle}. A step must be a folder of the bundle.`,
    );
  }

  const files = await readModule(moduleFolder, bundleFolder);
  const before = await readListing(target);
  for (const file of before) {
    if (!files.has(file)) await removeFile(target, file);
  }
  for (const [file, { content, mode }] of files) await writeIfChanged(target, file, content, mode);
  await writeFileAtomically(path.join(target, listing), JSON.stringify([...files.keys()]));
  return { digest: digestOf(files), files: [...files.keys()] };
}

/** The module as it was copied before, when its bundle is not there any more. */
export async function existingModule(target: string): Promise<ModuleCopy> {
  const names = await readListing(target);
  if (names.length === 0) {
    throw new Failure(
      `The bundle is gone, and ${target} holds no copy of its module. Put the bundle back, or remove what it made by hand.`,
    );
  }
  const files = new Map<string, ModuleFile>();
  for (const name of names) {
    const content = await readFile(path.join(target, name)).catch(() => undefined);
    if (content !== undefined) files.set(name, { content, mode: 0o600 });
  }
  return { digest: digestOf(files), files: names };
}

interface ModuleFile {
  readonly content: Buffer;
  readonly mode: number;
}

async function readModule(module: string, bundle: string): Promise<ReadonlyMap<string, ModuleFile>> {
  const files = new Map<string, ModuleFile>();
  let bytes = 0;

  const walk = async (folder: string, prefix: string, above: ReadonlySet<string>): Promise<void> => {
    const names = (await readdir(folder)).sort();
    for (const name of names) {
      if (notOfTheModule.has(name) || stateFile.test(name)) continue;
      const relative = prefix + name;
      const real = await realpath(path.join(folder, name)).catch(() => undefined);
      if (real === undefined) throw new Failure(`${path.join(folder, name)} is a link to nothing.`);
      if (!isInside(bundle, real)) {
        throw new Failure(
          `${path.join(folder, name)} is a link that leads out of the bundle. Copy the file into the bundle instead.`,
        );
      }
      const info = await stat(real);
      if (info.isDirectory()) {
        if (above.has(real)) throw new Failure(`${path.join(folder, name)} is a link to a folder that holds it.`);
        await walk(real, `${relative}/`, new Set([...above, real]));
      } else if (info.isFile()) {
        bytes += info.size;
        if (files.size >= mostFiles || bytes > mostBytes)
          throw new Failure(`The module ${module} is too large to copy.`);
        files.set(relative, { content: await readFile(real), mode: info.mode & 0o111 ? 0o700 : 0o600 });
      }
    }
  };
  await walk(module, '', new Set([module]));
  return files;
}

function digestOf(files: ReadonlyMap<string, ModuleFile>): string {
  const hash = createHash('sha256');
  for (const [name, { content }] of files) hash.update(`${name}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}

async function readListing(target: string): Promise<readonly string[]> {
  try {
    const names: unknown = JSON.parse(await readFile(path.join(target, listing), 'utf8'));
    if (!Array.isArray(names)) return [];
    return names.filter(
      (name): name is string => typeof name === 'string' && isInside(target, path.resolve(target, name)),
    );
  } catch {
    return [];
  }
}

async function removeFile(target: string, file: string): Promise<void> {
  await rm(path.join(target, file), { force: true });
  for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
    // Fails, as it should, on a folder that still holds something.
    await rmdir(path.join(target, folder)).catch(() => undefined);
  }
}

async function writeIfChanged(target: string, name: string, content: Buffer, mode: number): Promise<void> {
  const file = path.join(target, name);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!isInside(await realpath(target), await realpath(path.dirname(file)))) {
    throw new Failure(`${path.dirname(file)} is a link that leads out of the working folder. Remove it.`);
  }
  const before = await readFile(file).catch(() => undefined);
  if (before?.equals(content) !== true) {
    await rm(file, { force: true });
    await writeFile(file, content, { mode });
  }
  await chmod(file, mode);
}
