import { CompletionItemKind } from 'vscode-languageserver-types';
import { metaSchemasAt } from '../../../model/bundle/meta-schema-lookup.ts';
import type { MetaSchema } from '../../../model/bundle/meta-schema-vocabulary.ts';
import { printScalar } from '../../../model/edit/print.ts';
import type { JsonObject } from '../../../model/schema/json-schema.ts';
import { getOwn, isObject } from '../../../model/schema/own-property.ts';
import { valuePlaceholder } from '../../completion/component-snippet.ts';
import { keyText } from '../../completion/keys.ts';
import { paramKeyProposals } from '../../completion/params.ts';
import { escapeSnippet, type Proposal } from '../../completion/proposal.ts';
import { keyDocumentation } from '../hover.ts';
import { valueAt } from '../document.ts';
import { fieldNames, presentKeys, propertyNames, type CompletionRequest } from './request.ts';
import { bundleValueProposals } from './values.ts';

/** Keys that the map at the cursor may have and does not have yet. */
export function bundleKeyProposals(request: CompletionRequest): Proposal[] {
  const { document, cursor } = request;
  const present = presentKeys(request);
  const value = valueAt(document.root, cursor.path);
  const proposals = new Map<string, Proposal>();
  for (const schema of metaSchemasAt(document.metaSchema, cursor.path)) {
    for (const name of namesFor(schema, request)) {
      if (!present.has(name))
        proposals.set(name, { label: name, kind: CompletionItemKind.Field, ...nameText(request, name) });
    }
    for (const [name, key] of Object.entries(schema.properties ?? {})) {
      if (present.has(name) || !applies(key, value)) continue;
      proposals.set(name, keyProposal(request, name, key));
    }
  }
  const own = [...proposals.values()];
  return [
    ...presetKeys(request),
    ...own.filter(({ deprecated }) => !deprecated),
    ...own.filter((key) => key.deprecated),
  ];
}

/** What a list may hold, where its next item would begin. */
export function itemProposals(request: CompletionRequest): Proposal[] {
  const { document, cursor } = request;
  if (cursor.flow || cursor.colon || document.isJson) return [];
  const list = valueAt(document.root, cursor.path);
  const isList = metaSchemasAt(document.metaSchema, cursor.path).some((schema) => schema.items !== undefined);
  if (!isList || isObject(list)) return [];
  const index = Array.isArray(list) ? list.length : 0;
  const item = { ...request, cursor: { ...cursor, path: [...cursor.path, index], indent: cursor.indent + 2 } };
  return [...bundleValueProposals(item), ...bundleKeyProposals(item)].map((proposal) => ({
    ...proposal,
    text: `- ${proposal.text ?? proposal.label}`,
  }));
}

function keyProposal(request: CompletionRequest, name: string, schema: MetaSchema): Proposal {
  return {
    label: name,
    kind: CompletionItemKind.Property,
    documentation: keyDocumentation(schema),
    deprecated: schema['deprecated'] === true,
    ...(schema.title === undefined ? {} : { detail: schema.title }),
    ...textOf(request, name, schema),
  };
}

function textOf(
  { document, cursor }: CompletionRequest,
  name: string,
  schema: MetaSchema,
): Pick<Proposal, 'text' | 'snippet'> {
  if (document.isJson) return jsonText(name, schema, cursor.colon);
  const key = printScalar(name, cursor.flow);
  if (cursor.colon) return { text: key };
  const snippet = schema['x-snippet'];
  if (snippet !== undefined && !cursor.flow) {
    const pad = ' '.repeat(cursor.indent);
    return { text: `${escapeSnippet(key)}:${snippet.replaceAll('\n', `\n${pad}`)}`, snippet: true };
  }
  const types = [schema.type ?? []].flat();
  if (types.includes('array')) return keyText(key, 'items', cursor);
  if (types.includes('object')) return keyText(key, 'entries', cursor);
  const placeholder = valuePlaceholder(schema, 1);
  if (placeholder === '$1') return { text: `${key}: ` };
  return { text: `${escapeSnippet(key)}: ${placeholder}`, snippet: true };
}

function jsonText(name: string, schema: MetaSchema, hasColon: boolean): Pick<Proposal, 'text' | 'snippet'> {
  const key = JSON.stringify(name);
  if (hasColon) return { text: key };
  const types = [schema.type ?? []].flat();
  const value = types.includes('array')
    ? '[$1]'
    : types.includes('object')
      ? '{ $1 }'
      : types.includes('boolean')
        ? '${1|true,false|}'
        : types.includes('string')
          ? '"$1"'
          : '$1';
  return { text: `${escapeSnippet(key)}: ${value}`, snippet: true };
}

/** A keyword for texts is of no use to a number. */
function applies({ 'x-for': types }: MetaSchema, value: unknown): boolean {
  const type = isObject(value) ? getOwn(value, 'type') : undefined;
  if (types === undefined || type === undefined) return true;
  return [type].flat().some((name) => types.includes(String(name)));
}

function namesFor(schema: MetaSchema, request: CompletionRequest): readonly string[] {
  switch (schema['x-keys']) {
    case 'param':
      return fieldNames(request);
    case 'property':
      return propertyNames(request);
    default:
      return [];
  }
}

function nameText({ document, cursor }: CompletionRequest, name: string): Pick<Proposal, 'text' | 'snippet'> {
  if (document.isJson) return jsonText(name, { type: 'object' }, cursor.colon);
  return keyText(printScalar(name, cursor.flow), 'entries', cursor);
}

/** A preset has the keys of the params themselves. */
function presetKeys(request: CompletionRequest): Proposal[] {
  const { document, cursor } = request;
  const { bundle } = document;
  const [params, examples, index, ...path] = cursor.path;
  if (bundle === undefined || params !== 'params' || examples !== 'examples' || typeof index !== 'number') return [];
  const preset = valueAt(document.root, ['params', 'examples', index]);
  const value = isObject(preset) ? (preset as JsonObject) : {};
  const withoutPresets = { ...bundle, presets: [] };
  return paramKeyProposals({ bundle: withoutPresets, value, path, cursor, present: presentKeys(request) });
}
