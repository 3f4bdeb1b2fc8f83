import type { Bundle } from '../bundle/bundle.ts';
import { mergeParams } from '../manifest/resolve.ts';
import type { ComponentSettings, ComponentSource, ConnectionSource, Located, Manifest } from '../manifest/manifest.ts';
import type { BundleReference, BundleResolution, Registry } from '../registry/registry.ts';
import type { JsonObject } from '../schema/json-schema.ts';

/**
 * A component as some environments see it. Environments that say nothing about a component see it
 * alike, so it is checked once for all of them. A manifest without environments has one variant,
 * the component itself.
 */
export interface Variant {
  /** Names of the environments; empty when the manifest has none. */
  readonly environments: readonly string[];
  readonly override: ComponentSettings | undefined;
  /** The reference in force, and what it resolves to. */
  readonly reference: Located<BundleReference | undefined> | undefined;
  readonly resolution: BundleResolution | undefined;
  /** The bundle, when it was found. */
  readonly bundle: Bundle | undefined;
  readonly params: JsonObject;
  /** Slot → entry, those of the override included. */
  readonly connections: ReadonlyMap<string, ConnectionSource>;
}

/** The variants of a component, that of environments without an override first. */
export function variantsOf(manifest: Manifest, component: ComponentSource, registry: Registry): Variant[] {
  const name = component.name.value;
  const plain: string[] = [];
  const overridden: Variant[] = [];
  for (const environment of manifest.environments.values()) {
    const override = environment.components.get(name);
    const environmentName = environment.name.value;
    if (!override) plain.push(environmentName);
    else overridden.push(variant([environmentName], component, override, registry));
  }
  if (plain.length === 0 && overridden.length > 0) return overridden;
  return [variant(plain, component, undefined, registry), ...overridden];
}

function variant(
  environments: readonly string[],
  component: ComponentSource,
  override: ComponentSettings | undefined,
  registry: Registry,
): Variant {
  const reference = override?.bundle ?? component.bundle;
  const resolution = reference?.value && registry.resolveBundle(reference.value);
  const connections = new Map(component.connections.map((connection) => [connection.slot.value, connection]));
  for (const connection of override?.connections ?? []) connections.set(connection.slot.value, connection);
  return {
    environments,
    override,
    reference,
    resolution,
    bundle: resolution?.kind === 'found' ? resolution.bundle : undefined,
    params: mergeParams(component, override).value,
    connections,
  };
}
