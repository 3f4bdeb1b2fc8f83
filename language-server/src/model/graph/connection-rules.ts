import { parseTypeReference } from '../bundle/type-reference.ts';
import type { Bundle, Slot, TypeReference } from '../bundle/bundle.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { matches, mismatch } from '../registry/match.ts';
import type { Registry } from '../registry/registry.ts';
import { didYouMean } from '../text-distance.ts';

/** One end of a connection: a resource of a node, or a slot of a component. */
export interface End {
  readonly node: string;
  readonly port: string;
}

/** The nodes from `from` to `to` when the one already depends on the other. */
export type Circle = (from: string, to: string) => readonly string[] | undefined;

/** What may be connected to what, in one snapshot; the diagram's answers and the edit's refusals come from here. */
export class ConnectionRules {
  readonly #manifest: Manifest;
  readonly #registry: Registry;
  readonly #bundles = new Map<string, Bundle | undefined>();
  #dependents: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(manifest: Manifest, registry: Registry) {
    this.#manifest = manifest;
    this.#registry = registry;
  }

  /** The bundle of a component; undefined when the component or its bundle is not known. */
  bundle(component: string): Bundle | undefined {
    if (this.#bundles.has(component)) return this.#bundles.get(component);
    const reference = this.#manifest.components.get(component)?.bundle?.value;
    const resolution = reference && this.#registry.resolveBundle(reference);
    const bundle = resolution?.kind === 'found' ? resolution.bundle : undefined;
    this.#bundles.set(component, bundle);
    return bundle;
  }

  /** Every resource that can be connected from. */
  resources(): End[] {
    const ends: End[] = [];
    for (const node of this.#manifest.components.keys()) {
      for (const port of this.bundle(node)?.resources.keys() ?? []) ends.push({ node, port });
    }
    for (const node of this.#manifest.resources.keys()) ends.push({ node, port: node });
    return ends;
  }

  /** Every slot that can be connected to. */
  slots(): End[] {
    return [...this.#manifest.components.keys()].flatMap((node) =>
      [...(this.bundle(node)?.dependencies.keys() ?? [])].map((port) => ({ node, port })),
    );
  }

  /** The type of a resource, or why there is none. */
  resourceType({ node, port }: End): TypeReference | { readonly refused: string } {
    const imported = this.#manifest.resources.get(node);
    if (imported && !this.#manifest.components.has(node)) {
      const type = imported.type && parseTypeReference(imported.type.value);
      return type ?? { refused: `The imported resource \`${node}\` has no type yet: write \`type:\` below it first.` };
    }
    const known = this.#bundleFor(node);
    if ('refused' in known) return known;
    const output = known.resources.get(port);
    if (output) return output.type;
    const hint = didYouMean(port, known.resources.keys());
    return { refused: `\`${node}\` has no resource \`${port}\`.${hint || list(' It has', known.resources.keys())}` };
  }

  /** A slot of a component, or why there is none. */
  slot({ node, port }: End): Slot | { readonly refused: string } {
    if (this.#manifest.resources.has(node) && !this.#manifest.components.has(node)) {
      return { refused: `\`${node}\` is an imported resource: connections start there and do not end there.` };
    }
    const known = this.#bundleFor(node);
    if ('refused' in known) return known;
    const slot = known.dependencies.get(port);
    if (slot) return slot;
    const hint = didYouMean(port, known.dependencies.keys());
    return { refused: `\`${node}\` has no slot \`${port}\`.${hint || list(' It has', known.dependencies.keys())}` };
  }

  /**
   * Why a resource may not fill a slot; undefined when it may.
   * @param circle finds circles; pass the one of `circleFrom` or `circleTo` to ask about many ends
   */
  refusal(from: End, to: End, circle: Circle = this.circleFrom(from.node)): string | undefined {
    if (from.node === to.node) return `\`${from.node}\` cannot be connected to itself.`;
    const type = this.resourceType(from);
    if ('refused' in type) return type.refused;
    const slot = this.slot(to);
    if ('refused' in slot) return slot.refused;
    if (!matches(type, slot.type, this.#registry)) return this.#wrongType(from, type, slot);
    const path = circle(from.node, to.node);
    if (!path) return undefined;
    const way = path.map((name) => `\`${name}\``).join(' → ');
    return `\`${from.node}\` already depends on \`${to.node}\` (${way}), so this would close a circle, and nothing in it could be deployed first.`;
  }

  /** Finds circles that connections from one node would close. */
  circleFrom(node: string): Circle {
    const upstream = reach(node, (name) => this.#dependencies(name));
    return (_, to) => (upstream.has(to) ? pathTo(upstream, to) : undefined);
  }

  /** Finds circles that connections to one component would close. */
  circleTo(node: string): Circle {
    this.#dependents ??= this.#invert();
    const dependents = this.#dependents;
    const downstream = reach(node, (name) => dependents.get(name) ?? []);
    return (from) => (downstream.has(from) ? pathTo(downstream, from).reverse() : undefined);
  }

  /** Resources that would fit a slot, in file order. */
  fitting(to: End): End[] {
    const circle = this.circleTo(to.node);
    return this.resources().filter((from) => this.refusal(from, to, circle) === undefined);
  }

  /** Names of bundles with a resource that would fit a slot. */
  fittingBundles(slot: Slot): string[] {
    return this.#registry.bundles().flatMap(({ name }) => {
      const resolution = this.#registry.resolveBundle({ name, dev: false });
      if (resolution.kind !== 'found') return [];
      const outputs = [...resolution.bundle.resources.values()];
      return outputs.some((output) => matches(output.type, slot.type, this.#registry)) ? [name] : [];
    });
  }

  /** In any environment: a circle in one of them is one too many. */
  #dependencies(name: string): string[] {
    const settings = [
      this.#manifest.components.get(name),
      ...[...this.#manifest.environments.values()].map((environment) => environment.components.get(name)),
    ];
    return settings.flatMap((one) => one?.connections.flatMap(({ target }) => target.value?.component ?? []) ?? []);
  }

  #invert(): ReadonlyMap<string, readonly string[]> {
    const dependents = new Map<string, string[]>();
    for (const name of this.#manifest.components.keys()) {
      for (const dependency of this.#dependencies(name)) {
        const known = dependents.get(dependency);
        if (known) known.push(name);
        else dependents.set(dependency, [name]);
      }
    }
    return dependents;
  }

  #bundleFor(node: string): Bundle | { readonly refused: string } {
    const component = this.#manifest.components.get(node);
    if (!component) return { refused: `There is no \`${node}\` in this manifest.${didYouMean(node, this.#names())}` };
    const bundle = this.bundle(node);
    if (bundle) return bundle;
    const written = component.bundle?.value?.name;
    if (written === undefined) return { refused: `\`${node}\` has no bundle yet: write \`bundle:\` below it first.` };
    return {
      refused: `The bundle \`${written}\` of \`${node}\` was not found, so its slots and resources are not known.`,
    };
  }

  #wrongType(from: End, type: TypeReference, slot: Slot): string {
    const imported = this.#manifest.resources.has(from.node);
    const resource = imported ? from.node : `${from.node}.${from.port}`;
    if (type.name !== slot.type.name) {
      return `\`${slot.name}\` takes ${withArticle(slot.type.name)}, and \`${resource}\` is ${withArticle(type.name)}.`;
    }
    return `\`${resource}\` does not fit \`${slot.name}\`: ${mismatch(type, slot.type, this.#registry) ?? 'the versions differ'}.`;
  }

  *#names(): Iterable<string> {
    yield* this.#manifest.components.keys();
    yield* this.#manifest.resources.keys();
  }
}

function reach(start: string, next: (name: string) => readonly string[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>([[start, undefined]]);
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const other of next(name)) {
      if (found.has(other)) continue;
      found.set(other, name);
      queue.push(other);
    }
  }
  return found;
}

/** From the node that the search began at to the one given. */
function pathTo(found: ReadonlyMap<string, string | undefined>, node: string): string[] {
  const path: string[] = [];
  for (let name: string | undefined = node; name !== undefined; name = found.get(name)) path.unshift(name);
  return path;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function list(lead: string, names: Iterable<string>): string {
  const all = [...names];
  return all.length === 0 ? '' : `${lead} ${all.map((name) => `\`${name}\``).join(', ')}.`;
}
