import type { Slot } from '../bundle/bundle.ts';
import type { BundleReference } from '../registry/registry.ts';
import type { Json, JsonObject, JsonPath } from '../schema/json-schema.ts';
import { getOwn, isObject, setOwn } from '../schema/own-property.ts';
import type {
  ComponentSettings,
  ComponentSource,
  ConnectionTarget,
  EnvironmentSource,
  Instance,
  Manifest,
  MergedValue,
  Reference,
} from './manifest.ts';

/** The dependency slots of the bundle that a reference means; undefined when it is not known. */
export type SlotLookup = (reference: BundleReference) => ReadonlyMap<string, Slot> | undefined;

/**
 * A component as it is in an environment: the environment's bundle, params, connections and secrets
 * over the component's own; then the environment's defaults in the slots that nothing is connected to.
 *
 * @param environment undefined for the component alone, as its own text says it.
 * @param slotsOf which slots the bundle has; without it no default fills any.
 * @returns undefined when the manifest has no such component or environment.
 */
export function resolveInstance(
  manifest: Manifest,
  component: string,
  environment: string | undefined,
  slotsOf: SlotLookup = () => undefined,
): Instance | undefined {
  const source = manifest.components.get(component);
  const settings = environment === undefined ? undefined : manifest.environments.get(environment);
  if (!source || (environment !== undefined && !settings)) return undefined;
  const override = settings?.components.get(component);
  const bundle = (override?.bundle ?? source.bundle)?.value;
  return {
    component,
    environment: environment ?? '',
    ...(bundle && { bundle }),
    params: mergeParams(source, override).value,
    connections: resolveConnections(source, override, settings, bundle && slotsOf(bundle)),
    secrets: resolveSecrets(source, override),
  };
}

/** Params of a component with those of an override merged over them, and where each value comes from. */
export function mergeParams(
  component: Pick<ComponentSettings, 'params'>,
  override: Pick<ComponentSettings, 'params'> | undefined,
): MergedValue & { readonly value: JsonObject } {
  const base = component.params?.value ?? {};
  const over = override?.params?.value;
  return {
    value: over === undefined ? base : mergeObjects(base, over),
    origin: (path) => originOf(base, over, path),
  };
}

/** Objects are merged key by key; lists and all else replace what was there. */
function mergeObjects(base: JsonObject, over: JsonObject): JsonObject {
  const merged: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(base)) setOwn(merged, key, value);
  for (const [key, value] of Object.entries(over)) {
    const before = getOwn(base, key);
    setOwn(merged, key, isJsonObject(before) && isJsonObject(value) ? mergeObjects(before, value) : value);
  }
  return merged;
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

/** A mapping that both set is the component's; what stands in it is judged by itself. */
function originOf(base: Json | undefined, over: Json | undefined, path: JsonPath): 'component' | 'environment' {
  let [ours, theirs] = [base, over];
  for (const step of path) {
    // From here on the environment's value replaces the component's whole.
    if (theirs !== undefined && !(isJsonObject(ours) && isJsonObject(theirs))) return 'environment';
    ours = isJsonObject(ours) ? getOwn(ours, String(step)) : undefined;
    theirs = isJsonObject(theirs) ? getOwn(theirs, String(step)) : undefined;
    if (theirs === undefined) return 'component';
  }
  return theirs === undefined || (isJsonObject(ours) && isJsonObject(theirs)) ? 'component' : 'environment';
}

type Connections = Map<string, { target: ConnectionTarget; from: 'connection' | 'override' | 'default' }>;

function resolveConnections(
  component: ComponentSource,
  override: ComponentSettings | undefined,
  environment: EnvironmentSource | undefined,
  slots: ReadonlyMap<string, Slot> | undefined,
): Connections {
  const connections: Connections = new Map();
  const written = new Set<string>();
  for (const [source, from] of [
    [component, 'connection'],
    [override, 'override'],
  ] as const) {
    for (const { slot, target } of source?.connections ?? []) {
      written.add(slot.value);
      if (target.value) connections.set(slot.value, { target: target.value, from });
    }
  }
  for (const [name, slot] of slots ?? []) {
    if (written.has(name)) continue;
    const target = defaultFor(environment, slot);
    if (target) connections.set(name, { target, from: 'default' });
  }
  return connections;
}

function defaultFor(environment: EnvironmentSource | undefined, slot: Slot): ConnectionTarget | undefined {
  return environment?.defaults.find(({ type }) => typeName(type.value) === typeName(slot.type.name))?.target.value;
}

/** A resource type's name without the organisation that may stand before it and the version after it. */
function typeName(text: string): string {
  return text.replace(/^massdriver\//, '').replace(/@.*$/s, '');
}

function resolveSecrets(
  component: ComponentSource,
  override: ComponentSettings | undefined,
): ReadonlyMap<string, Reference> {
  const secrets = new Map<string, Reference>();
  for (const { name, reference } of [...component.secrets, ...(override?.secrets ?? [])]) {
    if (reference.value) secrets.set(name.value, reference.value);
  }
  return secrets;
}

export { dependencyOrder, type DependencyOrder } from './dependency-order.ts';
