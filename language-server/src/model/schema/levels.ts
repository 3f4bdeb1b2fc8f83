import type { JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isSchema, subschemas } from './keywords.ts';
import { isObject, setOwn } from './own-property.ts';

/** A schema that speaks of the same value as another one, and its path from there. */
export interface SchemaPart {
  readonly schema: JsonSchemaObject;
  readonly path: JsonPath;
}

/** Keywords whose sub-schemas speak of the same value as the schema they stand in. */
const sameValue: ReadonlySet<string> = new Set([
  'allOf',
  'anyOf',
  'dependencies',
  'else',
  'if',
  'not',
  'oneOf',
  'then',
]);

const deepest = 32;

/** A schema and every part of it that speaks of the same value, whether it applies or not. */
export function partsOfLevel(schema: JsonSchema, path: JsonPath = []): readonly SchemaPart[] {
  if (!isObject(schema) || path.length > deepest * 2) return [];
  const inner = subschemas(schema, sameValue);
  return [{ schema, path }, ...inner.flatMap((child) => partsOfLevel(child.schema, [...path, ...child.path]))];
}

/** Every property that some branch of a schema declares; the outermost declaration of each. */
export function declaredProperties(schema: JsonSchema): { readonly [name: string]: JsonSchema } {
  const declared: { [name: string]: JsonSchema } = {};
  for (const part of partsOfLevel(schema)) {
    const properties = isObject(part.schema.properties) ? part.schema.properties : {};
    for (const [name, property] of Object.entries(properties)) {
      if (!Object.hasOwn(declared, name) && isSchema(property)) setOwn(declared, name, property);
    }
  }
  return declared;
}

/** True when a map may have keys that no `properties` declares on purpose. */
export function isOpen(schema: JsonSchema): boolean {
  return partsOfLevel(schema).some(
    ({ schema: part }) =>
      isObject(part.patternProperties) || isObject(part.additionalProperties) || part.additionalProperties === true,
  );
}

/** Calls `visit` for the schema of every value inside the described one, with its path from the root. */
export function walkLevels(
  schema: JsonSchema,
  visit: (schema: JsonSchemaObject, path: JsonPath) => void,
  path: JsonPath = [],
): void {
  if (!isObject(schema) || path.length > deepest * 3) return;
  visit(schema, path);
  for (const part of partsOfLevel(schema)) {
    for (const child of subschemas(part.schema)) {
      if (!sameValue.has(String(child.path[0])))
        walkLevels(child.schema, visit, [...path, ...part.path, ...child.path]);
    }
  }
}
