import { CompletionItemKind } from 'vscode-languageserver-types';
import { metaSchemasAt } from '../../../model/bundle/meta-schema-lookup.ts';
import type { Meaning, MetaSchema } from '../../../model/bundle/meta-schema-vocabulary.ts';
import { printFlow } from '../../../model/edit/print.ts';
import { fragmentNames, registryFilesBelow } from '../../../model/registry/create.ts';
import type { ResourceType } from '../../../model/resource-type/resource-type.ts';
import type { Json, JsonObject, JsonSchemaObject } from '../../../model/schema/json-schema.ts';
import { getOwn, isObject } from '../../../model/schema/own-property.ts';
import { knownValues } from '../../completion/component-snippet.ts';
import { paramValueProposals } from '../../completion/params.ts';
import type { Proposal } from '../../completion/proposal.ts';
import { describeResourceType, schemaAt } from '../describe.ts';
import { slotNames, valueAt } from '../document.ts';
import { schemaPlaceOf } from '../schema-place.ts';
import { fieldNames, propertyNames, type CompletionRequest } from './request.ts';

/** Values that the place at the cursor may have. */
export function bundleValueProposals(request: CompletionRequest): Proposal[] {
  const { document, cursor } = request;
  const proposals = new Map<string, Proposal>();
  const add = (proposal: Proposal): void => {
    if (!proposals.has(proposal.label)) proposals.set(proposal.label, proposal);
  };
  for (const schema of metaSchemasAt(document.metaSchema, cursor.path)) {
    for (const choice of schema.anyOf ?? [])
      if (choice.const !== undefined) add(valueProposal(request, choice.const, choice));
    for (const value of knownValues({ ...schema, anyOf: [] })) add(valueProposal(request, value));
    if (schema.default !== undefined) add(valueProposal(request, schema.default));
    const means = schema['x-means'];
    if (means !== undefined) for (const proposal of proposalsFor(means, request)) add(proposal);
  }
  for (const proposal of presetValues(request)) add(proposal);
  return [...proposals.values()];
}

function proposalsFor(means: Meaning, request: CompletionRequest): Proposal[] {
  const { document } = request;
  switch (means) {
    case 'resource-type':
      return document.registry.resourceTypes().map((type) => typeProposal(request, type));
    case 'reference':
      return referenceProposals(request);
    case 'property':
      return unused(request, propertyNames(request)).map((name) =>
        nameProposal(request, name, CompletionItemKind.Field),
      );
    case 'param':
      return unused(request, [...fieldNames(request), '*']).map((name) =>
        nameProposal(request, name, CompletionItemKind.Field),
      );
    case 'slot':
      return slotNames(document).map((name) => nameProposal(request, name, CompletionItemKind.Interface));
    case 'module':
      return moduleFolders(request).map((name) => nameProposal(request, name, CompletionItemKind.Folder));
    case 'described-value':
      return describedValues(request);
    case 'jq':
    case 'slot-jq':
    case 'cel':
    case 'preset':
      return [];
  }
}

function valueProposal(request: CompletionRequest, value: Json, { description }: MetaSchema = {}): Proposal {
  const label = typeof value === 'string' ? value : JSON.stringify(value);
  return {
    label,
    kind: CompletionItemKind.EnumMember,
    text: written(request, value),
    ...(description === undefined ? {} : { documentation: description }),
  };
}

function nameProposal(request: CompletionRequest, name: string, kind: CompletionItemKind): Proposal {
  return { label: name, kind, text: written(request, name) };
}

/** A value as text of the file; strings keep the quotes that are being typed. */
function written({ document, cursor }: CompletionRequest, value: Json): string {
  if (document.isJson) return JSON.stringify(value);
  const quote = document.text[cursor.token.start];
  if (typeof value === 'string' && cursor.text !== '' && (quote === '"' || quote === "'") && !value.includes(quote))
    return quote + value + quote;
  return printFlow(value);
}

function typeProposal(request: CompletionRequest, type: ResourceType): Proposal {
  return {
    label: type.name,
    kind: CompletionItemKind.Interface,
    text: written(request, type.name),
    documentation: describeResourceType(type),
    ...(type.label === undefined ? {} : { detail: type.label }),
  };
}

function referenceProposals(request: CompletionRequest): Proposal[] {
  const { document } = request;
  const folder = document.uri.slice(0, document.uri.lastIndexOf('/') + 1);
  const local = ['definitions', '$defs'].flatMap((keyword) =>
    [document.schemaPath, []].flatMap((start) => {
      const definitions = valueAt(document.root, [...start, keyword]);
      return isObject(definitions)
        ? Object.keys(definitions).map((name) => `#/${[...start, keyword, name].join('/')}`)
        : [];
    }),
  );
  const files = registryFilesBelow(document.registry, folder)
    .filter((uri) => uri.endsWith('.json') && uri !== document.uri)
    .map((uri) => `./${decodeURI(uri.slice(folder.length))}`);
  const named = [...new Set([...local, ...files])].map((name) =>
    nameProposal(request, name, CompletionItemKind.Reference),
  );
  const fragments = fragmentNames(document.registry).map((name) =>
    nameProposal(request, name, CompletionItemKind.Reference),
  );
  return [...named, ...document.registry.resourceTypes().map((type) => typeProposal(request, type)), ...fragments];
}

/** Folders of the bundle with something in them that the registry knows, and the usual one. */
function moduleFolders({ document }: CompletionRequest): string[] {
  const folder = document.uri.slice(0, document.uri.lastIndexOf('/') + 1);
  const names = registryFilesBelow(document.registry, folder).flatMap((uri) => {
    const [name, ...rest] = decodeURI(uri.slice(folder.length)).split('/');
    return name !== undefined && rest.length > 0 ? [name] : [];
  });
  return [...new Set(['src', ...names])];
}

/** What the schema around `default`, `const`, `enum` and `examples` allows. */
function describedValues(request: CompletionRequest): Proposal[] {
  const { document, cursor } = request;
  const place = schemaPlaceOf(cursor.path, document.schemaPath);
  if (place === undefined) return [];
  const [keyword] = place.rest;
  const own = valueAt(document.root, place.schema);
  // A condition names a value that the param itself allows.
  const isCondition = keyword === 'const' || keyword === 'enum';
  const declared = schemaAt(document.schema, place.value);
  const schema = isCondition ? declared : isObject(own) ? (own as JsonSchemaObject) : undefined;
  if (!isObject(schema)) return [];
  const listed = isCondition && isObject(own) ? (getOwn(own, 'enum') ?? []) : [];
  return knownValues(schema)
    .filter((value) => !Array.isArray(listed) || !listed.includes(value))
    .map((value) => valueProposal(request, value));
}

/** Names that the list at the cursor does not have yet. */
function unused({ document, cursor }: CompletionRequest, names: readonly string[]): readonly string[] {
  const list = valueAt(document.root, cursor.path.slice(0, -1));
  const used = new Set(Array.isArray(list) ? (list as unknown[]) : []);
  used.delete(cursor.text);
  return names.filter((name) => !used.has(name));
}

function presetValues(request: CompletionRequest): Proposal[] {
  const { document, cursor } = request;
  const { bundle } = document;
  const [params, examples, index, ...path] = cursor.path;
  const inPreset = params === 'params' && examples === 'examples' && typeof index === 'number' && path.length > 0;
  if (bundle === undefined || !inPreset || path[0] === '__name') return [];
  const preset = valueAt(document.root, ['params', 'examples', index]);
  const value = isObject(preset) ? (preset as JsonObject) : {};
  return paramValueProposals({ bundle: { ...bundle, presets: [] }, value, path, cursor, present: new Set() }, []);
}
