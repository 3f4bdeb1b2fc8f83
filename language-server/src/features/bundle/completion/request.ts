import { getOwn, isObject } from '../../../model/schema/own-property.ts';
import { declaredProperties } from '../../../model/schema/levels.ts';
import type { JsonSchema } from '../../../model/schema/json-schema.ts';
import type { Cursor } from '../../cursor.ts';
import { schemaAt } from '../describe.ts';
import { valueAt, type BundleDocument } from '../document.ts';
import { schemaPlaceOf } from '../schema-place.ts';

/** What completion is asked: the text without a half-typed key, and where the cursor is. */
export interface CompletionRequest {
  readonly document: BundleDocument;
  readonly cursor: Cursor;
}

/** Keys of the map at the cursor, the one being typed not counted. */
export function presentKeys({ document, cursor }: CompletionRequest): ReadonlySet<string> {
  const map = valueAt(document.root, cursor.path);
  const keys = new Set(isObject(map) ? Object.keys(map) : []);
  if (cursor.colon) keys.delete(cursor.text);
  return keys;
}

/** Params, or parts of one, that the schema around the cursor declares: what `required` and `dependencies` may name. */
export function propertyNames({ document, cursor }: CompletionRequest): readonly string[] {
  const place = schemaPlaceOf(cursor.path, document.schemaPath);
  if (place === undefined) return olderEntries(document, String(cursor.path[0]));
  const level = valueAt(document.root, place.level);
  return namesOf(isObject(level) ? level : (schemaAt(document.schema, place.value) ?? true));
}

/** Params that the part of the form at the cursor is about. */
export function fieldNames({ document, cursor }: CompletionRequest): readonly string[] {
  const path = cursor.path.slice(1).filter((step): step is string => typeof step === 'string');
  const end = path.findIndex((step) => step.startsWith('ui:'));
  const schema = schemaAt(document.schema, end < 0 ? path : path.slice(0, end));
  return schema === undefined ? [] : namesOf(schema);
}

function namesOf(schema: JsonSchema): readonly string[] {
  return Object.keys(declaredProperties(schema));
}

/** `required` of `connections` and `artifacts` names their entries. */
function olderEntries({ root }: BundleDocument, section: string): readonly string[] {
  const schema = getOwn(root, section);
  const properties = isObject(schema) ? getOwn(schema, 'properties') : undefined;
  return isObject(properties) ? Object.keys(properties) : [];
}
