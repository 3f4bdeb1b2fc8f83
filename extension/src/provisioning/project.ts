import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRegistry } from '@patchbay/language-server/model/registry/create';
import type { Registry, RegistrySource } from '@patchbay/language-server/model/registry/registry';
import type { Manifest } from '@patchbay/language-server/model/manifest/manifest';
import { parseManifest } from '@patchbay/language-server/model/manifest/parse';
import { readRegistrySource } from '@patchbay/language-server/node/registry-files';
import { messageOf } from './failure.ts';
import { StatePaths } from './state-folder.ts';

/** A manifest on disk with everything that it can refer to. */
export interface Project {
  /** Absolute. */
  readonly manifestPath: string;
  readonly manifest: Manifest;
  /** The manifest's `project`; the name of its folder when it has none. */
  readonly name: string;
  readonly registry: Registry;
  readonly paths: StatePaths;
  /** Nothing below it is run as a tool. */
  readonly workspace: string;
  /** File names of the manifests in the same folder. */
  readonly siblings: ReadonlySet<string>;
}

/** A request that makes no sense: wrong use of the command line, and no fault of the infrastructure. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface RegistryFolders {
  /** Folders with more bundles. */
  readonly registryFolders: readonly string[];
  /** Folder of the built-in bundles. */
  readonly builtIn: string;
}

export interface ProjectOptions extends RegistryFolders {
  /** Folder in which bundles are being written; guessed by {@link workspaceOf} when absent. */
  readonly workspace?: string;
}

/**
 * Reads a manifest, and the bundles and resource types around it.
 *
 * @param manifest a file, or a folder that holds `infra.yaml`
 * @throws UsageError when there is no such file or folder, or it cannot be read
 */
export async function loadProject(manifest: string, options: ProjectOptions): Promise<Project> {
  const manifestPath = await findManifest(manifest);
  const workspace = path.resolve(options.workspace ?? (await workspaceOf(path.dirname(manifestPath))));
  const [text, registry, names] = await Promise.all([
    readNamed(manifestPath),
    loadRegistry(workspace, options),
    readdir(path.dirname(manifestPath)),
  ]);
  const model = parseManifest(pathToFileURL(manifestPath).href, 0, text);
  return {
    manifestPath,
    manifest: model,
    name: model.project?.name.value ?? path.basename(path.dirname(manifestPath)),
    registry,
    paths: new StatePaths(manifestPath),
    workspace,
    siblings: new Set(names.filter(isManifestName)),
  };
}

/**
 * Reads a file that a person named.
 *
 * @throws UsageError when it cannot be read
 */
export async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read. ${messageOf(error)}`);
  }
}

/** All that manifests of a workspace can refer to; what comes first shadows what comes later. */
export async function loadRegistry(workspace: string, sources: RegistryFolders): Promise<Registry> {
  return createRegistry(
    await Promise.all([
      readFolder('workspace', workspace),
      ...sources.registryFolders.map((folder) => readFolder('folder', path.resolve(folder))),
      readRegistrySource('built-in', sources.builtIn),
    ]),
  );
}

async function readFolder(origin: 'workspace' | 'folder', folder: string): Promise<RegistrySource> {
  const info = await stat(folder).catch(() => undefined);
  if (info?.isDirectory() !== true) throw new UsageError(`There is no folder ${folder} to read bundles from.`);
  return await readRegistrySource(origin, folder);
}

/** The repository that a folder belongs to, else the folder itself. */
export async function workspaceOf(folder: string): Promise<string> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if (await stat(path.join(current, '.git')).catch(() => undefined)) return current;
    if (path.dirname(current) === current) return path.resolve(folder);
  }
}

/** `infra.yaml`, `NAME.infra.yaml`, and the same with `.yml`. */
export function isManifestName(name: string): boolean {
  return /^(.+\.)?infra\.ya?ml$/.test(name);
}

async function findManifest(given: string): Promise<string> {
  const info = await stat(given).catch(() => undefined);
  if (info === undefined) throw new UsageError(`There is no file ${given}.`);
  if (!info.isDirectory()) return path.resolve(await realpath(given));
  const inside = path.join(given, 'infra.yaml');
  if (!(await stat(inside).catch(() => undefined)))
    throw new UsageError(`${given} is a folder without infra.yaml. Name the manifest.`);
  return path.resolve(await realpath(inside));
}
