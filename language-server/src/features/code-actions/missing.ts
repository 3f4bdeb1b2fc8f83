import type { Bundle } from '../../model/bundle/bundle.ts';
import { isValidName, parseConnectionTarget } from '../../model/manifest/reference.ts';
import type { Problem } from '../../model/problem.ts';
import type { Json, JsonPath, JsonSchemaObject } from '../../model/schema/json-schema.ts';
import type { Intent } from '../../protocol.ts';
import { knownValues } from '../completion/component-snippet.ts';
import { componentView, paramSchema } from '../component-view.ts';
import { freeName } from '../free-name.ts';
import { recommendedReference } from '../palette.ts';
import { intentAction, type ActionContext, type FixedAction } from './fix.ts';
import { asRecord } from './replacements.ts';

/** The problems of a manifest, and those of them that actions are asked for. */
interface Problems {
  readonly all: readonly Problem[];
  readonly here: readonly Problem[];
}

/** More params than this are not added in one go: each takes a plan of its own. */
const mostAtOnce = 100;

/** Adds what is missing: params, connections, components. */
export function additions(context: ActionContext, problem: Problem, problems: Problems): FixedAction[] {
  const actions = (): (FixedAction | undefined)[] => {
    switch (problem.code) {
      case 'missing-param':
        return addParams(context, problem, problems);
      case 'missing-connection':
        return [...connect(context, problem), ...addProducers(context, problem)];
      case 'unknown-component':
        return addProducers(context, problem);
      case 'missing-secret':
        return [addSecret(context, problem)];
      default:
        return [];
    }
  };
  return actions().filter((action) => action !== undefined);
}

function addParams(context: ActionContext, problem: Problem, problems: Problems): (FixedAction | undefined)[] {
  const intent = setMissing(context, problem);
  if (!intent) return [];
  const missing = String(asRecord(problem.data)['missingProperty']);
  return [
    intentAction(context, `Add \`${missing}\``, [intent], { problem, preferred: true }),
    addAllParams(context, problem, problems),
  ];
}

/** Offered once for a component, with the first of its problems. */
function addAllParams(context: ActionContext, problem: Problem, { here, all }: Problems): FixedAction | undefined {
  const component = asRecord(problem.data)['component'];
  const isAlike = (each: Problem) => each.code === 'missing-param' && asRecord(each.data)['component'] === component;
  if (here.find(isAlike) !== problem) return undefined;
  const others = all.filter(isAlike);
  if (others.length < 2 || others.length > mostAtOnce) return undefined;
  const intents = others.map((each) => setMissing(context, each)).filter((each) => each !== undefined);
  return intentAction(context, `Add all ${intents.length} missing params`, intents, { problem });
}

function setMissing({ manifest, registry }: ActionContext, problem: Problem): Intent | undefined {
  const { component, environment, path, missingProperty } = asRecord(problem.data);
  if (typeof component !== 'string' || typeof missingProperty !== 'string' || !Array.isArray(path)) return undefined;
  const where = { component, ...(typeof environment === 'string' && { environment }) };
  const { bundle, params } = componentView(manifest, registry, where);
  if (!bundle) return undefined;
  const full = [...(path as JsonPath), missingProperty];
  const value = firstValue(paramSchema(bundle, params, full));
  const schemaPath = full as [string | number, ...(string | number)[]];
  return { kind: 'setParam', component, path: schemaPath, value };
}

/** Something to begin with: what the schema names, else the empty value of its type. */
function firstValue(schema: JsonSchemaObject | undefined): Json {
  if (!schema) return '';
  if (schema.default !== undefined) return schema.default;
  const [known] = knownValues(schema);
  if (known !== undefined) return known;
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'number':
    case 'integer':
      return schema.minimum ?? 0;
    case 'array':
      return [];
    case 'object': {
      const entries = (schema.required ?? []).map((name): [string, Json] => {
        const properties = schema.properties ?? {};
        const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
        return [name, firstValue(typeof property === 'object' ? property : undefined)];
      });
      return Object.fromEntries(entries);
    }
    default:
      return '';
  }
}

function connect(context: ActionContext, problem: Problem): (FixedAction | undefined)[] {
  const { component, slot, suggestions } = asRecord(problem.data);
  if (typeof component !== 'string' || typeof slot !== 'string' || !Array.isArray(suggestions)) return [];
  return suggestions.map((text: string, index) => {
    const target = parseConnectionTarget(text);
    if (!target) return undefined;
    const from = { node: target.component, port: target.resource ?? target.component };
    const intent: Intent = { kind: 'connect', from, to: { node: component, port: slot } };
    return intentAction(context, `Connect \`${slot}\` to \`${text}\``, [intent], { problem, preferred: index === 0 });
  });
}

/** Components of bundles that put out what is needed; named as the text already calls it. */
function addProducers(context: ActionContext, problem: Problem): (FixedAction | undefined)[] {
  const { missing, slotType, type, component, slot, suggestions } = asRecord(problem.data);
  const needed = typeof slotType === 'string' ? slotType : type;
  if (typeof needed !== 'string') return [];
  if (Array.isArray(suggestions) && suggestions.length > 0) return [];
  return producers(context, needed)
    .slice(0, 3)
    .map(({ bundle, output }) => {
      const wantedName = typeof missing === 'string' && isValidName(missing) ? missing : undefined;
      const name = wantedName ?? freeName(context.manifest, typeof slot === 'string' ? slot : bundle.name);
      const reference = recommendedReference(bundle.name, bundle.version);
      const add: Intent = { kind: 'addComponent', bundle: reference, name };
      const intents: Intent[] = [add];
      if (typeof component === 'string' && typeof slot === 'string') {
        intents.push({ kind: 'connect', from: { node: name, port: output }, to: { node: component, port: slot } });
      }
      return intentAction(context, `Add \`${name}\`, a \`${bundle.name}\``, intents, { problem });
    });
}

function producers({ registry }: ActionContext, type: string): { bundle: Bundle; output: string }[] {
  return registry.bundles().flatMap(({ name }) => {
    const resolution = registry.resolveBundle({ name, dev: false });
    if (resolution.kind !== 'found') return [];
    const output = [...resolution.bundle.resources.values()].find((each) => each.type.name === type);
    return output ? [{ bundle: resolution.bundle, output: output.name }] : [];
  });
}

/** A secret from the environment variable of its name: where most are, and easy to change. */
function addSecret(context: ActionContext, problem: Problem): FixedAction | undefined {
  const { component, secret } = asRecord(problem.data);
  if (typeof component !== 'string' || typeof secret !== 'string') return undefined;
  const intent: Intent = { kind: 'setSecret', component, secret, variable: secret };
  return intentAction(context, `Add \`${secret}: { env: ${secret} }\``, [intent], { problem, preferred: true });
}
