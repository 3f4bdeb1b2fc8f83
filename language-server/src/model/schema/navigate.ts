import type { JsonSchema } from './json-schema.ts';
import { isSchema } from './keywords.ts';
import { isOpen, partsOfLevel } from './levels.ts';
import { getOwn, isObject } from './own-property.ts';

/**
 * The schemas that some branch gives to a property, or to any item of a list.
 *
 * @returns `unknown` when the schemas allow more than they declare, so that nothing can be said.
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
    for (const { schema: part } of partsOfLevel(schema)) {
      if (isItem) found.push(...itemsOf(part.items));
      const property = isObject(part.properties) ? getOwn(part.properties, step) : undefined;
      if (!isItem && property !== undefined) found.push(property);
      if (isObject(part.properties) && Object.keys(part.properties).length > 0) declares = true;
    }
  }
  if (found.length > 0) return found;
  return declares && !isItem ? [] : 'unknown';
}

/** Every name that some branch of the schemas declares. */
export function namesIn(schemas: readonly JsonSchema[]): readonly string[] {
  const names = schemas.flatMap((schema) =>
    partsOfLevel(schema).flatMap(({ schema: part }) => (isObject(part.properties) ? Object.keys(part.properties) : [])),
  );
  return [...new Set(names)];
}

function itemsOf(items: unknown): readonly JsonSchema[] {
  if (Array.isArray(items)) return (items as unknown[]).filter(isSchema);
  return isSchema(items) ? [items] : [];
}
