import type { Bundle } from '../model/bundle/bundle.ts';
import { checkBundle, checkResourceType } from '../model/bundle/check/check.ts';
import { loadBundle } from '../model/bundle/load.ts';
import { checkModules } from '../model/module/check/check.ts';
import type { ModuleFiles } from '../model/module/module.ts';
import type { Problem } from '../model/problem.ts';
import { loadContextOf } from '../model/registry/create.ts';
import type { Registry } from '../model/registry/registry.ts';
import { loadResourceType } from '../model/resource-type/load.ts';

/**
 * What is wrong with an open file that is not a manifest. A file that is nothing of ours has no problems.
 *
 * @param modulesOf what is known of the modules of a bundle; nothing is said about the others.
 */
export function fileProblems(
  kind: 'bundle' | 'resource-type' | 'other',
  uri: string,
  text: string,
  registry: Registry,
  modulesOf: (bundle: Bundle) => readonly ModuleFiles[] = () => [],
): readonly Problem[] {
  switch (kind) {
    case 'bundle': {
      const loaded = loadBundle(uri, text, loadContextOf(registry));
      const modules = loaded.bundle === undefined ? [] : modulesOf(loaded.bundle);
      return [...loaded.problems, ...checkBundle(loaded, registry), ...checkModules(loaded, registry, modules)];
    }
    case 'resource-type': {
      if (!looksLikeResourceType(uri, text)) return [];
      const loaded = loadResourceType(uri, text, loadContextOf(registry));
      return [...loaded.problems, ...checkResourceType(loaded, registry)];
    }
    case 'other':
      return [];
  }
}

/** YAML and JSON files are mostly something else: only what has the marks of a resource type is read as one. */
export function looksLikeResourceType(uri: string, text: string): boolean {
  if (uri.endsWith('.json')) return /"\$md"\s*:/.test(text);
  return /^schema[ \t]*:[ \t]*$/m.test(text) && /^name[ \t]*:/m.test(text);
}
