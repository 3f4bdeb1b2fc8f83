import type { JsonPath } from '../schema/json-schema.ts';
import { getOwn, isObject, without } from '../schema/own-property.ts';
import type { MetaSchema } from './meta-schema-vocabulary.ts';

/**
 * What a meta-schema says of the value at a path: one flat schema for each thing that may stand
 * there, the most specific first. Empty where anything may stand.
 */
export function metaSchemasAt(root: MetaSchema, path: JsonPath): readonly MetaSchema[] {
  let current = alternatives(root, root);
  for (const step of path) {
    current = current.flatMap((schema) => {
      const child = childOf(schema, step);
      return child === undefined ? [] : alternatives(child, root);
    });
  }
  return current;
}

/** The schema of one key of a map, without what it may be: for hovers and completion of the key. */
export function keySchema(root: MetaSchema, path: JsonPath, key: string): MetaSchema | undefined {
  for (const schema of metaSchemasAt(root, path)) {
    const child = childOf(schema, key);
    if (child !== undefined) return withReference(child, root);
  }
  return undefined;
}

function childOf(schema: MetaSchema, step: string | number): MetaSchema | undefined {
  if (typeof step === 'number') return schema.items;
  const own = schema.properties === undefined ? undefined : getOwn(schema.properties, step);
  return own ?? (isObject(schema.additionalProperties) ? (schema.additionalProperties as MetaSchema) : undefined);
}

/** A schema with its references merged in, and split where there is a choice. */
function alternatives(schema: MetaSchema, root: MetaSchema): readonly MetaSchema[] {
  const { anyOf, ...whole } = withReference(schema, root);
  if (anyOf === undefined || anyOf.every((branch) => branch['const'] !== undefined)) {
    return [anyOf === undefined ? whole : { ...whole, anyOf }];
  }
  const constants = anyOf.filter((branch) => branch['const'] !== undefined);
  const branches = anyOf
    .filter((branch) => branch['const'] === undefined)
    .flatMap((branch) => alternatives(merge(branch, withoutValues(whole)), root));
  return constants.length > 0 ? [{ ...whole, anyOf: constants }, ...branches] : branches;
}

/** What a branch is does not follow from what the whole starts with. */
function withoutValues({ type: _, default: __, ...schema }: MetaSchema): MetaSchema {
  return schema;
}

function withReference(schema: MetaSchema, root: MetaSchema): MetaSchema {
  const references = [schema.$ref, ...(schema.allOf ?? []).map((part) => (isObject(part) ? part['$ref'] : undefined))];
  let merged: MetaSchema = without(schema, '$ref', 'allOf');
  for (const reference of references) {
    const name = typeof reference === 'string' ? reference.replace('#/definitions/', '') : undefined;
    const target = name === undefined ? undefined : getOwn(root.definitions ?? {}, name);
    if (target !== undefined) merged = merge(merged, target);
  }
  return merged;
}

/** The first schema, and what the second adds to it. */
function merge(first: MetaSchema, second: MetaSchema): MetaSchema {
  if (second.properties === undefined && first.properties === undefined) return { ...second, ...first };
  return { ...second, ...first, properties: { ...first.properties, ...missingIn(first, second) } };
}

function missingIn(first: MetaSchema, second: MetaSchema): { [name: string]: MetaSchema } {
  const own = first.properties ?? {};
  return Object.fromEntries(Object.entries(second.properties ?? {}).filter(([name]) => !Object.hasOwn(own, name)));
}
