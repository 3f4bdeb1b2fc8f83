import type { JsonSchema } from './json-schema.ts';
import { isSchema } from './keywords.ts';
import { isObject } from './own-property.ts';

/** What JSON tells apart. */
export type ValueKind = 'array' | 'boolean' | 'null' | 'number' | 'object' | 'string';

const kinds: ReadonlySet<unknown> = new Set(['array', 'boolean', 'null', 'number', 'object', 'string']);
const deepest = 32;

/**
 * The kinds of values that a schema allows at most.
 *
 * @returns undefined when it does not say, so that nothing can be said.
 */
export function valueKindsOf(schema: JsonSchema, depth = 0): ReadonlySet<ValueKind> | undefined {
  if (!isObject(schema) || depth > deepest) return undefined;
  const { type, enum: choices, const: constant, allOf, anyOf, oneOf } = schema;
  if (type !== undefined) return kindsNamed([type].flat());
  if (Array.isArray(choices)) return new Set(choices.map(kindOf));
  if (constant !== undefined) return new Set([kindOf(constant)]);
  // Forms draw what has properties as a map, and what has items as a list.
  if (isObject(schema.properties)) return new Set(['object']);
  if (isSchema(schema.items)) return new Set(['array']);
  for (const branches of [anyOf, oneOf]) {
    if (!Array.isArray(branches)) continue;
    const all = (branches as unknown[]).map((branch) =>
      isSchema(branch) ? valueKindsOf(branch, depth + 1) : undefined,
    );
    return all.every((known) => known !== undefined) ? new Set(all.flatMap((known) => [...known])) : undefined;
  }
  if (!Array.isArray(allOf)) return undefined;
  return (allOf as unknown[])
    .map((part) => (isSchema(part) ? valueKindsOf(part, depth + 1) : undefined))
    .find((known) => known !== undefined);
}

/** The kind of a JSON value. */
export function kindOf(value: unknown): ValueKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

function kindsNamed(types: readonly unknown[]): ReadonlySet<ValueKind> | undefined {
  const named = types.map((type) => (type === 'integer' ? 'number' : type));
  return named.every((type): type is ValueKind => kinds.has(type)) ? new Set(named) : undefined;
}
