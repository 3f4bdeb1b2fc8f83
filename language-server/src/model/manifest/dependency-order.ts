import type { Instance } from './manifest.ts';

/** The order in which instances are provisioned, or why there is none. */
export interface DependencyOrder {
  /** Names of components, each after all it depends on; otherwise in the order given. Those in a cycle, and those after one, are missing. */
  readonly order: string[];
  /** Components that depend on each other in a ring: each on the next, the last on the first. */
  readonly cycle?: string[];
}

/** Sorts instances so that each comes after what it is connected to. What is not among them counts as there already. */
export function dependencyOrder(instances: Iterable<Pick<Instance, 'component' | 'connections'>>): DependencyOrder {
  const dependencies = new Map<string, ReadonlySet<string>>();
  for (const { component, connections } of instances) {
    dependencies.set(component, new Set([...connections.values()].map(({ target }) => target.component)));
  }
  const missing = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const [name, targets] of dependencies) {
    const known = [...targets].filter((target) => dependencies.has(target));
    missing.set(name, known.length);
    for (const target of known) {
      const list = dependents.get(target);
      if (list) list.push(name);
      else dependents.set(target, [name]);
    }
  }
  const order = [...missing].filter(([, count]) => count === 0).map(([name]) => name);
  // The list grows while it is walked: each name releases those that waited for it alone.
  for (const name of order) {
    for (const dependent of dependents.get(name) ?? []) {
      const left = (missing.get(dependent) ?? 0) - 1;
      missing.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  if (order.length === dependencies.size) return { order };
  return { order, cycle: findCycle(dependencies, new Set(order)) };
}

/** Among names that wait for ever, each waits for another of them: following that leads round a ring. */
function findCycle(dependencies: ReadonlyMap<string, ReadonlySet<string>>, done: ReadonlySet<string>): string[] {
  const waiting = (name: string) =>
    [...(dependencies.get(name) ?? [])].find((target) => dependencies.has(target) && !done.has(target));
  const seen = new Map<string, number>();
  const walk: string[] = [];
  let name = [...dependencies.keys()].find((each) => !done.has(each));
  while (name !== undefined && !seen.has(name)) {
    seen.set(name, walk.length);
    walk.push(name);
    name = waiting(name);
  }
  return name === undefined ? walk : walk.slice(seen.get(name));
}
