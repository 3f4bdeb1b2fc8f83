import type { ComponentSettings, ComponentSource, Manifest } from '../manifest/manifest.ts';
import { noDeployments, type Deployments } from '../deployment/deployments.ts';
import type { Registry } from '../registry/registry.ts';
import { annotationsIn } from '../schema/annotated.ts';
import { isDoubtful } from '../yaml/read-slice.ts';
import { checkAddressRanges } from './address-ranges.ts';
import { checkBundleReference } from './bundle-reference.ts';
import { checkChoices } from './choices.ts';
import { Findings } from './collect.ts';
import { checkConnections } from './connections.ts';
import type { Check, Surroundings } from './context.ts';
import { findCycles } from './cycles.ts';
import { checkDeprecatedParams } from './deprecated-params.ts';
import { checkEnvironments } from './environments.ts';
import { checkImmutableParams } from './immutable-params.ts';
import { checkImportedResources } from './imported-resources.ts';
import { checkParams } from './params.ts';
import type { LocatedProblem, ManifestProblems } from './problems.ts';
import { checkRequiredSlots } from './required-slots.ts';
import { checkSecrets } from './secrets.ts';
import { createSurroundings } from './surroundings.ts';
import { checkUnknownParams } from './unknown-params.ts';
import { variantsOf } from './variants.ts';

/** Checks that look at the component and its bundle alone. */
const ownChecks: readonly Check[] = [
  checkBundleReference,
  checkParams,
  checkSecrets,
  checkUnknownParams,
  checkDeprecatedParams,
  checkAddressRanges,
  checkImmutableParams,
  checkChoices,
];
/** Checks that look at what the component is connected to. */
const wiringChecks: readonly Check[] = [checkConnections, checkRequiredSlots];

/** Checks the snapshots of one manifest, keeping what an edit did not touch. */
export interface ManifestChecker {
  /** Everything that is wrong with the manifest, measured against the registry and what is deployed. */
  check(manifest: Manifest, registry: Registry, deployments?: Deployments): ManifestProblems;
  /**
   * Does part of the work of `check` ahead of it and keeps the result, until `stop` says so.
   *
   * @returns true when nothing is left to do ahead.
   */
  prepare(manifest: Manifest, registry: Registry, stop: () => boolean, deployments?: Deployments): boolean;
}

export function createManifestChecker(): ManifestChecker {
  return new IncrementalChecker();
}

/** What is known of one component. */
interface Entry {
  source: ComponentSource;
  overrides: readonly (ComponentSettings | undefined)[];
  /** What others see of it: equal outlines mean equal problems in whoever connects to it. */
  outline: string;
  /** Its connections as written: equal wirings mean equal loops. */
  wiring: string;
  targets: ReadonlySet<string>;
  own: readonly LocatedProblem[];
  wired: readonly LocatedProblem[];
  /** Both, and those of loops: the same object for as long as none of them changes. */
  all: readonly LocatedProblem[];
}

const none: readonly LocatedProblem[] = [];

class IncrementalChecker implements ManifestChecker {
  #manifest: Manifest | undefined;
  #registry: Registry | undefined;
  #deployments = noDeployments;
  #surroundings: Surroundings | undefined;
  #environmentKey = '';
  readonly #entries = new Map<string, Entry>();
  /** Name of a node → components that connect to it, whether it exists or not. */
  readonly #dependents = new Map<string, Set<string>>();
  /** Outlines of imported resources. */
  #imported = new Map<string, string>();

  /** Components that have problems. */
  readonly #faulty = new Map<string, readonly LocatedProblem[]>();
  /** Components that are new, or whose text or environments changed. */
  readonly #toRenew = new Set<string>();
  /** Nodes that others see differently than before. */
  readonly #changedOutlines = new Set<string>();
  /** Components whose checks must run again. */
  readonly #dirtyOwn = new Set<string>();
  readonly #dirtyWiring = new Set<string>();
  #structureDirty = true;
  #cycles = new Map<string, LocatedProblem[]>();
  #importedProblems = new Map<string, LocatedProblem[]>();
  #rest: readonly LocatedProblem[] = none;

  check(manifest: Manifest, registry: Registry, deployments = noDeployments): ManifestProblems {
    this.prepare(manifest, registry, () => false, deployments);
    if (this.#structureDirty) this.#checkStructure(manifest, registry);
    const nodes = new Map(this.#faulty);
    for (const [name, problems] of this.#importedProblems) {
      if (!nodes.has(name)) nodes.set(name, problems);
    }
    return { nodes, rest: this.#rest };
  }

  prepare(manifest: Manifest, registry: Registry, stop: () => boolean, deployments = noDeployments): boolean {
    this.#compareDeployments(deployments, registry);
    this.#compare(manifest, registry);
    const done = (names: Set<string>, work: (name: string) => void): boolean => {
      for (const name of names) {
        if (stop()) return false;
        names.delete(name);
        work(name);
      }
      return true;
    };
    if (!done(this.#toRenew, (name) => this.#renew(name, manifest, registry))) return false;
    this.#spread();
    return (
      done(this.#dirtyOwn, (name) => this.#checkOwn(name, manifest, registry)) &&
      done(this.#dirtyWiring, (name) => this.#checkWiring(name, manifest, registry))
    );
  }

  /** What is deployed matters to components whose bundle has params that it says something about. */
  #compareDeployments(deployments: Deployments, registry: Registry): void {
    if (deployments === this.#deployments) return;
    this.#deployments = deployments;
    this.#surroundings = undefined;
    for (const [name, { source, overrides }] of this.#entries) {
      if ([source, ...overrides].some((settings) => readsDeployments(settings, registry))) this.#dirtyOwn.add(name);
    }
  }

  /** Finds out which components a new snapshot or registry concerns; compares identities, not texts. */
  #compare(manifest: Manifest, registry: Registry): void {
    const before = this.#manifest;
    const registryChanged = this.#registry?.revision !== registry.revision;
    const offerChanged = this.#registry?.offer !== registry.offer;
    if (before === manifest && !registryChanged) return;
    const environmentsChanged = !before || !sameEntries(before.environments, manifest.environments);
    const resourcesChanged = !before || !sameEntries(before.resources, manifest.resources);
    this.#manifest = manifest;
    this.#registry = registry;
    if (registryChanged) this.#surroundings = undefined;
    if (registryChanged || environmentsChanged || resourcesChanged) this.#structureDirty = true;
    if (registryChanged || resourcesChanged) this.#compareResources(manifest);
    const environmentsDiffer = environmentsChanged && this.#compareEnvironments(manifest);

    if (registryChanged && !offerChanged) this.#compareBundles(manifest, registry);
    const mayBeSame = before !== undefined && !offerChanged && !environmentsChanged;
    const sourcesBefore = before?.components.values();
    for (const source of manifest.components.values()) {
      // The common case, an edit inside one component, compares one pair of references for each other one.
      if (mayBeSame && sourcesBefore?.next().value === source) continue;
      const name = source.name.value;
      const entry = this.#entries.get(name);
      const isSame = entry?.source === source && !offerChanged && !environmentsDiffer;
      if (isSame && !environmentsChanged) continue;
      if (isSame && sameList(entry.overrides, overridesOf(manifest, name))) continue;
      this.#toRenew.add(name);
    }
    let fresh = 0;
    for (const name of this.#toRenew) if (!this.#entries.has(name)) fresh++;
    if (this.#entries.size + fresh > manifest.components.size) this.#forgetRemoved(manifest);
  }

  /** What some bundles say changed, and nothing else: that concerns whoever uses them, and then who looks at those. */
  #compareBundles(manifest: Manifest, registry: Registry): void {
    for (const [name, { source, overrides, outline }] of this.#entries) {
      if (outlineOf(manifest, source, overrides, registry) !== outline) this.#toRenew.add(name);
    }
  }

  /** Takes in a component that is new or was edited. */
  #renew(name: string, manifest: Manifest, registry: Registry): void {
    const source = manifest.components.get(name);
    if (!source) return;
    const overrides = overridesOf(manifest, name);
    const known = this.#entries.get(name);
    const outline = outlineOf(manifest, source, overrides, registry);
    const targets = targetsOf(source, overrides);
    const wiring = wiringOf(source, overrides);
    if (known?.outline !== outline) this.#changedOutlines.add(name);
    // A loop shows places in all of its components, so it is drawn anew when one of them moves.
    if (known?.wiring !== wiring || this.#cycles.has(name)) this.#structureDirty = true;
    for (const target of known?.targets ?? []) {
      if (!targets.has(target)) this.#dependents.get(target)?.delete(name);
    }
    for (const target of targets) {
      const dependents = this.#dependents.get(target);
      if (dependents) dependents.add(name);
      else this.#dependents.set(target, new Set([name]));
    }
    const { own, wired, all } = known ?? { own: none, wired: none, all: none };
    this.#entries.set(name, { source, overrides, outline, wiring, targets, own, wired, all });
    this.#dirtyOwn.add(name);
    this.#dirtyWiring.add(name);
  }

  #forgetRemoved(manifest: Manifest): void {
    for (const [name, entry] of this.#entries) {
      if (manifest.components.has(name)) continue;
      for (const target of entry.targets) this.#dependents.get(target)?.delete(name);
      this.#entries.delete(name);
      this.#faulty.delete(name);
      this.#toRenew.delete(name);
      this.#dirtyOwn.delete(name);
      this.#dirtyWiring.delete(name);
      this.#changedOutlines.add(name);
    }
  }

  #compareResources(manifest: Manifest): void {
    const outlines = new Map<string, string>();
    for (const [name, resource] of manifest.resources) outlines.set(name, resource.type?.value ?? '');
    for (const name of new Set([...outlines.keys(), ...this.#imported.keys()])) {
      if (outlines.get(name) !== this.#imported.get(name)) this.#changedOutlines.add(name);
    }
    this.#imported = outlines;
  }

  /** Names and defaults of environments matter to every component. */
  #compareEnvironments(manifest: Manifest): boolean {
    const before = this.#environmentKey;
    this.#environmentKey = JSON.stringify(
      Array.from(manifest.environments.values(), ({ name, defaults }) => [
        name.value,
        defaults.map(({ type, target }) => [type.value, target.value?.component, target.value?.resource]),
      ]),
    );
    return this.#environmentKey !== before;
  }

  /** Whoever looks at a changed node, or was told what else would fit, is checked again. */
  #spread(): void {
    if (this.#changedOutlines.size === 0) return;
    this.#structureDirty = true;
    this.#surroundings = undefined;
    for (const name of this.#changedOutlines) {
      for (const dependent of this.#dependents.get(name) ?? []) this.#dirtyWiring.add(dependent);
    }
    this.#changedOutlines.clear();
    for (const [name, entry] of this.#entries) {
      if (entry.wired.length > 0) this.#dirtyWiring.add(name);
    }
  }

  #checkOwn(name: string, manifest: Manifest, registry: Registry): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    entry.own = this.#run(ownChecks, entry, manifest, registry);
    this.#combine(name, entry);
  }

  #checkWiring(name: string, manifest: Manifest, registry: Registry): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    entry.wired = this.#run(wiringChecks, entry, manifest, registry);
    this.#combine(name, entry);
  }

  #run(checks: readonly Check[], entry: Entry, manifest: Manifest, registry: Registry): readonly LocatedProblem[] {
    this.#surroundings ??= createSurroundings(() => this.#manifest ?? manifest, registry, this.#deployments);
    const findings = new Findings();
    for (const variant of variantsOf(manifest, entry.source, registry)) {
      const report = findings.in(variant.environments);
      const context = { component: entry.source, variant, registry, surroundings: this.#surroundings, report };
      for (const check of checks) check(context);
    }
    const problems = findings.problems(manifest.environments.size);
    return problems.length > 0 ? problems : none;
  }

  #checkStructure(manifest: Manifest, registry: Registry): void {
    this.#structureDirty = false;
    this.#surroundings ??= createSurroundings(() => this.#manifest ?? manifest, registry, this.#deployments);
    const before = this.#cycles;
    this.#cycles = findCycles(manifest);
    for (const name of new Set([...before.keys(), ...this.#cycles.keys()])) {
      const entry = this.#entries.get(name);
      if (entry) this.#combine(name, entry);
    }
    this.#importedProblems = new Map();
    for (const [name, problems] of checkImportedResources(manifest, registry)) {
      const certain = problems.filter((problem) => !isDoubtful(problem));
      if (certain.length > 0) this.#importedProblems.set(name, certain);
    }
    this.#rest = checkEnvironments(manifest, registry, this.#surroundings).filter((problem) => !isDoubtful(problem));
  }

  #combine(name: string, entry: Entry): void {
    const loops = this.#cycles.get(name) ?? none;
    const all = [...entry.own, ...entry.wired, ...loops].filter((problem) => !isDoubtful(problem));
    if (sameList(all, entry.all)) return;
    entry.all = all.length > 0 ? all : none;
    if (all.length > 0) this.#faulty.set(name, entry.all);
    else this.#faulty.delete(name);
  }
}

function overridesOf(manifest: Manifest, name: string): (ComponentSettings | undefined)[] {
  return Array.from(manifest.environments.values(), (environment) => environment.components.get(name));
}

function readsDeployments(settings: ComponentSettings | undefined, registry: Registry): boolean {
  const reference = settings?.bundle?.value;
  const resolution = reference && registry.resolveBundle(reference);
  if (resolution?.kind !== 'found') return false;
  const annotations = annotationsIn(resolution.bundle.params);
  return annotations.has('$md.immutable') || annotations.has('$md.enum');
}

/** Which bundle a component is, in each environment, and what is wrong with it when it cannot be read. */
function outlineOf(
  manifest: Manifest,
  source: ComponentSource,
  overrides: Entry['overrides'],
  registry: Registry,
): string {
  const digest = (settings: ComponentSettings): string => {
    const reference = settings.bundle?.value;
    const resolution = reference && registry.resolveBundle(reference);
    if (resolution?.kind === 'broken') return JSON.stringify(resolution.problems);
    return resolution?.kind === 'found' ? `${resolution.bundle.name} ${resolution.bundle.digest}` : '';
  };
  let outline = digest(source);
  let index = 0;
  for (const environment of manifest.environments.keys()) {
    const override = overrides[index++];
    if (override?.bundle) outline += `\n${environment} ${digest(override)}`;
  }
  return outline;
}

function targetsOf(source: ComponentSource, overrides: Entry['overrides']): Set<string> {
  const targets = new Set<string>();
  const add = (settings: ComponentSettings): void => {
    for (const { target } of settings.connections) if (target.value) targets.add(target.value.component);
  };
  add(source);
  for (const override of overrides) if (override) add(override);
  return targets;
}

function wiringOf(source: ComponentSource, overrides: Entry['overrides']): string {
  let wiring = '';
  const add = (settings: ComponentSettings | undefined): void => {
    for (const { slot, text } of settings?.connections ?? []) wiring += `${slot.value}: ${text}\n`;
    wiring += '\n';
  };
  add(source);
  for (const override of overrides) add(override);
  return wiring;
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** True when both maps hold the same objects under the same names, in the same order. */
function sameEntries<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  const others = b.entries();
  for (const [name, value] of a) {
    const [otherName, otherValue] = others.next().value ?? [];
    if (name !== otherName || value !== otherValue) return false;
  }
  return true;
}
