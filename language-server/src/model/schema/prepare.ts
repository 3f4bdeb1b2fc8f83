import type { JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isSchema, mapSubschemas, schemaKeywords, schemaListKeywords, schemaMapKeywords } from './keywords.ts';
import { fromEntries, getOwn, isObject, setOwn, without } from './own-property.ts';
import { compilePattern } from './pattern.ts';
import { deepestSchema, largestSchema } from './references.ts';

/** Types of draft-07. */
export const jsonTypes: ReadonlySet<string> = new Set([
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
]);

/** What the compiler cannot make anything of, and why. */
export interface UnusableKeyword {
  /** From the schema's root to the keyword. */
  readonly path: JsonPath;
  readonly keyword: string;
  readonly reason: 'malformed' | 'pattern-invalid' | 'pattern-backtracking' | 'too-large';
  /** More words for a pattern: what is wrong with it. */
  readonly detail?: string;
}

export interface PreparedSchema {
  readonly schema: JsonSchema;
  readonly unusable: readonly UnusableKeyword[];
}

/**
 * Makes a schema safe for the compiler, which treats schemas as trusted code: a copy without what
 * it would throw on (malformed keywords, patterns that only a backtracking engine can run, trees too
 * deep or too large, identifiers and references). Every constraint that is left out is listed.
 */
export function prepareSchema(schema: JsonSchema): PreparedSchema {
  const unusable: UnusableKeyword[] = [];
  let size = 0;
  const visit = (subschema: JsonSchema, path: JsonPath, depth: number): JsonSchema => {
    if (typeof subschema === 'boolean') return subschema;
    size++;
    if (depth > deepestSchema || size > largestSchema) {
      if (!unusable.some(({ reason }) => reason === 'too-large'))
        unusable.push({ path, keyword: '', reason: 'too-large' });
      return true;
    }
    const usable = withoutSkippedName(usableKeywords(subschema, path, unusable));
    return mapSubschemas(usable, (child, step) => visit(child, [...path, ...step], depth + 1));
  };
  return { schema: visit(schema, [], 0), unusable };
}

function usableKeywords(schema: JsonSchemaObject, path: JsonPath, unusable: UnusableKeyword[]): JsonSchemaObject {
  const usable: { [keyword: string]: unknown } = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (ignored.has(keyword)) continue;
    const reason = reasonAgainst(keyword, value);
    if (reason) unusable.push({ path: [...path, keyword], keyword, reason });
    else setOwn(usable, keyword, usableValue(keyword, value, [...path, keyword], unusable));
  }
  if (usable['pattern'] === undefined) delete usable['pattern'];
  return usable;
}

function reasonAgainst(keyword: string, value: unknown): UnusableKeyword['reason'] | undefined {
  if (!isWellFormed(keyword, value)) return 'malformed';
  return Array.isArray(value) && schemaListKeywords.has(keyword) && value.length > mostBranches
    ? 'too-large'
    : undefined;
}

/** More branches than any form offers: the compiler takes seconds over a thousand. */
const mostBranches = 200;

/** The validator takes no notice of a property called `__proto__`: the same said as a pattern it does. */
function withoutSkippedName(schema: JsonSchemaObject): JsonSchemaObject {
  const name = '__proto__';
  const property = schema.properties && getOwn(schema.properties, name);
  if (property === undefined) return schema;
  return {
    ...schema,
    properties: without(schema.properties ?? {}, name),
    patternProperties: { [`^${name}$`]: property, ...schema.patternProperties },
  };
}

/** Identifiers and references are resolved before; the rest would change what the compiler does. */
const ignored: ReadonlySet<string> = new Set([
  '$async',
  '$defs',
  '$id',
  '$ref',
  '$schema',
  'definitions',
  'discriminator',
  'id',
  'nullable',
]);

function usableValue(keyword: string, value: unknown, path: JsonPath, unusable: UnusableKeyword[]): unknown {
  if (keyword === 'pattern') return usablePattern(value as string, path, unusable) ? value : undefined;
  if (keyword !== 'patternProperties') return value;
  const patterns: { [pattern: string]: unknown } = {};
  for (const [pattern, schema] of Object.entries(value as object)) {
    if (usablePattern(pattern, [...path, pattern], unusable)) setOwn(patterns, pattern, schema);
  }
  return patterns;
}

function usablePattern(source: string, path: JsonPath, unusable: UnusableKeyword[]): boolean {
  const pattern = compilePattern(source);
  if (pattern.kind === 'linear') return true;
  unusable.push({ path, keyword: 'pattern', reason: `pattern-${pattern.kind}`, detail: pattern.reason });
  return false;
}

/**
 * The schema without what has not the shape that draft-07 asks for, so that whoever reads it can
 * trust its type: a bundle is input, and `enum: 5` must not stop a hover.
 */
export function wellFormedSchema(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const kept: { [keyword: string]: unknown } = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const repaired = isWellFormed(keyword, value) ? value : repair(keyword, value);
    if (repaired !== undefined) setOwn(kept, keyword, repaired);
  }
  return mapSubschemas(kept, wellFormedSchema);
}

/** What is left of a malformed value when its bad parts are taken out; undefined when nothing is. */
function repair(keyword: string, value: unknown): unknown {
  if (isText(value) || typeof value === 'number') return textKeywords.has(keyword) ? String(value) : undefined;
  if (schemaMapKeywords.has(keyword) && isObject(value)) {
    return fromEntries(Object.entries(value).filter(([, entry]) => isSchema(entry)));
  }
  if (schemaListKeywords.has(keyword) && Array.isArray(value)) {
    const schemas = value.filter(isSchema);
    return schemas.length > 0 ? schemas : undefined;
  }
  return keyword === 'required' && Array.isArray(value) ? value.filter(isText) : undefined;
}

const textKeywords: ReadonlySet<string> = new Set(['title', 'description']);

/** The malformed keywords of one schema; not those of its sub-schemas. */
export function unusableKeywords(schema: JsonSchemaObject): readonly UnusableKeyword[] {
  return Object.entries(schema)
    .filter(([keyword, value]) => !ignored.has(keyword) && !isWellFormed(keyword, value))
    .map(([keyword]) => ({ path: [keyword], keyword, reason: 'malformed' }));
}

/** Whether a keyword's value has the shape that draft-07 asks for; unknown keywords always have. */
function isWellFormed(keyword: string, value: unknown): boolean {
  if (keyword === 'items') return isSchema(value) || isSchemaList(value);
  if (schemaListKeywords.has(keyword)) return isSchemaList(value);
  if (keyword === 'dependencies')
    return isObject(value) && Object.values(value).every((v) => isSchema(v) || isNames(v));
  if (schemaMapKeywords.has(keyword)) return isObject(value) && Object.values(value).every(isSchema);
  if (schemaKeywords.has(keyword)) return isSchema(value);
  return shapes.get(keyword)?.(value) ?? true;
}

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isNames = (value: unknown) => Array.isArray(value) && value.every(isText);
const isSchemaList = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isSchema);
const isType = (value: unknown) => typeof value === 'string' && jsonTypes.has(value);

const shapes: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['title', isText],
  ['description', isText],
  ['examples', (value: unknown) => Array.isArray(value)],
  ['type', (value: unknown) => isType(value) || (Array.isArray(value) && value.length > 0 && value.every(isType))],
  ['enum', (value: unknown) => Array.isArray(value) && value.length > 0],
  ['required', isNames],
  ['pattern', isText],
  ['format', isText],
  ['minimum', isNumber],
  ['maximum', isNumber],
  ['exclusiveMinimum', isNumber],
  ['exclusiveMaximum', isNumber],
  ['multipleOf', (value: unknown) => isNumber(value) && (value as number) > 0],
  ['minLength', isCount],
  ['maxLength', isCount],
  ['minItems', isCount],
  ['maxItems', isCount],
  ['minProperties', isCount],
  ['maxProperties', isCount],
  ['uniqueItems', (value: unknown) => typeof value === 'boolean'],
]);
