import { effectiveSchema } from './effective.ts';
import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { walkLevels } from './levels.ts';
import { isObject } from './own-property.ts';

/** Keywords that say something about a value without constraining it. */
export type Annotation = 'deprecated' | '$md.immutable' | '$md.enum';

/** A value that its schema says something about. */
export interface AnnotatedValue {
  readonly path: JsonPath;
  readonly value: Json;
  /** What applies to it, conditions resolved. */
  readonly schema: JsonSchemaObject;
}

/** Every part of a value whose schema has a keyword, conditions resolved; the outer ones first. */
export function annotatedValues(schema: JsonSchemaObject, value: Json, keyword: Annotation): AnnotatedValue[] {
  const found: AnnotatedValue[] = [];
  if (annotationsIn(schema).has(keyword)) visit(schema, value, keyword, [], found);
  return found;
}

const deepest = 64;

function visit(
  schema: JsonSchema | undefined,
  value: Json,
  keyword: Annotation,
  path: JsonPath,
  found: AnnotatedValue[],
): void {
  if (!isObject(schema) || path.length > deepest) return;
  const effective = effectiveSchema(schema as JsonSchema, value, []);
  if (effective === undefined) return;
  const said = effective[keyword];
  if (said !== undefined && said !== false) found.push({ path, value, schema: effective });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    visit(effectiveSchema(effective, value, [step]), child as Json, keyword, [...path, step], found);
  }
}

const known = new WeakMap<JsonSchemaObject, ReadonlySet<Annotation>>();

/** Which of the keywords a schema uses anywhere; most use none, and then nothing is to be walked. */
export function annotationsIn(schema: JsonSchemaObject): ReadonlySet<Annotation> {
  const kept = known.get(schema);
  if (kept) return kept;
  const used = new Set<Annotation>();
  walkLevels(schema, (part) => {
    for (const keyword of ['deprecated', '$md.immutable', '$md.enum'] as const) {
      if (part[keyword] !== undefined) used.add(keyword);
    }
  });
  known.set(schema, used);
  return used;
}
