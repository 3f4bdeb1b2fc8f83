import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isSchema } from './keywords.ts';
import { getOwn, isObject, setOwn } from './own-property.ts';
import { compilePattern } from './pattern.ts';

/** What stands where a secret was. */
export const redacted = '(hidden)';

/**
 * Names that hold secrets whatever a schema says. `secret_name`, `token_url` and the like name or
 * locate a secret and are none, but hiding too much is the better mistake: they are hidden, too,
 * unless their last word says that they are public.
 */
const secretName =
  /(?:^|[^a-z])pass(?:phrase)?(?:[^a-z]|$)|passw|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|connection[_-]?string|(?:^|[^a-z])dsn$/i;
const publicName =
  /(?:[_-])(?:arn|count|enabled|expiry|id|length|name|namespace|policy|ttl|type|version)$|^(?:id|type)_token$/i;

/** True when a name alone says that the value is a secret. */
function isSecretName(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return secretName.test(words) && !publicName.test(words);
}

/**
 * Paths of everything in a value that must not be shown: what the schema marks with
 * `$md.sensitive` or `format: password`, in any branch, and what its name gives away. Never a path
 * below another.
 */
export function sensitivePaths(schema: JsonSchema, value: unknown): readonly JsonPath[] {
  const found: (string | number)[][] = [];
  walk([schema], value, [], found);
  return found;
}

/** The value with everything sensitive replaced as a whole; the given value is left alone. */
export function redact(schema: JsonSchema, value: Json): Json {
  return replace(value, [], new Set(sensitivePaths(schema, value).map((path) => JSON.stringify(path))));
}

const deepest = 200;

function walk(
  schemas: readonly JsonSchema[],
  value: unknown,
  path: (string | number)[],
  found: (string | number)[][],
): void {
  if (path.length > deepest) {
    found.push(path);
    return;
  }
  const all = schemas.flatMap((schema) => everyPart(schema, 0));
  const name = path.at(-1);
  const byName = typeof name === 'string' && isSecretName(name) && typeof value !== 'boolean';
  if (byName || all.some(isSensitive)) {
    if (value !== undefined && value !== null && value !== '') found.push(path);
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      walk(
        all.flatMap((schema) => itemSchemas(schema, index)),
        item,
        [...path, index],
        found,
      );
    });
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) {
      walk(
        all.flatMap((schema) => propertySchemas(schema, key)),
        entry,
        [...path, key],
        found,
      );
    }
  }
}

/** True when a schema itself says that its value must not be shown. */
export function isSensitive(schema: JsonSchemaObject): boolean {
  const metadata = schema['$md'];
  return (
    schema['$md.sensitive'] === true ||
    schema.format === 'password' ||
    (isObject(metadata) && metadata['sensitive'] === true)
  );
}

/** A schema with all its branches, whether they apply or not: a wrong guess must not show a secret. */
function everyPart(schema: JsonSchema, depth: number): readonly JsonSchemaObject[] {
  if (!isObject(schema) || depth > 16) return [];
  const object = schema as JsonSchemaObject;
  const lists = [object.allOf, object.oneOf, object.anyOf].flatMap((list) =>
    Array.isArray(list) ? (list as JsonSchema[]) : [],
  );
  const dependencies = isObject(object.dependencies) ? Object.values(object.dependencies).filter(isSchema) : [];
  const both = [object.then, object.else].filter(isSchema);
  return [object, ...[...lists, ...dependencies, ...both].flatMap((part) => everyPart(part, depth + 1))];
}

function itemSchemas(schema: JsonSchemaObject, index: number): readonly JsonSchema[] {
  const { items } = schema;
  const item: unknown = Array.isArray(items) ? (items[index] ?? schema['additionalItems']) : items;
  return isSchema(item) ? [item] : [];
}

function propertySchemas(schema: JsonSchemaObject, key: string): readonly JsonSchema[] {
  const own = isObject(schema.properties) ? getOwn(schema.properties, key) : undefined;
  const matching = Object.entries(isObject(schema.patternProperties) ? schema.patternProperties : {}).flatMap(
    ([pattern, part]) => {
      const compiled = compilePattern(pattern);
      return compiled.kind !== 'linear' || compiled.test(key) ? [part] : [];
    },
  );
  const named = own === undefined ? matching : [own, ...matching];
  const extra = schema.additionalProperties;
  return named.length > 0 || !isObject(extra) ? named : [extra];
}

function replace(value: Json, path: JsonPath, sensitive: ReadonlySet<string>): Json {
  if (sensitive.has(JSON.stringify(path))) return redacted;
  if (Array.isArray(value)) return value.map((item: Json, index) => replace(item, [...path, index], sensitive));
  if (!isObject(value)) return value;
  const copy: { [key: string]: Json } = {};
  for (const [key, entry] of Object.entries(value))
    setOwn(copy, key, replace(entry as Json, [...path, key], sensitive));
  return copy;
}
