import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { ResourceType } from '../../model/resource-type/resource-type.ts';
import type { Cursor } from '../cursor.ts';
import { freeName } from '../free-name.ts';
import { fromKeys } from '../manifest-keys.ts';
import { typeProposal } from './environments.ts';
import { keyProposals } from './keys.ts';
import { escapeSnippet, type Proposal } from './proposal.ts';

/** New imported resources under `resources:`: one for each type, those that a component waits for first. */
export function resourceProposals(manifest: Manifest, registry: Registry, cursor: Cursor): Proposal[] {
  const wanted = unfilledTypes(manifest, registry);
  const rank = ({ name, orientation }: ResourceType): number =>
    wanted.has(name) ? 0 : orientation === 'environmentDefault' ? 1 : 2;
  const types = registry.resourceTypes().toSorted((a, b) => rank(a) - rank(b));
  return types.map((type) => {
    const name = freeName(manifest, type.name.replace(/-authentication$/, ''));
    const lines = [`type: ${escapeSnippet(type.name)}`, `from: { file: \${2:./${name}.json} }`];
    const pad = `\n${' '.repeat(cursor.indent + cursor.step)}`;
    const text = cursor.flow ? `: { ${lines.join(', ')} }` : `:${lines.map((line) => pad + line).join('')}`;
    return {
      ...typeProposal(type),
      text: `\${1:${name}}${text}`,
      snippet: true,
      detail: wanted.has(type.name) ? `imported resource, for ${wanted.get(type.name)}` : 'imported resource',
    };
  });
}

/** Types of required slots that nothing is connected to, with the component that has the slot. */
function unfilledTypes(manifest: Manifest, registry: Registry): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const [name, { bundle, connections }] of manifest.components) {
    const resolution = bundle?.value && registry.resolveBundle(bundle.value);
    if (resolution?.kind !== 'found') continue;
    for (const slot of resolution.bundle.dependencies.values()) {
      const isFilled = !slot.required || connections.some((each) => each.slot.value === slot.name);
      if (!isFilled && !types.has(slot.type.name)) types.set(slot.type.name, name);
    }
  }
  return types;
}

const elsewhere = ['project', 'environment', 'resource'];

/** Keys of `from`: one of its three forms, then what that form lacks. */
export function fromKeyProposals(present: ReadonlySet<string>, cursor: Cursor): Proposal[] {
  if (present.size === 0) return keyProposals(fromKeys.slice(0, 3), present, cursor);
  if (!elsewhere.some((key) => present.has(key))) return [];
  return keyProposals(
    fromKeys.filter(({ name }) => elsewhere.includes(name)),
    present,
    cursor,
  );
}

/** Where a resource comes from, as a whole, where nothing stands yet. */
export function fromProposals(resource: string): Proposal[] {
  const texts: { readonly [key: string]: string } = {
    env: '{ env: $1 }',
    file: `{ file: \${1:./${escapeSnippet(resource)}.json} }`,
    project: '{ project: $1, environment: $2, resource: $3 }',
  };
  return fromKeys.slice(0, 3).map(({ name, description }) => ({
    label: name,
    kind: CompletionItemKind.Property,
    text: texts[name] ?? name,
    snippet: true,
    documentation: description,
  }));
}
