import { closest } from '../text-distance.ts';
import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from '../schema/json-schema.ts';
import { quoted, enumerate } from './collect.ts';
import type { CheckContext } from './context.ts';

/**
 * Params that the schema does not speak of although it allows anything: nothing will read them, so
 * they are most likely misspelled. Where the schema forbids them, checking params says so already.
 */
export function checkUnknownParams({ component, variant, report }: CheckContext): void {
  const { bundle, override } = variant;
  if (!bundle) return;
  for (const source of override ? [component, override] : [component]) {
    if (!source.params) continue;
    for (const { path, known } of unknown(source.params.value, [bundle.params], [])) {
      const span = source.params.locate(path, 'key');
      if (!span) continue;
      const name = String(path.at(-1));
      const [suggestion] = closest(name, known, 1);
      const hint =
        suggestion === undefined
          ? ` It takes ${enumerate(quoted([...known]), 'and', 8)}.`
          : ` Did you mean \`${suggestion}\`?`;
      const message = `\`${bundle.name}\` has no param \`${path.join('.')}\`, so nothing reads it.${hint}`;
      report({
        slice: source.slice,
        span,
        severity: 'warning',
        code: 'unknown-param',
        message,
        data: { component: component.name.value, path, suggestion },
      });
    }
  }
}

interface Unknown {
  readonly path: JsonPath;
  /** What the schema speaks of instead. */
  readonly known: ReadonlySet<string>;
}

function* unknown(value: Json, schemas: readonly JsonSchema[], path: JsonPath): Generator<Unknown> {
  if (typeof value !== 'object' || value === null || schemas.length === 0) return;
  const parts = schemas.flatMap(partsOf);
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => (part.items === undefined ? [] : (part.items as JsonSchema | JsonSchema[])));
    for (const [index, item] of value.entries()) yield* unknown(item as Json, items, [...path, index]);
    return;
  }
  const known = new Set(parts.flatMap((part) => Object.keys(part.properties ?? {})));
  const isOpen = known.size === 0 || parts.some((part) => part.additionalProperties !== undefined || part.patternProperties);
  for (const [key, child] of Object.entries(value)) {
    if (known.has(key)) {
      const inner = parts.flatMap((part) => (part.properties && Object.hasOwn(part.properties, key) ? [part.properties[key]!] : []));
      yield* unknown(child as Json, inner, [...path, key]);
    } else if (!isOpen) yield { path: [...path, key], known };
  }
}

const partsBySchema = new WeakMap<JsonSchemaObject, readonly JsonSchemaObject[]>();

/** A schema and everything in it that may apply to the same value, whether it holds or not. */
function partsOf(schema: JsonSchema): readonly JsonSchemaObject[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const known = partsBySchema.get(schema);
  if (known) return known;
  // Set before the walk: a schema that contains itself ends here.
  partsBySchema.set(schema, [schema]);
  const dependencies = Object.values(schema.dependencies ?? {}).filter((part): part is JsonSchema => !Array.isArray(part));
  const branches = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const conditions = [schema.if, schema.then, schema.else].filter((part) => part !== undefined);
  const parts = [schema, ...[...branches, ...conditions, ...dependencies].flatMap(partsOf)];
  partsBySchema.set(schema, parts);
  return parts;
}
