import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { ResourceType } from '../../model/resource-type/resource-type.ts';
import type { Cursor } from '../cursor.ts';
import { markdown } from '../describe-bundle.ts';
import { fittingTargets } from '../fitting-targets.ts';
import { mostTargets } from './connections.ts';
import type { Proposal } from './proposal.ts';

/** Resource types that have no default in the environment yet; those made for it first. */
export function defaultKeyProposals(
  manifest: Manifest,
  registry: Registry,
  environment: string,
  cursor: Cursor,
): Proposal[] {
  const present = new Set(manifest.environments.get(environment)?.defaults.map(({ type }) => type.value) ?? []);
  present.delete(cursor.text);
  const types = registry.resourceTypes().filter(({ name }) => !present.has(name));
  types.sort((a, b) => Number(b.orientation === 'environmentDefault') - Number(a.orientation === 'environmentDefault'));
  return types.map((type) => {
    const [best] = fittingTargets(manifest, registry, { name: type.name }, undefined);
    return { ...typeProposal(type), text: cursor.colon ? type.name : `${type.name}: ${best ?? ''}` };
  });
}

/** What can be the default for a type: imported resources first, as they are what defaults are for. */
export function defaultValueProposals(manifest: Manifest, registry: Registry, type: string): Proposal[] {
  const targets = fittingTargets(manifest, registry, { name: type }, undefined);
  targets.sort((a, b) => Number(a.includes('.')) - Number(b.includes('.')));
  return targets.slice(0, mostTargets).map((label) => ({ label, kind: CompletionItemKind.Reference, detail: type }));
}

/** Every resource type. */
export function typeProposals(registry: Registry): Proposal[] {
  return registry.resourceTypes().map(typeProposal);
}

/** A resource type, by its name. */
export function typeProposal({ name, label, description, version }: ResourceType): Proposal {
  return {
    label: name,
    kind: CompletionItemKind.Interface,
    detail: version,
    documentation: [label, description]
      .filter((text) => text !== undefined)
      .map(markdown)
      .join('\n\n'),
  };
}
