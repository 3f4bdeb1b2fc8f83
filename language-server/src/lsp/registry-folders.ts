import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { FileEvent, FileSystemWatcher } from 'vscode-languageserver';
import { moduleFileGlob } from '../node/module-files.ts';
import type { RegistryFolder } from './registry-store.ts';

/** Where the registry is to be read from, as the client says. */
export interface FolderSettings {
  /** URIs of the workspace folders. */
  readonly workspace: readonly string[];
  /** Paths from the setting `patchbay.registry.folders`; relative ones are under the first workspace folder. */
  readonly configured: readonly string[];
}

/** Files whose change on disk may change what a bundle is, or what its modules are. */
export const watchers: FileSystemWatcher[] = [{ globPattern: '**/*.{yaml,yml,json}' }, { globPattern: moduleFileGlob }];

/** Whether a changed file may be one of the registry's. */
export function isRegistryFile(path: string): boolean {
  return /\.(?:ya?ml|json)$/.test(path) && !/\.(?:tf|tofu|tfvars)\.json$/.test(path);
}

const registrySettings = v.object({ registry: v.object({ folders: v.array(v.string()) }) });

/** Reads `registry.folders` of the initialization options or of the configuration; empty when there are none. */
export function configuredFolders(options: unknown): readonly string[] {
  const result = v.safeParse(registrySettings, options);
  return result.success ? result.output.registry.folders : [];
}

/** The folders to read, in the order in which they shadow each other. */
export function registryFolders(
  { workspace, configured }: FolderSettings,
  builtIn: string | undefined,
): RegistryFolder[] {
  const roots = workspace.filter((uri) => uri.startsWith('file:')).map((uri) => fileURLToPath(uri));
  const folders: RegistryFolder[] = roots.map((path) => ({ origin: 'workspace', path }));
  const root = roots[0];
  for (const path of configured) {
    if (isAbsolute(path)) folders.push({ origin: 'folder', path });
    else if (root !== undefined) folders.push({ origin: 'folder', path: resolve(root, path) });
  }
  if (builtIn !== undefined) folders.push({ origin: 'built-in', path: builtIn });
  const seen = new Set<string>();
  return folders.filter(({ path }) => !seen.has(path) && seen.add(path));
}

/** The paths of changed files; what is not on disk is left out. */
export function fileChanges(changes: readonly FileEvent[]): string[] {
  return changes.filter(({ uri }) => uri.startsWith('file:')).map(({ uri }) => fileURLToPath(uri));
}
