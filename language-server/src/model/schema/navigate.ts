import type { JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isSchema } from './keywords.ts';
import { isOpen, partsOfLevel } from './levels.ts';
import { getOwn, isObject } from './own-property.ts';

/**
 * The schemas that some branch gives to a property, or to any item of a list.
 *
 * @returns `unknown` when one of the schemas allows more than it declares, so that nothing can be said.
 */
export function stepInto(
  schemas: readonly JsonSchema[],
  step: string,
  isItem: boolean,
): readonly JsonSchema[] | 'unknown' {
  const found: JsonSchema[] = [];
  let declares = false;
  for (const schema of schemas) {
    if (!isObject(schema) || isOpen(schema)) return 'unknown';
    const parts = partsOfLevel(schema).map((part) => part.schema);
    if (parts.some(hasOpenBranch)) return 'unknown';
    const own = parts.flatMap((part) => (isItem ? itemsOf(part.items) : propertyOf(part, step)));
    found.push(...own);
    if (own.length > 0 || parts.some(isScalar)) continue;
    if (isItem || !parts.some(declaresNames)) return 'unknown';
    declares = true;
  }
  return found.length > 0 || declares ? found : 'unknown';
}

/** Every name that some branch of the schemas declares. */
export function namesIn(schemas: readonly JsonSchema[]): readonly string[] {
  const names = schemas.flatMap((schema) =>
    partsOfLevel(schema).flatMap(({ schema: part }) => (isObject(part.properties) ? Object.keys(part.properties) : [])),
  );
  return [...new Set(names)];
}

function propertyOf({ properties }: JsonSchemaObject, name: string): readonly JsonSchema[] {
  const property = isObject(properties) ? getOwn(properties, name) : undefined;
  return isSchema(property) ? [property] : [];
}

/** Alternatives that accept anything, such as a reference that could not be followed. */
function hasOpenBranch({ allOf, anyOf, oneOf }: JsonSchemaObject): boolean {
  return [allOf, anyOf, oneOf].some((branches) => Array.isArray(branches) && branches.includes(true));
}

function declaresNames({ properties, additionalProperties }: JsonSchemaObject): boolean {
  return additionalProperties === false || (isObject(properties) && Object.keys(properties).length > 0);
}

const scalars: ReadonlySet<unknown> = new Set(['boolean', 'integer', 'null', 'number', 'string']);

function isScalar({ type }: JsonSchemaObject): boolean {
  return Array.isArray(type) ? type.every((name) => scalars.has(name)) : scalars.has(type);
}

function itemsOf(items: unknown): readonly JsonSchema[] {
  if (Array.isArray(items)) return (items as unknown[]).filter(isSchema);
  return isSchema(items) ? [items] : [];
}
