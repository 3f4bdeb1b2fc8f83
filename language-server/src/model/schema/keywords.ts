import type { JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isObject, setOwn } from './own-property.ts';

/** Keywords of draft-07 whose value is a schema. */
export const schemaKeywords: ReadonlySet<string> = new Set([
  'additionalItems',
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
]);

/** Keywords whose value is a list of schemas; `items` may be one, too. */
export const schemaListKeywords: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'items', 'oneOf']);

/** Keywords whose value maps names to schemas; in `dependencies` a list of names is possible, too. */
export const schemaMapKeywords: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'dependencies',
  'patternProperties',
  'properties',
]);

/** True for what may stand where a schema is expected. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

/**
 * A copy of a schema with every direct sub-schema replaced by what `transform` makes of it.
 * Everything else, unknown keywords included, is kept as it is; text inside `default`, `const`,
 * `enum` and `examples` is no schema and is left alone.
 *
 * @param transform gets a sub-schema and its path from this schema.
 */
export function mapSubschemas(
  schema: JsonSchemaObject,
  transform: (subschema: JsonSchema, path: JsonPath) => JsonSchema,
): JsonSchemaObject {
  const copy: { [keyword: string]: unknown } = {};
  for (const [keyword, value] of Object.entries(schema)) setOwn(copy, keyword, mapKeyword(keyword, value, transform));
  return copy;
}

function mapKeyword(
  keyword: string,
  value: unknown,
  transform: (subschema: JsonSchema, path: JsonPath) => JsonSchema,
): unknown {
  if (Array.isArray(value) && schemaListKeywords.has(keyword)) {
    return value.map((entry: unknown, index) => (isSchema(entry) ? transform(entry, [keyword, index]) : entry));
  }
  if (isObject(value) && schemaMapKeywords.has(keyword)) {
    const map: { [name: string]: unknown } = {};
    for (const [name, entry] of Object.entries(value)) {
      setOwn(map, name, isSchema(entry) ? transform(entry, [keyword, name]) : entry);
    }
    return map;
  }
  return schemaKeywords.has(keyword) && isSchema(value) ? transform(value, [keyword]) : value;
}

/**
 * Every direct sub-schema with its path from this schema, in the order of the text.
 *
 * @param wanted the keywords to look under; all of them when it is left out.
 */
export function subschemas(
  schema: JsonSchemaObject,
  wanted?: ReadonlySet<string>,
): { readonly schema: JsonSchema; readonly path: JsonPath }[] {
  const found: { schema: JsonSchema; path: JsonPath }[] = [];
  const add = (part: unknown, path: JsonPath): void => {
    if (isSchema(part)) found.push({ schema: part, path });
  };
  for (const [keyword, value] of Object.entries(schema)) {
    if (wanted?.has(keyword) === false) continue;
    if (Array.isArray(value) && schemaListKeywords.has(keyword))
      (value as unknown[]).forEach((part, index) => add(part, [keyword, index]));
    else if (isObject(value) && schemaMapKeywords.has(keyword))
      for (const [name, part] of Object.entries(value)) add(part, [keyword, name]);
    else if (schemaKeywords.has(keyword)) add(value, [keyword]);
  }
  return found;
}
