import { choicesOf as choicesOfSchema } from '../../schema/choices.ts';
import type { Json, JsonPath, JsonSchema } from '../../schema/json-schema.ts';
import { isSchema } from '../../schema/keywords.ts';
import { partsOfLevel } from '../../schema/levels.ts';
import { namesIn, stepInto } from '../../schema/navigate.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { valueKindsOf, type ValueKind } from '../../schema/value-kinds.ts';

/** One of the schemas that describe a value, and where it stands. */
export interface Placed {
  readonly schema: JsonSchema;
  readonly path: JsonPath;
  /** It stands in no branch or condition. Those that always hold come first. */
  readonly always: boolean;
}

/** A sub-schema and its path from the schema that it stands in. */
type Child = Omit<Placed, 'always'>;

/** Everything that is declared for a property. */
export function propertyOf(schemas: readonly Placed[], name: string): readonly Placed[] {
  return below(schemas, ({ properties }) => {
    const property = isObject(properties) ? getOwn(properties, name) : undefined;
    return isSchema(property) ? { schema: property, path: ['properties', name] } : undefined;
  });
}

/** Everything that is declared for the items of a list, where they are all alike. */
export function itemsOf(schemas: readonly Placed[]): readonly Placed[] {
  return below(schemas, ({ items }) => (isSchema(items) ? { schema: items, path: ['items'] } : undefined));
}

/** Everything that is declared for the values of a map whose names are free. */
export function valuesOf(schemas: readonly Placed[]): readonly Placed[] {
  return below(schemas, ({ additionalProperties: values }) =>
    isObject(values) ? { schema: values, path: ['additionalProperties'] } : undefined,
  );
}

/** Every name that is declared. */
export function namesOf(schemas: readonly Placed[]): readonly string[] {
  return namesIn(schemas.map(({ schema }) => schema));
}

/** Whether the schemas declare other names and not this one. */
export function isClosedTo(schemas: readonly Placed[], name: string): boolean {
  const found = stepInto(
    schemas.map(({ schema }) => schema),
    name,
    false,
  );
  return found !== 'unknown' && found.length === 0;
}

/** The kinds of values, without null; undefined when that is not known. */
export function kindsOf(schemas: readonly Placed[]): ReadonlySet<ValueKind> | undefined {
  const relevant = schemas[0]?.always === true ? schemas.slice(0, 1) : schemas;
  const known = relevant.map(({ schema }) => valueKindsOf(schema));
  if (!known.every((each) => each !== undefined)) return undefined;
  const present = new Set(known.flatMap((each) => [...each]).filter((kind) => kind !== 'null'));
  return present.size > 0 ? present : undefined;
}

/** The only values that there are; `constrained` when something else limits them. */
export function choicesOf(schemas: readonly Placed[]): readonly Json[] | 'constrained' | undefined {
  const [first, ...others] = schemas;
  if (!isObject(first?.schema)) return 'constrained';
  const { schema, always } = first;
  const choices = always ? choicesOfSchema(schema) : undefined;
  if (choices !== undefined) return choices.map(({ value }) => value);
  const isLimited = !always || others.length > 0 || schema.pattern !== undefined || schema.format !== undefined;
  return isLimited ? 'constrained' : undefined;
}

/** Whether an object of these schemas always has a property, as far as they require it. */
export function isRequired(schemas: readonly Placed[], name: string): boolean {
  return schemas.some(({ schema }) => requires(schema, name, 0));
}

function requires(schema: unknown, name: string, depth: number): boolean {
  if (!isObject(schema) || depth > 32) return false;
  const { required, allOf, oneOf, anyOf, dependencies } = schema;
  const inner = (part: unknown): boolean => requires(part, name, depth + 1);
  if (Array.isArray(required) && required.includes(name)) return true;
  if (Array.isArray(allOf) && allOf.some(inner)) return true;
  if ([oneOf, anyOf].some((branches) => Array.isArray(branches) && branches.length > 0 && branches.every(inner)))
    return true;
  // What a condition depends on is mostly there; a wrong word is worse than none.
  return isObject(dependencies) && Object.values(dependencies).some(inner);
}

function below(
  schemas: readonly Placed[],
  find: (schema: { readonly [keyword: string]: unknown }) => Child | undefined,
): readonly Placed[] {
  const found = schemas.flatMap(({ schema, path, always }) =>
    partsOfLevel(schema).flatMap((part): readonly Placed[] => {
      const child = find(part.schema);
      if (child === undefined) return [];
      const at = [...path, ...part.path, ...child.path];
      return [{ schema: child.schema, path: at, always: always && part.path.length === 0 }];
    }),
  );
  return found.toSorted((a, b) => Number(b.always) - Number(a.always));
}
