import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { planEdit } from '../model/edit/plan.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Registry } from '../model/registry/registry.ts';
import { namedAt } from './occurrences.ts';

/** The name at a position and what a rename starts with; undefined where nothing can be renamed. */
export function prepareRename(
  manifest: Manifest,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const named = namedAt(manifest, position);
  return named && { range: manifest.range(named.slice, named.span), placeholder: named.name };
}

export type Renamed =
  /** `node` is the old name of a component or imported resource: other files may know it, too. */
  | { readonly kind: 'edit'; readonly edits: TextEdit[]; readonly node?: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Renames the component, imported resource or environment at a position, with everything that refers to it. */
export function rename(manifest: Manifest, registry: Registry, position: Position, newName: string): Renamed {
  const named = namedAt(manifest, position);
  if (!named)
    return { kind: 'refused', reason: 'Only components, imported resources and environments can be renamed.' };
  if (named.name === newName) return { kind: 'edit', edits: [] };
  const plan = planEdit(manifest, registry, { kind: 'rename', target: named.kind, name: named.name, newName });
  if (plan.kind === 'refused') return plan;
  const edits = plan.edits.map((edit) => ({ ...edit }));
  return { kind: 'edit', edits, ...(named.kind !== 'environment' && { node: named.name }) };
}
