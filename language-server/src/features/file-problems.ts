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
    case 'bundle':
      return loadBundle(uri, text, loadContextOf(registry)).problems;
    case 'resource-type':
      return looksLikeResourceType(uri, text) ? loadResourceType(uri, text, loadContextOf(registry)).problems : [];
    case 'other':
      return [];
  }
}

/** YAML and JSON files are mostly something else: only what has the marks of a resource type is read as one. */
function looksLikeResourceType(uri: string, text: string): boolean {
  if (uri.endsWith('.json')) return /"\$md"\s*:/.test(text);
  return /^schema[ \t]*:[ \t]*$/m.test(text) && /^name[ \t]*:/m.test(text);
}
