import type { Bundle } from '../../model/bundle/bundle.ts';
import { setPath, type Edited } from '../../model/edit/path.ts';
import type { ManifestOutline, SectionName } from '../../model/edit/manifest-outline.ts';
import { keyOrder } from '../../model/edit/intent-plan.ts';
import type { ComponentSettings, Manifest } from '../../model/manifest/manifest.ts';
import { formatBundleReference } from '../../model/manifest/reference.ts';
import { printFlow } from '../../model/edit/print.ts';
import type { Problem } from '../../model/problem.ts';
import type { Json } from '../../model/schema/json-schema.ts';
import { declaredProperties } from '../../model/schema/levels.ts';
import { closest } from '../../model/text-distance.ts';
import { componentView } from '../component-view.ts';
import { recommendedReference } from '../palette.ts';
import { intentAction, nameAt, outlineAction, type ActionContext, type FixedAction } from './fix.ts';
import { asRecord } from './replacements.ts';

/** How many bundles or types are offered. */
const most = 3;

/** Adds the keys without which a component or an imported resource is nothing, and the component of an override. */
export function missingParts(context: ActionContext, problem: Problem): FixedAction[] {
  const name = nameAt(context.manifest, problem.range);
  switch (problem.code) {
    case 'missing-bundle':
      return added(context, problem, 'components', name, 'bundle', bundlesFor(context, name));
    case 'missing-type':
      return added(context, problem, 'resources', name, 'type', typesTaken(context, name));
    case 'missing-from': {
      const variable = name.toUpperCase().replaceAll('-', '_');
      return added(context, problem, 'resources', name, 'from', [{ env: variable }, { file: `./${name}.json` }]);
    }
    case 'unknown-component':
      return addedComponent(context, problem);
    default:
      return [];
  }
}

function added(
  context: ActionContext,
  problem: Problem,
  section: SectionName,
  name: string,
  key: string,
  values: readonly Json[],
): FixedAction[] {
  const order = section === 'components' ? keyOrder.component : ['type', 'from'];
  return values.flatMap((value) => {
    const shown = printFlow(value);
    const plan = (outline: ManifestOutline): Edited | undefined => {
      const root = outline.root(section, name);
      return root && setPath(outline.source, root, [key], value, () => order);
    };
    return outlineAction(context, `Add \`${key}: ${shown}\``, plan, { problem }) ?? [];
  });
}

/** The component that an environment changes and that is not there. */
function addedComponent(context: ActionContext, problem: Problem): FixedAction[] {
  const { environment, override: name } = asRecord(problem.data);
  if (typeof environment !== 'string' || typeof name !== 'string') return [];
  const override = context.manifest.environments.get(environment)?.components.get(name);
  const own = override?.bundle?.value;
  const references = own ? [formatBundleReference(own)] : bundlesFor(context, name, override);
  return references.flatMap((bundle) => {
    const title = `Add the component \`${name}\`, a \`${bundle}\``;
    return intentAction(context, title, [{ kind: 'addComponent', bundle, name }], { problem }) ?? [];
  });
}

/** Bundles that a component may be meant to be: called alike, or taking what it gives. */
function bundlesFor(context: ActionContext, name: string, settings?: ComponentSettings): string[] {
  const { registry, manifest } = context;
  const own = settings ?? manifest.components.get(name);
  const bundles = registry.bundles().flatMap((summary) => {
    const resolution = registry.resolveBundle({ name: summary.name, dev: false });
    return resolution.kind === 'found' ? [resolution.bundle] : [];
  });
  const alike = closest(
    name,
    bundles.map((bundle) => bundle.name),
    1,
  );
  const named = bundles.filter((bundle) => bundle.name === name || alike.includes(bundle.name));
  const taking = own ? bundles.filter((bundle) => takes(bundle, own)) : [];
  return [...new Set([...named, ...taking])]
    .slice(0, most)
    .map((each) => recommendedReference(each.name, each.version));
}

/** Whether a bundle has everything that a component sets and connects, and that is something. */
function takes({ params, dependencies }: Bundle, { params: set, connections }: ComponentSettings): boolean {
  const keys = Object.keys(set?.value ?? {});
  if (keys.length + connections.length === 0) return false;
  const declared = declaredProperties(params);
  return (
    keys.every((key) => Object.hasOwn(declared, key)) && connections.every(({ slot }) => dependencies.has(slot.value))
  );
}

/** The types of the slots and defaults that a resource fills. */
function typesTaken({ manifest, registry }: ActionContext, name: string): string[] {
  const types = new Set<string>();
  for (const [component, { connections }] of manifest.components) {
    const { bundle } = componentView(manifest, registry, { component });
    for (const { slot, target } of connections) {
      const type = target.value?.component === name ? bundle?.dependencies.get(slot.value)?.type.name : undefined;
      if (type !== undefined) types.add(type);
    }
  }
  for (const type of defaultTypes(manifest, name)) types.add(type);
  return [...types].slice(0, most);
}

function* defaultTypes({ environments }: Manifest, name: string): Generator<string> {
  for (const { defaults } of environments.values())
    for (const { type, target } of defaults) if (target.value?.component === name) yield type.value;
}
