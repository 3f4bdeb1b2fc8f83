import type { JsonPath } from '../../model/schema/json-schema.ts';
import { schemaKeywords, schemaListKeywords, schemaMapKeywords } from '../../model/schema/keywords.ts';

/** Which schema a path of a bundle leads into, and which value that schema is about. */
export interface SchemaPlace {
  /** The schema nearest to the path's end. */
  readonly schema: JsonPath;
  /** The outermost schema about the same value: a branch of `oneOf` belongs to the schema around it. */
  readonly level: JsonPath;
  /** The described value: names from the root of the params, `items` for any item of a list. */
  readonly value: readonly string[];
  /** From the schema to the path's end. */
  readonly rest: JsonPath;
}

/** Keywords whose schemas are about the same value as the schema they stand in. */
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

/**
 * Reads a path below a schema: keywords that hold schemas lead on, anything else ends it.
 *
 * @param root where the outermost schema stands.
 * @returns undefined when the path is not below `root`.
 */
export function schemaPlaceOf(path: JsonPath, root: JsonPath): SchemaPlace | undefined {
  if (root.some((step, index) => path[index] !== step)) return undefined;
  let at = root.length;
  let level = root.length;
  const value: string[] = [];
  for (;;) {
    const length = stepsOfSubschema(path, at);
    if (length === 0) break;
    const keyword = String(path[at]);
    if (!sameValue.has(keyword)) {
      level = at + length;
      if (keyword === 'properties') value.push(String(path[at + 1]));
      else value.push(keyword === 'items' ? 'items' : '*');
    }
    at += length;
  }
  return { schema: path.slice(0, at), level: path.slice(0, level), value, rest: path.slice(at) };
}

/** How many steps lead from a schema at `at` into its next sub-schema; none when the path does not go there. */
function stepsOfSubschema(path: JsonPath, at: number): number {
  const [keyword, key] = [path[at], path[at + 1]];
  if (typeof keyword !== 'string') return 0;
  if (schemaMapKeywords.has(keyword)) return typeof key === 'string' ? 2 : 0;
  if (schemaListKeywords.has(keyword) && typeof key === 'number') return 2;
  return schemaKeywords.has(keyword) ? 1 : 0;
}
