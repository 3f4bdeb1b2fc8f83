import path from 'node:path';
import type { Bundle, Slot, TypeReference } from '@patchbay/language-server/model/bundle/bundle';
import { formatTypeReference, parseTypeReference } from '@patchbay/language-server/model/bundle/type-reference';
import type { ConnectionTarget, Reference } from '@patchbay/language-server/model/manifest/manifest';
import { formatBundleReference, formatConnectionTarget } from '@patchbay/language-server/model/manifest/reference';
import { resolveInstance, type SlotLookup } from '@patchbay/language-server/model/manifest/resolve';
import { matches } from '@patchbay/language-server/model/registry/match';
import { withDefaults } from '@patchbay/language-server/model/schema/effective';
import type { JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { validatorFor } from '@patchbay/language-server/model/schema/validate';
import { Failure } from './failure.ts';
import type { Project } from './project.ts';
import { provisionerFor } from './provisioners.ts';
import type { RecordedStep } from './records.ts';

/** Where the payload of a slot comes from. */
export type SlotSource =
  | { readonly kind: 'component'; readonly component: string; readonly resource: string }
  | { readonly kind: 'imported'; readonly name: string };

/** An instance with everything known that does not depend on another one being deployed. */
export interface PreparedInstance {
  readonly component: string;
  readonly bundle: Bundle;
  readonly steps: readonly RecordedStep[];
  /** Merged for the environment, with the schema's defaults filled in. */
  readonly params: JsonObject;
  readonly slots: ReadonlyMap<string, { readonly slot: Slot; readonly source: SlotSource }>;
  readonly secrets: ReadonlyMap<string, Reference>;
  /** Components whose resources it uses. */
  readonly dependsOn: ReadonlySet<string>;
}

/**
 * Resolves one component in one environment.
 *
 * @throws Failure with everything that is wrong with it
 */
export function prepareInstance(project: Project, environment: string, component: string): PreparedInstance {
  const slotsOf: SlotLookup = (reference) => {
    const found = project.registry.resolveBundle(reference);
    return found.kind === 'found' ? found.bundle.dependencies : undefined;
  };
  const instance = resolveInstance(project.manifest, component, environment, slotsOf);
  if (instance?.bundle === undefined) throw new Failure('It names no bundle.');
  const resolution = project.registry.resolveBundle(instance.bundle);
  if (resolution.kind !== 'found')
    throw new Failure(
      `Its bundle ${formatBundleReference(instance.bundle)} cannot be used: ${reasons[resolution.kind]}.`,
    );
  const { bundle } = resolution;

  const params = withDefaults(bundle.params, instance.params) as JsonObject;
  const problems = validatorFor(bundle.params, bundle.digest).validate(params);
  if (problems.length > 0) {
    throw new Failure(
      problems
        .map(({ path: where, message }) => `params${where.map((part) => `.${part}`).join('')}: ${message}`)
        .join(' '),
    );
  }

  const slots = new Map<string, { slot: Slot; source: SlotSource }>();
  for (const slot of bundle.dependencies.values()) {
    const target = instance.connections.get(slot.name)?.target;
    if (target !== undefined) slots.set(slot.name, { slot, source: sourceOf(project, environment, slot, target) });
    else if (slot.required)
      throw new Failure(`Nothing fills its slot ${slot.name} (${slot.type.name}). Connect something to it.`);
  }

  const unknown = [...instance.connections.keys()].filter((name) => !bundle.dependencies.has(name));
  if (unknown.length > 0) throw new Failure(`Its bundle ${bundle.name} has no slot ${unknown.join(', ')}.`);

  for (const step of bundle.steps) provisionerFor(step.provisioner);
  for (const output of bundle.resources.values()) {
    if (project.registry.resourceType(output.type) === undefined) {
      throw new Failure(
        `It puts out ${output.name}, whose resource type ${output.type.name} is not known here. Add the type to the workspace or to a registry folder.`,
      );
    }
  }
  return {
    component,
    bundle,
    steps: recordedSteps(bundle),
    params,
    slots,
    secrets: instance.secrets,
    dependsOn: new Set(
      [...slots.values()].flatMap(({ source }) => (source.kind === 'component' ? [source.component] : [])),
    ),
  };
}

const reasons = {
  'unknown-name': 'no bundle has that name',
  'no-version': 'no version of it is in that range',
  broken: 'its file has errors',
} as const;

/** What a slot is connected to; that it exists and fits is what `check` says too, for whoever did not look. */
function sourceOf(project: Project, environment: string, slot: Slot, target: ConnectionTarget): SlotSource {
  const { component, resource } = target;
  const written = formatConnectionTarget(target);
  const type =
    resource === undefined ? importedType(project, component) : outputType(project, environment, component, resource);
  if (type === undefined) throw new Failure(`Its slot ${slot.name} is connected to ${written}, which does not exist.`);
  if (!matches(type, slot.type, project.registry)) {
    throw new Failure(
      `Its slot ${slot.name} takes ${formatTypeReference(slot.type)}, and ${written} is ${formatTypeReference(type)}.`,
    );
  }
  return resource === undefined ? { kind: 'imported', name: component } : { kind: 'component', component, resource };
}

function importedType({ manifest }: Project, name: string): TypeReference | undefined {
  const written = manifest.resources.get(name)?.type?.value;
  return written === undefined ? undefined : parseTypeReference(written);
}

function outputType(
  project: Project,
  environment: string,
  component: string,
  resource: string,
): TypeReference | undefined {
  const reference = resolveInstance(project.manifest, component, environment)?.bundle;
  const resolution = reference === undefined ? undefined : project.registry.resolveBundle(reference);
  return resolution?.kind === 'found' ? resolution.bundle.resources.get(resource)?.type : undefined;
}

/** Steps with a name each: the last part of the path, made a legal and single one. */
export function recordedSteps(bundle: Bundle): readonly RecordedStep[] {
  const taken = new Set<string>();
  return bundle.steps.map((step): RecordedStep => {
    const base = stepName(step.path);
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
    taken.add(name);
    return {
      name,
      path: step.path,
      provisioner: step.provisioner,
      skipOnDelete: step.skipOnDelete,
      config: step.config,
      ...(step.provisionerVersion !== undefined && { version: step.provisionerVersion }),
    };
  });
}

function stepName(stepPath: string): string {
  const last = path.posix.basename(path.posix.normalize(stepPath.replaceAll('\\', '/')));
  const name = last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return name.slice(0, 30) || 'step';
}
