import type { Bundle } from '../model/bundle/bundle.ts';
import { checkBundle, checkResourceType } from '../model/bundle/check/check.ts';
import { loadBundle } from '../model/bundle/load.ts';
import { checkModules } from '../model/module/check/check.ts';
import type { ModuleFiles } from '../model/module/module.ts';
import type { Problem } from '../model/problem.ts';
import { loadContextOf } from '../model/registry/create.ts';
import type { Registry } from '../model/registry/registry.ts';
import { loadResourceType } from '../model/resource-type/load.ts';

/** What is wrong with a file, and what the look at it found to be wrong with files that belong to it. */
export interface FileProblems {
  readonly own: readonly Problem[];
  /** In files of a bundle's modules, by their URIs. */
  readonly elsewhere: ReadonlyMap<string, readonly Problem[]>;
}

/**
 * What is wrong with an open file that is not a manifest. A file that is nothing of ours has no problems.
 *
 * @param modulesOf what is known of the modules of a bundle; nothing is said about the others.
 */
export function problemsAround(
  kind: 'bundle' | 'resource-type' | 'other',
  uri: string,
  text: string,
  registry: Registry,
  modulesOf: (bundle: Bundle) => readonly ModuleFiles[] = () => [],
): FileProblems {
  switch (kind) {
    case 'bundle': {
      const loaded = loadBundle(uri, text, loadContextOf(registry));
      const modules = loaded.bundle === undefined ? [] : modulesOf(loaded.bundle);
      const { own, elsewhere } = checkModules(loaded, registry, modules);
      return { own: [...loaded.problems, ...checkBundle(loaded, registry), ...own], elsewhere };
    }
    case 'resource-type': {
      if (!looksLikeResourceType(uri, text)) return nothing;
      const loaded = loadResourceType(uri, text, loadContextOf(registry));
      return { ...nothing, own: [...loaded.problems, ...checkResourceType(loaded, registry)] };
    }
    case 'other':
      return nothing;
  }
}

const nothing: FileProblems = { own: [], elsewhere: new Map() };

/** The same for the file alone. */
export function fileProblems(...of: Parameters<typeof problemsAround>): readonly Problem[] {
  return problemsAround(...of).own;
}

/** YAML and JSON files are mostly something else: only what has the marks of a resource type is read as one. */
export function looksLikeResourceType(uri: string, text: string): boolean {
  if (uri.endsWith('.json')) return /"\$md"\s*:/.test(text);
  return /^schema[ \t]*:[ \t]*$/m.test(text) && /^name[ \t]*:/m.test(text);
}
