import type { Slot } from '../bundle/bundle.ts';
import type { EnvironmentSource, Manifest } from '../manifest/manifest.ts';

interface Fill {
  /** Resource types that the environment's defaults provide. */
  readonly types: ReadonlySet<string>;
  /** Component → slots that the environment's overrides connect. */
  readonly slots: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * What environments fill without a connection of the component itself. A slot counts as filled
 * when every environment fills it, by a default of its type or by a connection of its own.
 */
export class EnvironmentFill {
  readonly #fills = new WeakMap<EnvironmentSource, Fill>();
  #current: readonly Fill[] = [];

  update(manifest: Manifest): void {
    this.#current = [...manifest.environments.values()].map((environment) => this.#of(environment));
  }

  fills(component: string, slot: Slot): boolean {
    if (this.#current.length === 0) return false;
    return this.#current.every(
      (fill) => fill.types.has(slot.type.name) || fill.slots.get(component)?.has(slot.name) === true,
    );
  }

  #of(environment: EnvironmentSource): Fill {
    const known = this.#fills.get(environment);
    if (known) return known;
    const types = new Set(
      environment.defaults.filter((item) => item.target.value).map((item) => typeName(item.type.value)),
    );
    const slots = new Map<string, ReadonlySet<string>>();
    for (const [name, { connections }] of environment.components) {
      const connected = connections.filter((connection) => connection.target.value);
      if (connected.length > 0) slots.set(name, new Set(connected.map((connection) => connection.slot.value)));
    }
    const fill = { types, slots };
    this.#fills.set(environment, fill);
    return fill;
  }
}

/** The name in `massdriver/NAME@RANGE`. */
export function typeName(text: string): string {
  return text.replace(/^massdriver\//, '').replace(/@.*$/, '');
}
