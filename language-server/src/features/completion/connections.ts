import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Bundle } from '../../model/bundle/bundle.ts';
import { formatTypeReference } from '../../model/bundle/type-reference.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { Cursor } from '../cursor.ts';
import { fittingTargets } from '../fitting-targets.ts';
import { markdown } from '../describe-bundle.ts';
import type { Proposal } from './proposal.ts';

/** How many targets are offered at once; typing narrows them. */
export const mostTargets = 200;

/** Slots that are not connected yet, each with what fits it. */
export function slotProposals(
  manifest: Manifest,
  registry: Registry,
  bundle: Bundle,
  component: string,
  present: ReadonlySet<string>,
  cursor: Cursor,
): Proposal[] {
  const slots = [...bundle.dependencies.values()].filter(({ name }) => !present.has(name));
  slots.sort((a, b) => Number(b.required) - Number(a.required));
  return slots.map((slot) => {
    const [best] = fittingTargets(manifest, registry, slot.type, component);
    const text = cursor.colon ? slot.name : `${slot.name}: ${best ?? ''}`;
    return {
      label: slot.name,
      kind: CompletionItemKind.Interface,
      text,
      detail: `${formatTypeReference(slot.type)}${slot.required ? ', required' : ''}`,
      ...(slot.description !== undefined && { documentation: markdown(slot.description) }),
    };
  });
}

/** Targets that fit a slot, best first; those with the typed text first when there are very many. */
export function targetProposals(
  manifest: Manifest,
  registry: Registry,
  bundle: Bundle,
  component: string,
  slotName: string,
  typed: string,
): { proposals: Proposal[]; incomplete: boolean } {
  const slot = bundle.dependencies.get(slotName);
  if (!slot) return { proposals: [], incomplete: false };
  const all = fittingTargets(manifest, registry, slot.type, component);
  const shown = all.length <= mostTargets ? all : all.filter((target) => target.includes(typed)).slice(0, mostTargets);
  const proposals = shown.map((target, index) => ({
    label: target,
    kind: CompletionItemKind.Reference,
    detail: slot.type.name,
    preselect: index === 0,
  }));
  return { proposals, incomplete: shown.length < all.length };
}
