import { CodeActionKind, type Position } from 'vscode-languageserver-types';
import { changesBetween } from './bundle-changes.ts';
import { enumerate } from '../../model/check/collect.ts';
import { sameJson } from '../../model/edit/write-value.ts';
import type { Json } from '../../model/schema/json-schema.ts';
import type { Intent } from '../../protocol.ts';
import { valueAt } from '../completion/params.ts';
import { componentView, paramSchema } from '../component-view.ts';
import { occurrences } from '../occurrences.ts';
import type { Place } from '../place.ts';
import { targetAt } from '../target.ts';
import { intentAction, type ActionContext, type FixedAction } from './fix.ts';

const rewrite = { kind: CodeActionKind.RefactorRewrite };

/** What can be done at a position although nothing is wrong there. */
export function refactorings(context: ActionContext, position: Position): FixedAction[] {
  const place = targetAt(context.manifest, position)?.place;
  if (!place) return [];
  const actions = (): (FixedAction | undefined)[] => {
    switch (place.kind) {
      case 'params':
        if (place.path.length === 0) return presets(context, place.component);
        return place.environment === undefined
          ? toEnvironments(context, place)
          : [toComponent(context, place, place.environment), extract(context, place, place.environment)];
      case 'component':
        return place.environment === undefined
          ? [...presets(context, place.component), removal(context, place.component)]
          : [];
      case 'bundle':
        return upgrades(context, place);
      default:
        return [];
    }
  };
  return actions().filter((action) => action !== undefined);
}

type ParamPath = [string | number, ...(string | number)[]];

/** A value of the component that one environment is to have differently. */
function toEnvironments(context: ActionContext, place: Place & { kind: 'params' }): (FixedAction | undefined)[] {
  const { manifest } = context;
  const value = valueAt(manifest.components.get(place.component)?.params?.value, place.path);
  const { bundle, params } = componentView(manifest, context.registry, place);
  const isKnown = bundle === undefined || paramSchema(bundle, params, place.path) !== undefined;
  if (value === undefined || !isKnown) return [];
  const name = place.path.join('.');
  return [...manifest.environments.values()].map((environment) => {
    const environmentName = environment.name.value;
    const override = environment.components.get(place.component)?.params?.value;
    if (valueAt(override, place.path) !== undefined) return undefined;
    const intent: Intent = {
      kind: 'setEnvironmentParam',
      environment: environmentName,
      component: place.component,
      path: [...place.path] as ParamPath,
      value,
    };
    return intentAction(context, `Override \`${name}\` in ${environmentName}`, [intent], rewrite);
  });
}

/** A value of one environment that all are to have. */
function toComponent(
  context: ActionContext,
  place: Place & { kind: 'params' },
  environment: string,
): FixedAction | undefined {
  const { manifest } = context;
  const { component } = place;
  const override = manifest.environments.get(environment)?.components.get(component)?.params?.value;
  const value = valueAt(override, place.path);
  if (value === undefined) return undefined;
  const path = [...place.path] as ParamPath;
  return intentAction(
    context,
    `Move \`${place.path.join('.')}\` to the component, for every environment`,
    [
      { kind: 'setParam', component, path, value },
      { kind: 'setEnvironmentParam', environment, component, path, value: undefined },
    ],
    rewrite,
  );
}

/** A value that several environments repeat: the component has it from then on, and they no longer do. */
function extract(
  context: ActionContext,
  { component, path }: Place & { kind: 'params' },
  environment: string,
): FixedAction | undefined {
  const overrideIn = (name: string): Json | undefined =>
    valueAt(context.manifest.environments.get(name)?.components.get(component)?.params?.value, path);
  const value = overrideIn(environment);
  if (value === undefined) return undefined;
  const names = [...context.manifest.environments.keys()].filter((name) => sameJson(overrideIn(name), value));
  if (names.length < 2) return undefined;
  const paramPath = [...path] as ParamPath;
  return intentAction(
    context,
    `Extract \`${path.join('.')}\` to the component: ${enumerate(names)} repeat it`,
    [
      { kind: 'setParam', component, path: paramPath, value },
      ...names.map((name): Intent => {
        return { kind: 'setEnvironmentParam', environment: name, component, path: paramPath, value: undefined };
      }),
    ],
    { kind: CodeActionKind.RefactorExtract },
  );
}

function presets(context: ActionContext, component: string): (FixedAction | undefined)[] {
  const { bundle } = componentView(context.manifest, context.registry, { component });
  return (bundle?.presets ?? []).map(({ label, params }) => {
    const intents = Object.entries(params).map(([key, value]): Intent => {
      return { kind: 'setParam', component, path: [key], value: value as Json };
    });
    return intentAction(context, `Apply the preset ${label}`, intents, rewrite);
  });
}

/** A component that nothing needs goes with everything that environments say of it. */
function removal(context: ActionContext, component: string): FixedAction | undefined {
  const { manifest } = context;
  const declared = manifest.components.get(component);
  const places = declared ? occurrences(manifest, { kind: 'component', name: component }) : [];
  if (!declared || places.some(({ role }) => role === 'use')) return undefined;
  const title = `Remove \`${component}\`: nothing is connected to it`;
  return intentAction(context, title, [{ kind: 'remove', nodes: [component] }], rewrite);
}

/** Newer versions than the one in force, with what they ask for and no longer take. */
function upgrades(context: ActionContext, place: Place & { kind: 'bundle' }): (FixedAction | undefined)[] {
  const { bundle } = componentView(context.manifest, context.registry, place);
  if (!bundle) return [];
  const newest = context.registry.resolveBundle({ name: bundle.name, dev: false });
  if (newest.kind !== 'found' || newest.bundle.version === bundle.version) return [];
  const range = `~${newest.bundle.version.split('.')[0]}`;
  const intent: Intent = {
    kind: 'pin',
    component: place.component,
    range,
    ...(place.environment !== undefined && { environment: place.environment }),
  };
  const changes = changesBetween(bundle, newest.bundle);
  const title = `Upgrade to ${range}, now ${newest.bundle.version}: ${changes}`;
  return [intentAction(context, title, [intent], rewrite)];
}
