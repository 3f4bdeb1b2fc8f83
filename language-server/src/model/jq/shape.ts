import type { JsonSchema, JsonSchemaObject } from '../schema/json-schema.ts';
import { namesIn, stepInto } from '../schema/navigate.ts';
import { fromEntries, isObject } from '../schema/own-property.ts';

/** What is known of the values that an expression gives. */
export type Shape = 'unknown' | KnownShape;

interface KnownShape {
  /** Each value is described by at least one; none of them means that there is no value, or only null. */
  readonly schemas: readonly JsonSchema[];
  /** How a person would write the way to it, such as `.params.list[]`; empty when there is no one way. */
  readonly path: string;
}

/** No value, or null: steps from there say nothing. */
export const nothing: Shape = { schemas: [], path: '' };

/** Alternatives beyond this are not worth telling apart. */
const mostSchemas = 32;

export function shapeOf(schema: JsonSchema, path: string): Shape {
  return isObject(schema) ? { schemas: [schema], path } : 'unknown';
}

/** What either gives. */
export function union(...shapes: readonly Shape[]): Shape {
  const schemas = new Set<JsonSchema>();
  const paths = new Set<string>();
  for (const shape of shapes) {
    if (shape === 'unknown') return 'unknown';
    for (const schema of shape.schemas) schemas.add(schema);
    if (shape.schemas.length > 0) paths.add(shape.path);
  }
  if (schemas.size > mostSchemas) return 'unknown';
  return { schemas: [...schemas], path: paths.size === 1 ? ([...paths][0] ?? '') : '' };
}

/** What stands under a name; `missing` when the schemas declare other names and not this one. */
export function member(shape: Shape, name: string): Shape | 'missing' {
  if (shape === 'unknown') return 'unknown';
  const found = stepInto(shape.schemas, name, false);
  if (found === 'unknown') return 'unknown';
  if (found.length === 0) return 'missing';
  const written = /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `["${name}"]`;
  return known(found, shape.path === '' ? '' : `${shape.path === '.' ? '' : shape.path}${written}`);
}

/** Any item of a list. */
export function item(shape: Shape): Shape {
  if (shape === 'unknown') return 'unknown';
  const found = stepInto(shape.schemas, 'item', true);
  if (found === 'unknown') return 'unknown';
  return known(found, shape.path === '' ? '' : `${shape.path}[]`);
}

/** What every value of a shape is when it has no names: jq stops where one is asked for. */
export function namelessKind(shape: Shape): 'list' | 'value' | undefined {
  if (shape === 'unknown' || shape.schemas.length === 0) return undefined;
  const types = shape.schemas.map((schema) => (isObject(schema) ? schema.type : undefined));
  if (types.every((type) => type === 'array')) return 'list';
  return types.every((type) => single.has(type)) ? 'value' : undefined;
}

const single: ReadonlySet<unknown> = new Set(['boolean', 'integer', 'number', 'string']);

/** The names that a shape declares. */
export function names(shape: Shape): readonly string[] {
  return shape === 'unknown' ? [] : namesIn(shape.schemas);
}

/** A list of what an expression gives. */
export function listOf(items: Shape): Shape {
  return { schemas: [{ type: 'array', items: schemaOf(items) }], path: '' };
}

/** An object with just these names. */
export function objectOf(members: Iterable<readonly [string, Shape]>): Shape {
  const properties = fromEntries([...members].map(([name, shape]) => [name, schemaOf(shape)] as const));
  const schema: JsonSchemaObject = { type: 'object', properties, additionalProperties: false };
  return { schemas: [schema], path: '' };
}

function schemaOf(shape: Shape): JsonSchema {
  if (shape === 'unknown' || shape.schemas.length === 0) return true;
  const [only] = shape.schemas;
  return shape.schemas.length === 1 && only !== undefined ? only : { anyOf: shape.schemas };
}

function known(schemas: readonly JsonSchema[], path: string): Shape {
  if (schemas.length > mostSchemas || schemas.some((schema) => !isObject(schema))) return 'unknown';
  return { schemas, path };
}
