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

/** Renames the component, imported resource or environment at a position, with everything that refers to it. */
export function rename(
  manifest: Manifest,
  registry: Registry,
  position: Position,
  newName: string,
): { readonly kind: 'edit'; readonly edits: TextEdit[] } | { readonly kind: 'refused'; readonly reason: string } {
  const named = namedAt(manifest, position);
  if (!named)
    return { kind: 'refused', reason: 'Only components, imported resources and environments can be renamed.' };
  if (named.name === newName) return { kind: 'edit', edits: [] };
  const plan = planEdit(manifest, registry, { kind: 'rename', target: named.kind, name: named.name, newName });
  return plan.kind === 'edit' ? { kind: 'edit', edits: plan.edits.map((edit) => ({ ...edit })) } : plan;
}
