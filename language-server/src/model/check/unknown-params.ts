import { closest } from '../text-distance.ts';
import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from '../schema/json-schema.ts';
import { quoted, enumerate } from './collect.ts';
import { getOwn } from '../schema/own-property.ts';
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
    for (const { path, known } of unknown(source.params.value, shapeOf(bundle.params), [])) {
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

function* unknown(value: Json, shape: Shape, path: JsonPath): Generator<Unknown> {
  if (typeof value !== 'object' || value === null || shape.parts.length === 0) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* unknown(item as Json, childShape(shape, index), [...path, index]);
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    if (shape.known.has(key)) {
      if (typeof child === 'object') yield* unknown(child as Json, childShape(shape, key), [...path, key]);
    } else if (!shape.isOpen) yield { path: [...path, key], known: shape.known };
  }
}

/** All that may be said about one value: worked out once for each schema. */
interface Shape {
  readonly parts: readonly JsonSchemaObject[];
  readonly known: ReadonlySet<string>;
  /** Other keys are welcome. */
  readonly isOpen: boolean;
  readonly children: Map<string, Shape>;
}

const shapes = new WeakMap<JsonSchemaObject, Shape>();

function shapeOf(schema: JsonSchemaObject): Shape {
  const kept = shapes.get(schema);
  if (kept) return kept;
  const shape = makeShape([schema]);
  shapes.set(schema, shape);
  return shape;
}

function makeShape(schemas: readonly JsonSchema[]): Shape {
  const parts = schemas.flatMap(partsOf);
  const known = new Set(parts.flatMap((part) => Object.keys(part.properties ?? {})));
  const isOpen =
    known.size === 0 || parts.some((part) => part.additionalProperties !== undefined || part.patternProperties);
  return { parts, known, isOpen, children: new Map() };
}

/** The shape of a property, or of the items of a list. */
function childShape(shape: Shape, step: string | number): Shape {
  const key = typeof step === 'number' ? '[]' : `.${step}`;
  const kept = shape.children.get(key);
  if (kept) return kept;
  const schemas = shape.parts.flatMap((part): readonly JsonSchema[] => {
    if (typeof step === 'number') return part.items === undefined ? [] : ([part.items].flat() as JsonSchema[]);
    const property = part.properties && getOwn(part.properties, step);
    return property === undefined ? [] : [property];
  });
  const child = makeShape(schemas);
  shape.children.set(key, child);
  return child;
}

const partsBySchema = new WeakMap<JsonSchemaObject, readonly JsonSchemaObject[]>();

/** A schema and everything in it that may apply to the same value, whether it holds or not. */
function partsOf(schema: JsonSchema): readonly JsonSchemaObject[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const known = partsBySchema.get(schema);
  if (known) return known;
  // Set before the walk: a schema that contains itself ends here.
  partsBySchema.set(schema, [schema]);
  const dependencies = Object.values(schema.dependencies ?? {}).filter(
    (part): part is JsonSchema => !Array.isArray(part),
  );
  const branches = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const conditions = [schema.if, schema.then, schema.else].filter((part) => part !== undefined);
  const parts = [schema, ...[...branches, ...conditions, ...dependencies].flatMap(partsOf)];
  partsBySchema.set(schema, parts);
  return parts;
}
