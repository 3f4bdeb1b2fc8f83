import type { TypeReference } from '../model/bundle/bundle.ts';
import { parseTypeReference } from '../model/bundle/type-reference.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import { matches } from '../model/registry/match.ts';
import type { Registry } from '../model/registry/registry.ts';

/**
 * What may fill a slot, as it is written in `connections`: resources of other components first,
 * nearest above the component before those below it, then imported resources.
 *
 * @param component the one that has the slot; what depends on it is left out, as that would be a loop.
 */
export function fittingTargets(
  manifest: Manifest,
  registry: Registry,
  type: TypeReference,
  component: string | undefined,
): string[] {
  const excluded = component === undefined ? new Set<string>() : dependentsOf(manifest, component);
  const above: string[] = [];
  const below: string[] = [];
  let passed = false;
  for (const [name, source] of manifest.components) {
    if (name === component) passed = true;
    if (excluded.has(name)) continue;
    const resolution = source.bundle?.value && registry.resolveBundle(source.bundle.value);
    if (resolution?.kind !== 'found') continue;
    for (const output of resolution.bundle.resources.values()) {
      if (matches(output.type, type, registry)) (passed ? below : above).push(`${name}.${output.name}`);
    }
  }
  const imported: string[] = [];
  for (const [name, resource] of manifest.resources) {
    const own = parseTypeReference(resource.type?.value ?? '');
    if (own && matches(own, type, registry)) imported.push(name);
  }
  return [...above.reverse(), ...below, ...imported];
}

/** A component and everything that is connected to it, directly or through others. */
function dependentsOf(manifest: Manifest, component: string): Set<string> {
  const users = new Map<string, string[]>();
  for (const [name, source] of manifest.components) {
    for (const { target } of source.connections) {
      if (!target.value) continue;
      const known = users.get(target.value.component);
      if (known) known.push(name);
      else users.set(target.value.component, [name]);
    }
  }
  const found = new Set([component]);
  for (const name of found) {
    for (const user of users.get(name) ?? []) found.add(user);
  }
  return found;
}
