import type { Intent } from '../../protocol.ts';
import type { JsonPath } from '../schema/json-schema.ts';
import { type IntentPlan, keyOrder, type PlanContext } from './intent-plan.ts';
import type { SectionName } from './manifest-outline.ts';
import { aliasReason, type Edited, isJson, removeBelow, setPath } from './path.ts';

/**
 * Writes a param of a component. Without a value the param is taken away, and `params:` when it
 * was the last; a map inside that becomes empty stays as `{}`, for that is a value of its own.
 */
export function planSetParam(
  context: PlanContext,
  { component, path, value }: Extract<Intent, { kind: 'setParam' }>,
): IntentPlan {
  if (!context.outline.entry('components', component))
    return { refused: `There is no component \`${component}\` in this manifest.` };
  return plan(context, 'components', component, ['params', ...path], value, {
    order: (at) => (at.length === 0 ? keyOrder.component : undefined),
    prunes: (at) => at.length === 1,
  });
}

/**
 * Writes a param that differs in one environment. Without a value the override is taken away with
 * everything that it leaves empty: the component's own value holds again.
 */
export function planSetEnvironmentParam(
  context: PlanContext,
  { environment, component, path, value }: Extract<Intent, { kind: 'setEnvironmentParam' }>,
): IntentPlan {
  const { manifest, outline } = context;
  if (!outline.entry('environments', environment))
    return { refused: `There is no environment \`${environment}\` in this manifest.` };
  if (!manifest.components.has(component))
    return { refused: `There is no component \`${component}\` in this manifest.` };
  return plan(context, 'environments', environment, ['components', component, 'params', ...path], value, {
    order: environmentOrder,
    prunes: (at) => at.length >= 1,
  });
}

/** The order of keys in an environment, and in its overrides of components. */
export function environmentOrder(path: JsonPath): readonly string[] | undefined {
  if (path.length === 0) return keyOrder.environment;
  return path.length === 2 ? keyOrder.component : undefined;
}

function plan(
  { outline }: PlanContext,
  section: SectionName,
  name: string,
  path: JsonPath,
  value: unknown,
  rules: {
    readonly order: (path: JsonPath) => readonly string[] | undefined;
    readonly prunes: (path: JsonPath) => boolean;
  },
): IntentPlan {
  const root = outline.root(section, name);
  if (!root) return { refused: `There is no \`${name}\` in this manifest.` };
  let changes: Edited;
  if (value === undefined) {
    changes = removeBelow(outline.source, root, { drops: (at) => samePath(at, path), prunes: rules.prunes });
    if ('length' in changes && changes.length === 0 && root.says(path)) return { refused: aliasReason };
  } else if (isJson(value)) {
    changes = setPath(outline.source, root, path, value, rules.order);
  } else {
    return { refused: 'This value cannot be written: it is not plain data, or it is nested too deeply.' };
  }
  return 'refused' in changes ? changes : { changes };
}

function samePath(a: JsonPath, b: JsonPath): boolean {
  return a.length === b.length && a.every((step, index) => String(step) === String(b[index]));
}
