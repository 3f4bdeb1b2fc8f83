import { conditionalParts } from './branches.ts';
import type { Json, JsonObject, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isSchema } from './keywords.ts';
import { getOwn, isObject, setOwn } from './own-property.ts';
import { validatorOfPart } from './validate.ts';

/** A default may make a condition hold that brings more defaults; more rounds than that are no contract. */
const mostRounds = 8;
const deepest = 64;

/**
 * The value with the defaults of its schema filled in, as the module gets it: also those that
 * `dependencies`, `if` or the selected branch of a `oneOf` bring in. What the value has is never
 * changed. A map that is absent is added only when its defaults make it complete.
 *
 * @returns a new value; the given one is left alone.
 */
export function withDefaults(schema: JsonSchema, value: Json): Json {
  return fill(schema, value, 0);
}

function fill(schema: JsonSchema, value: Json, depth: number): Json {
  if (!isObject(schema) || depth > deepest) return value;
  let filled = value;
  for (let round = 0; round < mostRounds; round++) {
    const before = filled;
    for (const part of partsFor(schema, filled, 0)) filled = fillPart(part, filled, depth);
    if (filled === before) break;
  }
  return filled;
}

/** The schema and everything that holds for the value. */
function partsFor(schema: JsonSchemaObject, value: Json, depth: number): readonly JsonSchemaObject[] {
  if (depth > mostRounds) return [];
  const parts = conditionalParts(schema, value, (condition, subject) => validatorOfPart(condition).accepts(subject));
  return [schema, ...parts.flatMap((part) => partsFor(part, value, depth + 1))];
}

/** The same object when nothing was missing, so that the caller sees when to stop. */
function fillPart(schema: JsonSchemaObject, value: Json, depth: number): Json {
  if (Array.isArray(value)) return fillItems(schema, value, depth);
  if (!isObject(value) || !isObject(schema.properties)) return value;
  let filled: { [key: string]: Json } | undefined;
  for (const [name, property] of Object.entries(schema.properties)) {
    if (!isSchema(property)) continue;
    const present = getOwn<Json>(value as JsonObject, name);
    const next = present === undefined ? defaultOf(property, depth + 1) : fill(property, present, depth + 1);
    if (next === undefined || next === present) continue;
    filled ??= { ...(value as JsonObject) };
    setOwn(filled, name, next);
  }
  return filled ?? (value as Json);
}

function fillItems(schema: JsonSchemaObject, value: readonly Json[], depth: number): Json {
  const { items } = schema;
  if (!isObject(items)) return value;
  const filled = value.map((item) => fill(items as JsonSchemaObject, item, depth + 1));
  return filled.some((item, index) => item !== value[index]) ? filled : value;
}

function defaultOf(schema: JsonSchema, depth: number): Json | undefined {
  if (!isObject(schema) || depth > deepest) return undefined;
  if (schema['default'] !== undefined) return fill(schema, schema['default'] as Json, depth);
  if (!isObject(schema['properties'])) return undefined;
  const filled = fill(schema, {}, depth);
  if (!isObject(filled) || Object.keys(filled).length === 0) return undefined;
  return isComplete(schema, filled as JsonObject) ? filled : undefined;
}

function isComplete(schema: JsonSchemaObject, value: JsonObject): boolean {
  return partsFor(schema, value, 0).every(({ required }) =>
    (Array.isArray(required) ? (required as unknown[]) : []).every((name) => Object.hasOwn(value, String(name))),
  );
}
