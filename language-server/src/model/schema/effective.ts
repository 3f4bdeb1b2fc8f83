import { conditionalParts, discriminators } from './branches.ts';
import { choicesOf, choicesOfBranches } from './choices.ts';
import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isSchema } from './keywords.ts';
import { getOwn, isObject, setOwn, without } from './own-property.ts';
import { compilePattern } from './pattern.ts';
import { validatorOfPart } from './validate.ts';

export { withDefaults } from './defaults.ts';
export { isSensitive, redact, sensitivePaths } from './sensitive.ts';

/**
 * The schema that applies at a path, given the present value: one flat schema in which `allOf`,
 * the `dependencies` and the `if` that hold, and the selected branch of a `oneOf` are merged. While
 * the value does not select a branch, what would select one is offered: the property that tells
 * the branches apart, with the constants of all of them.
 *
 * @param value the whole value that `schema` describes; may be incomplete.
 * @param path from the root of `value`; what it leads to need not be there yet.
 * @returns undefined when the schema says nothing about the path.
 */
export function effectiveSchema(schema: JsonSchema, value: unknown, path: JsonPath): JsonSchemaObject | undefined {
  let current: JsonSchema | undefined = schema;
  let part = value;
  for (const step of path) {
    if (!isObject(current)) return undefined;
    current = childSchema(flatten(current, part), step);
    part = childValue(part, step);
  }
  return isObject(current) ? flatten(current, part) : undefined;
}

function childSchema(schema: JsonSchemaObject, step: string | number): JsonSchema | undefined {
  if (typeof step === 'number') {
    const { items } = schema;
    if (Array.isArray(items))
      return (items[step] as JsonSchema | undefined) ?? (schema['additionalItems'] as JsonSchema);
    return isSchema(items) ? items : undefined;
  }
  const own = isObject(schema.properties) ? getOwn(schema.properties, step) : undefined;
  if (own !== undefined) return own;
  for (const [pattern, property] of Object.entries(
    isObject(schema.patternProperties) ? schema.patternProperties : {},
  )) {
    const compiled = compilePattern(pattern);
    if (compiled.kind === 'linear' && compiled.test(step)) return property;
  }
  return isObject(schema.additionalProperties) ? schema.additionalProperties : undefined;
}

function childValue(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? (value[step] as unknown) : undefined;
  return isObject(value) ? getOwn(value, String(step)) : undefined;
}

/** More rounds than any schema nests its conditions. */
const deepestCondition = 8;

/** Merges into a schema what it adds for the value, and what that adds in turn. */
function flatten(schema: JsonSchemaObject, value: unknown): JsonSchemaObject {
  if (!composing.some((keyword) => schema[keyword] !== undefined)) return schema;
  return collect(schema, value, 0).reduce(mergeSchemas);
}

const composing = ['allOf', 'anyOf', 'dependencies', 'if', 'oneOf'];

function collect(schema: JsonSchemaObject, value: unknown, depth: number): JsonSchemaObject[] {
  if (depth > deepestCondition) return [schema];
  const parts = conditionalParts(schema, value, (condition, subject) => validatorOfPart(condition).accepts(subject));
  return [withoutComposites(schema, value), ...parts.flatMap((part) => collect(part, value, depth + 1))];
}

/** The schema alone; a `oneOf` of constants stays, any other leaves what tells its branches apart. */
function withoutComposites(schema: JsonSchemaObject, value: unknown): JsonSchemaObject {
  const { dependencies, oneOf, anyOf } = schema;
  let result: JsonSchemaObject = without(schema, ...composing, 'then', 'else');
  for (const [keyword, branches] of [['oneOf', oneOf] as const, ['anyOf', anyOf] as const]) {
    if (!Array.isArray(branches)) continue;
    if (choicesOfBranches(branches) !== undefined) result = { ...result, [keyword]: branches };
    else result = mergeSchemas(result, selectors(branches));
  }
  for (const part of isObject(dependencies) ? Object.values(dependencies) : []) {
    const branches = isObject(part) ? part['oneOf'] : undefined;
    if (Array.isArray(branches) && !isObject(value)) result = mergeSchemas(result, selectors(branches));
  }
  return result;
}

/**
 * A schema of the properties that tell branches apart, each with the values of all branches. What
 * one branch alone has choices for is a part of that branch.
 */
function selectors(branches: readonly JsonSchema[]): JsonSchemaObject {
  const found = new Map<string, Json[][]>();
  for (const branch of branches) {
    for (const { property, allowed } of discriminators(branch)) {
      found.set(property, [...(found.get(property) ?? []), [...allowed]]);
    }
  }
  const inSeveral = [...found].filter(([, each]) => each.length > 1);
  const telling = inSeveral.length > 0 ? inSeveral : [...found];
  const values = telling.map(([property, each]) => [property, [...new Set(each.flat())]] as const);
  const properties: { [name: string]: JsonSchema } = {};
  for (const [property, allowed] of values) {
    const first = branches
      .map((branch) =>
        isObject(branch) && isObject(branch['properties']) ? getOwn(branch['properties'], property) : undefined,
      )
      .find(isObject);
    setOwn(properties, property, { ...without(first ?? {}, 'const', 'enum'), enum: allowed });
  }
  return values.length === 0 ? {} : { properties };
}

/** Both schemas as one: what the first says of a keyword stands, maps and lists of names are joined. */
function mergeSchemas(first: JsonSchemaObject, second: JsonSchemaObject): JsonSchemaObject {
  const merged: { [keyword: string]: unknown } = { ...second, ...first };
  const properties = mergeMaps(first.properties, second.properties);
  if (properties !== undefined) merged['properties'] = properties;
  const required = [...new Set([...namesIn(first.required), ...namesIn(second.required)])];
  if (required.length > 0) merged['required'] = required;
  return merged;
}

function mergeMaps(first: unknown, second: unknown): { [name: string]: JsonSchema } | undefined {
  if (!isObject(first) && !isObject(second)) return undefined;
  const merged: { [name: string]: JsonSchema } = {};
  for (const map of [first, second]) {
    for (const [name, schema] of Object.entries(isObject(map) ? map : {})) {
      if (!isSchema(schema)) continue;
      const known = getOwn(merged, name);
      setOwn(
        merged,
        name,
        isObject(known) && isObject(schema) ? mergeSchemas(known, narrowing(known, schema)) : schema,
      );
    }
  }
  return merged;
}

/** A branch repeats the property that selects it, as one constant; the choices the property itself lists stay. */
function narrowing(known: JsonSchemaObject, branch: JsonSchemaObject): JsonSchemaObject {
  if (choicesOf(known) === undefined && known.type !== 'boolean') return branch;
  return without(branch, 'const', 'enum');
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
