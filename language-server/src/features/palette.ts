import type { Registry } from '../model/registry/registry.ts';
import type { PaletteEntry } from '../protocol.ts';

/** Every bundle that can be placed in a manifest, in the order of the registry; broken ones are left out. */
export function palette(registry: Registry): PaletteEntry[] {
  const entries: PaletteEntry[] = [];
  for (const summary of registry.bundles()) {
    const resolution = registry.resolveBundle({ name: summary.name, dev: false });
    if (resolution.kind !== 'found') continue;
    const { bundle, origin } = resolution;
    entries.push({
      name: bundle.name,
      version: bundle.version,
      reference: recommendedReference(bundle.name, bundle.version),
      ...(bundle.description !== undefined && { description: bundle.description }),
      ...(bundle.icon !== undefined && { icon: bundle.icon }),
      origin,
      dependencies: [...bundle.dependencies.values()].map(({ name, type, required }) => ({
        name,
        type: type.name,
        required,
      })),
      resources: [...bundle.resources.values()].map(({ name, type }) => ({ name, type: type.name })),
    });
  }
  return entries;
}

/** The reference to write for a new component: follows compatible versions of a released bundle. */
export function recommendedReference(name: string, version: string): string {
  const major = version.split('.')[0] ?? '0';
  return version === '0.0.0' ? name : `${name}@~${major}`;
}
