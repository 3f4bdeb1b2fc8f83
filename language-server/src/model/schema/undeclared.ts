import { closest } from '../text-distance.ts';
import { discriminators } from './branches.ts';
import { nameOf } from './describe-problem.ts';
import { effectiveSchema } from './effective.ts';
import type { JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { declaredProperties, isOpen, partsOfLevel } from './levels.ts';
import { getOwn, isObject } from './own-property.ts';
import type { SchemaProblem } from './schema-problem.ts';

/**
 * Keys of a value that its schema does not speak of. JSON Schema allows them unless told otherwise,
 * and few authors tell; to a person they are spelling mistakes, or params of a branch that the
 * other values do not select. Maps that are open on purpose, and schemas that declare nothing, are
 * left alone, and so is what the validator reports itself (`additionalProperties: false`).
 */
export function undeclaredKeys(schema: JsonSchema, value: unknown): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  visit(schema, value, [], problems);
  return problems;
}

const deepest = 64;
/** How many names a message could show. */
const mostKnown = 10;

function visit(schema: JsonSchema | undefined, value: unknown, path: JsonPath, problems: SchemaProblem[]): void {
  if (!isObject(schema) || path.length > deepest || typeof value !== 'object' || value === null) return;
  const effective = effectiveSchema(schema, value, []);
  if (effective === undefined) return;
  if (Array.isArray(value)) {
    const { items } = effective;
    value.forEach((item: unknown, index) => {
      visit(
        Array.isArray(items) ? (items[index] as JsonSchema) : (items as JsonSchema),
        item,
        [...path, index],
        problems,
      );
    });
    return;
  }
  const { declared, isClosed } = levelOf(schema as JsonSchemaObject);
  const closed = isClosed && effective.additionalProperties !== false;
  for (const [key, entry] of Object.entries(value)) {
    const active = isObject(effective.properties) ? getOwn(effective.properties, key) : undefined;
    if (active !== undefined) visit(active, entry, [...path, key], problems);
    else if (closed && Object.hasOwn(declared, key)) problems.push(inactive(schema, key, path));
    else if (closed) problems.push(unknown(Object.keys(effective.properties ?? {}), key, path));
  }
}

interface Level {
  readonly declared: { readonly [name: string]: JsonSchema };
  /** Declares something, and welcomes nothing else. */
  readonly isClosed: boolean;
}

const levels = new WeakMap<JsonSchemaObject, Level>();

/** What a schema says about the keys of its map: worked out once, for it is asked of every component. */
function levelOf(schema: JsonSchemaObject): Level {
  const kept = levels.get(schema);
  if (kept) return kept;
  const declared = declaredProperties(schema);
  const level = { declared, isClosed: Object.keys(declared).length > 0 && !isOpen(schema) };
  levels.set(schema, level);
  return level;
}

function unknown(known: readonly string[], key: string, path: JsonPath): SchemaProblem {
  const [suggestion] = closest(key, known, 1);
  const owner = path.length === 0 ? 'There is no' : `${nameOf(path)} has no`;
  const hint = suggestion === undefined ? 'It has no effect.' : `Did you mean \`${suggestion}\`?`;
  return {
    path: [...path, key],
    keyword: 'undeclared',
    message: `${owner} \`${key}\`. ${hint}`,
    params: {
      additionalProperty: key,
      known: known.slice(0, mostKnown),
      ...(suggestion === undefined ? {} : { suggestion }),
    },
    on: 'key',
  };
}

/** A param of a branch that the other values do not select. */
function inactive(schema: JsonSchemaObject, key: string, path: JsonPath): SchemaProblem {
  const branch = partsOfLevel(schema).find(
    (part) => isObject(part.schema.properties) && Object.hasOwn(part.schema.properties, key),
  );
  const [condition] = discriminators(branch?.schema).filter(({ property }) => property !== key);
  const when =
    condition === undefined
      ? 'with the other values as they are'
      : `unless \`${condition.property}\` is ${condition.allowed.map((value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``).join(' or ')}`;
  return {
    path: [...path, key],
    keyword: 'inactive',
    message: `\`${key}\` has no effect ${when}.`,
    params: { additionalProperty: key },
    on: 'key',
  };
}
