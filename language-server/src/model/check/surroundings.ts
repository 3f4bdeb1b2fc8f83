import { parseTypeReference } from '../bundle/type-reference.ts';
import { matches } from '../registry/match.ts';
import { closest } from '../text-distance.ts';
import type { TypeReference } from '../bundle/bundle.ts';
import type { Deployments } from '../deployment/deployments.ts';
import type { ConnectionTarget, Manifest } from '../manifest/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import type { Surroundings, TargetLookup } from './context.ts';

/** How many fitting targets a message or an action offers at most. */
const most = 5;

interface Producer {
  readonly target: string;
  readonly node: string;
  readonly type: TypeReference;
}

/**
 * Look-ups across one snapshot. What costs a walk over all nodes is done once and kept for as long
 * as the nodes look alike from outside: a thousand connections to one misspelled name cost one search.
 */
export function createSurroundings(
  manifest: () => Manifest,
  registry: Registry,
  deployments: Deployments,
): Surroundings {
  const nearNames = new Map<string, readonly string[]>();
  let producers: Map<string, Producer[]> | undefined;

  return {
    manifest,
    deployments,
    lookUp: (name, environment) => lookUp(manifest(), registry, name, environment),
    near(name) {
      let near = nearNames.get(name);
      if (!near) {
        near = closest(name, [...manifest().components.keys(), ...manifest().resources.keys()]);
        nearNames.set(name, near);
      }
      return near;
    },
    fitting(slot, except) {
      producers ??= producersByType(manifest(), registry);
      const fitting: string[] = [];
      for (const { target, node, type } of producers.get(slot.name) ?? []) {
        if (node === except || !matches(type, slot, registry)) continue;
        fitting.push(target);
        if (fitting.length === most) break;
      }
      return fitting;
    },
    defaultFor: (type, environment) => defaultFor(manifest(), type, environment),
  };
}

function lookUp(manifest: Manifest, registry: Registry, name: string, environment: string | undefined): TargetLookup {
  const component = manifest.components.get(name);
  if (!component) {
    const imported = manifest.resources.get(name);
    return imported ? { kind: 'imported', type: parseTypeReference(imported.type?.value ?? '') } : { kind: 'unknown' };
  }
  const override = environment === undefined ? undefined : manifest.environments.get(environment)?.components.get(name);
  const reference = (override?.bundle ?? component.bundle)?.value;
  const resolution = reference && registry.resolveBundle(reference);
  const bundle = resolution?.kind === 'found' ? resolution.bundle : undefined;
  return { kind: 'component', bundle: bundle?.name, outputs: bundle?.resources };
}

function producersByType(manifest: Manifest, registry: Registry): Map<string, Producer[]> {
  const producers = new Map<string, Producer[]>();
  const add = (producer: Producer): void => {
    const list = producers.get(producer.type.name);
    if (list) list.push(producer);
    else producers.set(producer.type.name, [producer]);
  };
  for (const [name, component] of manifest.components) {
    const resolution = component.bundle?.value && registry.resolveBundle(component.bundle.value);
    if (resolution?.kind !== 'found') continue;
    for (const output of resolution.bundle.resources.values()) {
      add({ target: `${name}.${output.name}`, node: name, type: output.type });
    }
  }
  for (const [name, imported] of manifest.resources) {
    const type = parseTypeReference(imported.type?.value ?? '');
    if (type) add({ target: name, node: name, type });
  }
  return producers;
}

function defaultFor(manifest: Manifest, type: string, environment: string): ConnectionTarget | undefined {
  const defaults = manifest.environments.get(environment)?.defaults ?? [];
  return defaults.find((entry) => entry.type.value === type)?.target.value;
}
