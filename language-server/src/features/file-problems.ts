import { checkBundle, checkResourceType } from '../model/bundle/check/check.ts';
import { loadBundle } from '../model/bundle/load.ts';
import type { Problem } from '../model/problem.ts';
import { loadContextOf } from '../model/registry/create.ts';
import type { Registry } from '../model/registry/registry.ts';
import { loadResourceType } from '../model/resource-type/load.ts';

/** What is wrong with an open file that is not a manifest. A file that is nothing of ours has no problems. */
export function fileProblems(
  kind: 'bundle' | 'resource-type' | 'other',
  uri: string,
  text: string,
  registry: Registry,
): readonly Problem[] {
  switch (kind) {
    case 'bundle': {
      const loaded = loadBundle(uri, text, loadContextOf(registry));
      return [...loaded.problems, ...checkBundle(loaded, registry)];
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
