import type { ComponentSource, Manifest } from '../manifest/manifest.ts';

interface Wiring {
  /** `COMPONENT.RESOURCE` of every connection, as one text to compare. */
  readonly key: string;
  readonly targets: readonly (readonly [component: string, resource: string])[];
}

const none: readonly string[] = [];

/**
 * The resources that connections name, by component: a connection to a resource that its component
 * does not have is still drawn, so the component needs a port for it.
 */
export class Mentions {
  readonly #wirings = new WeakMap<ComponentSource, Wiring>();
  #byComponent = new Map<string, readonly string[]>();

  update(manifest: Manifest): void {
    const sets = new Map<string, Set<string>>();
    for (const source of manifest.components.values()) {
      for (const [component, resource] of this.#of(source).targets) {
        const set = sets.get(component);
        if (set) set.add(resource);
        else sets.set(component, new Set([resource]));
      }
    }
    this.#byComponent = new Map([...sets].map(([component, set]) => [component, [...set].sort()]));
  }

  of(component: string): readonly string[] {
    return this.#byComponent.get(component) ?? none;
  }

  /** Another text whenever a component names other resources. */
  keyOf(source: ComponentSource): string {
    return this.#of(source).key;
  }

  #of(source: ComponentSource): Wiring {
    const known = this.#wirings.get(source);
    if (known) return known;
    const targets = source.connections.flatMap(({ target }) =>
      target.value?.resource === undefined ? [] : [[target.value.component, target.value.resource] as const],
    );
    const wiring = { targets, key: targets.map((target) => target.join('.')).join('\n') };
    this.#wirings.set(source, wiring);
    return wiring;
  }
}
