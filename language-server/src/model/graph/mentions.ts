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
  #wiring: readonly string[] = [];
  #byComponent = new Map<string, readonly string[]>();
  #keys = new Map<string, string>();

  update(manifest: Manifest): void {
    const wirings: Wiring[] = [];
    for (const source of manifest.components.values()) {
      const wiring = this.#of(source);
      if (wiring.key !== '') wirings.push(wiring);
    }
    const before = this.#wiring;
    if (before.length === wirings.length && wirings.every((wiring, index) => wiring.key === before[index])) return;
    this.#wiring = wirings.map((wiring) => wiring.key);
    const sets = new Map<string, Set<string>>();
    for (const { targets } of wirings) {
      for (const [component, resource] of targets) {
        const set = sets.get(component);
        if (set) set.add(resource);
        else sets.set(component, new Set([resource]));
      }
    }
    this.#byComponent = new Map([...sets].map(([component, set]) => [component, [...set].sort()]));
    this.#keys = new Map([...this.#byComponent].map(([component, list]) => [component, list.join('\n')]));
  }

  of(component: string): readonly string[] {
    return this.#byComponent.get(component) ?? none;
  }

  /** Another text whenever `of` has another answer. */
  keyOf(component: string): string {
    return this.#keys.get(component) ?? '';
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
