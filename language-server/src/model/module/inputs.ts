import type { Bundle } from '../bundle/bundle.ts';
import { placeOf } from '../bundle/check/contract.ts';
import type { JsonPath, JsonSchemaObject } from '../schema/json-schema.ts';
import { isOpen, partsOfLevel } from '../schema/levels.ts';
import { getOwn, isObject } from '../schema/own-property.ts';

/** Something that a module gets under a name of its own. */
export interface Input {
  readonly name: string;
  readonly kind: 'param' | 'dependency' | 'secret' | 'engine';
  /** Whether it is there in every deployment. */
  readonly always: boolean;
  /** Where the bundle's file declares it. */
  readonly path: JsonPath;
}

/** What modules get from the engine itself. */
const fromEngine: readonly string[] = ['md_metadata', 'envs', 'secrets'];

/** Everything that the modules of a bundle get, by name; a name that is taken twice is the param's. */
export function inputsOf(bundle: Bundle, root: { readonly [key: string]: unknown }): ReadonlyMap<string, Input> {
  const inputs: Input[] = [
    ...fromEngine.map((name): Input => ({ name, kind: 'engine', always: true, path: [] })),
    ...[...bundle.app.secrets.values()].map(({ name, required }): Input => ({
      name,
      kind: 'secret',
      always: required,
      path: ['app', 'secrets', name],
    })),
    ...[...bundle.dependencies.values()].map(({ name, required }): Input => ({
      name,
      kind: 'dependency',
      always: required,
      path: placeOf({ root }, 'dependencies', name).entry,
    })),
    ...paramsOf(bundle.params),
  ];
  return new Map(inputs.map((input) => [input.name, input]));
}

/** Whether a bundle may pass params that it does not declare. */
export function takesAnyParam({ params }: Bundle): boolean {
  return isOpen(params);
}

/** Params of every branch; those of the schema itself come last, so that they count. */
function paramsOf(params: JsonSchemaObject): readonly Input[] {
  return partsOfLevel(params)
    .toReversed()
    .flatMap(({ schema, path }) =>
      Object.keys(isObject(schema.properties) ? schema.properties : {}).map((name): Input => ({
        name,
        kind: 'param',
        always: path.length === 0 && isAlwaysThere(schema, name),
        path: ['params', ...path, 'properties', name],
      })),
    );
}

/** Whether a value always has a property. Forms fill objects, lists and booleans even where nothing is entered. */
export function isAlwaysThere({ required, properties }: JsonSchemaObject, name: string): boolean {
  if (Array.isArray(required) && required.includes(name)) return true;
  const schema = isObject(properties) ? getOwn(properties, name) : undefined;
  if (!isObject(schema)) return true;
  const { type } = schema;
  return schema['default'] !== undefined || type === undefined || ['object', 'array', 'boolean'].includes(String(type));
}
