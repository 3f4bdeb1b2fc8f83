import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Bundle } from '../../model/bundle/bundle.ts';
import type { Choice } from '../../model/deployment/choices.ts';
import { printBlock, printFlow, printScalar } from '../../model/edit/print.ts';
import { effectiveSchema, isSensitive, redact } from '../../model/schema/effective.ts';
import type { Json, JsonObject, JsonPath, JsonSchema, JsonSchemaObject } from '../../model/schema/json-schema.ts';
import { getOwn } from '../../model/schema/own-property.ts';
import type { Cursor } from '../cursor.ts';
import { schemaDocumentation, typeName } from '../describe-schema.ts';
import { knownValues, valuePlaceholder } from './component-snippet.ts';
import { keyText } from './keys.ts';
import type { Proposal } from './proposal.ts';

export interface ParamsAtCursor {
  readonly bundle: Bundle;
  /** The params as they are, merged with the component's when the cursor is in an override. */
  readonly value: JsonObject;
  readonly path: JsonPath;
  readonly cursor: Cursor;
  /** Keys that the mapping at the cursor already has, the one being typed not counted. */
  readonly present: ReadonlySet<string>;
}

/** Keys of the mapping at the cursor, in the order of the form, required ones marked. */
export function paramKeyProposals({ bundle, value, path, cursor, present }: ParamsAtCursor): Proposal[] {
  const schema = effectiveSchema(bundle.params, value, path);
  if (schema === undefined || typeof schema === 'boolean') return [];
  const required = new Set(schema.required ?? []);
  const names = inFormOrder(Object.keys(schema.properties ?? {}), uiOrder(bundle.ui, path));
  const keys = names
    .filter((name) => !present.has(name))
    .map((name) => {
      const property = getOwn(schema.properties ?? {}, name) ?? true;
      const detail = [required.has(name) ? 'required' : '', typeName(property)].filter(Boolean).join(' ');
      return {
        label: name,
        kind: CompletionItemKind.Property,
        detail,
        documentation: schemaDocumentation(property),
        deprecated: typeof property === 'object' && property['deprecated'] === true,
        ...paramKeyText(name, property, cursor),
      };
    });
  return path.length === 0 ? [...keys, ...presetProposals(bundle, present, cursor)] : keys;
}

/** A value that the connected resource offers, and where that was found. */
export interface KnownChoice extends Choice {
  readonly from: string;
}

/** Values for the param at the cursor: choices, the schema's, the default, examples, and those of presets. */
export function paramValueProposals(
  { bundle, value, path, cursor }: ParamsAtCursor,
  choices: readonly KnownChoice[],
): Proposal[] {
  const schema = effectiveSchema(bundle.params, value, path);
  if (schema === undefined || typeof schema === 'boolean') return [];
  const proposals = new Map<string, Proposal>();
  const add = (json: Json, kind: CompletionItemKind, detail: string): void => {
    const text = printFlow(json);
    if (!proposals.has(text))
      proposals.set(text, {
        label: shortLabel(json, text),
        kind,
        ...valueText(json, cursor),
        ...(detail && { detail }),
      });
  };
  for (const { value: choice, label, from } of choices) {
    add(choice, CompletionItemKind.EnumMember, [label, from].filter(Boolean).join(', '));
  }
  for (const known of knownValues(schema)) {
    add(known, CompletionItemKind.EnumMember, labelOf(schema, known) ?? (known === schema.default ? 'default' : ''));
  }
  // What a bundle says of a secret is no proposal: it would be shown in a list.
  if (isSensitive(schema)) return [...proposals.values()];
  if (schema.default !== undefined) add(schema.default, CompletionItemKind.Value, 'default');
  for (const example of schema.examples ?? []) add(example, CompletionItemKind.Value, 'example');
  for (const preset of bundle.presets) {
    const chosen = valueAt(preset.params, path);
    if (chosen !== undefined) add(chosen, CompletionItemKind.Value, `as in the preset ${preset.label}`);
  }
  return [...proposals.values()];
}

function paramKeyText(name: string, schema: JsonSchema, cursor: Cursor): { text: string; snippet?: boolean } {
  const key = printScalar(name, cursor.flow);
  if (cursor.colon || typeof schema === 'boolean') return cursor.colon ? { text: key } : { text: `${key}: ` };
  if (schema.type === 'object') return keyText(key, 'entries', cursor);
  if (schema.type === 'array') return keyText(key, 'items', cursor);
  const placeholder = valuePlaceholder(schema, 1);
  if (placeholder === '$1') return { text: `${key}: ` };
  return { text: `${key.replace(/[\\$}]/g, '\\$&')}: ${placeholder}`, snippet: true };
}

/** A preset fills in every param that is not there yet. */
function presetProposals(bundle: Bundle, present: ReadonlySet<string>, cursor: Cursor): Proposal[] {
  if (cursor.flow || cursor.colon) return [];
  return bundle.presets.flatMap(({ label, params }) => {
    const missing = Object.fromEntries(Object.entries(params).filter(([key]) => !present.has(key)));
    if (Object.keys(missing).length === 0) return [];
    const print = (shown: JsonObject) =>
      printBlock(shown, cursor.indent, { step: cursor.step, blockStrings: false }).join('\n');
    return {
      label: `preset: ${label}`,
      kind: CompletionItemKind.Snippet,
      text: print(missing).slice(cursor.indent),
      documentation: `\`\`\`yaml\n${print(redact(bundle.params, missing) as JsonObject)}\n\`\`\``,
    };
  });
}

/** Text as a person types it, without the quotes that YAML may need. */
function shortLabel(value: Json, printed: string): string {
  return typeof value === 'string' && /^\S(?:.*\S)?$/.test(value) ? value : printed;
}

function valueText(value: Json, cursor: Cursor): { text: string } {
  return { text: typeof value === 'object' && value !== null ? printFlow(value) : printScalar(value, cursor.flow) };
}

function labelOf(schema: JsonSchemaObject, value: Json): string | undefined {
  for (const branch of schema.oneOf ?? schema.anyOf ?? []) {
    if (typeof branch === 'object' && branch.const === value && branch.title !== undefined) return branch.title;
  }
  const names = schema['enumNames'];
  const index = (schema.enum ?? []).indexOf(value);
  const name: unknown = Array.isArray(names) ? names[index] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** `ui:order` of the form at a path; list items share one form under `items`. */
function uiOrder(ui: JsonObject, path: JsonPath): readonly string[] {
  let at: Json | undefined = ui;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return [];
    const key = typeof step === 'number' ? 'items' : step;
    at = Object.hasOwn(at, key) ? (at as JsonObject)[key] : undefined;
  }
  if (typeof at !== 'object' || at === null || Array.isArray(at)) return [];
  const order = (at as JsonObject)['ui:order'];
  return Array.isArray(order) ? order.filter((name): name is string => typeof name === 'string') : [];
}

/** Named ones first and last, as `*` says where the others go; without a `*` they go last. */
function inFormOrder(names: readonly string[], order: readonly string[]): string[] {
  const listed = new Set(order);
  const others = names.filter((name) => !listed.has(name));
  const known = new Set(names);
  const placed = order.flatMap((name) => (name === '*' ? others : known.has(name) ? [name] : []));
  return order.includes('*') ? placed : [...placed, ...others];
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: Json | undefined, path: JsonPath): Json | undefined {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as { readonly [key: string]: Json })[step];
  }
  return at;
}
