import type { Location, Range } from 'vscode-languageserver-types';
import type { Bundle } from '../../model/bundle/bundle.ts';
import { readDocument, type SourceDocument } from '../../model/bundle/source-document.ts';
import { parseTypeReference } from '../../model/bundle/type-reference.ts';
import { registryFileOf } from '../../model/registry/create.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { ResourceType } from '../../model/resource-type/resource-type.ts';
import type { JsonPath } from '../../model/schema/json-schema.ts';
import { partsOfLevel } from '../../model/schema/levels.ts';
import { getOwn, isObject } from '../../model/schema/own-property.ts';
import { withoutOrganisation } from '../../model/schema/references.ts';
import { valueAt, type BundleDocument } from './document.ts';
import { mentionsOf } from './mentions.ts';
import type { Target } from './target.ts';

const fileStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where a target comes from: its declaration in this file, or a place of another file. */
export function declarationsOf(document: BundleDocument, target: Target): Location[] {
  switch (target.kind) {
    case 'bundle':
      // Where it is asked is where it comes from.
      return [];
    case 'param':
      return paramDeclaration(document, target.path);
    case 'reference':
      return referenceTarget(document, target.reference);
    case 'resource-type': {
      const type = resourceTypeOf(document.registry, target.reference);
      return type === undefined ? [] : [typeLocation(document.registry, type, [])];
    }
    case 'payload': {
      const type = typeOfSlot(document, target.slot);
      return type === undefined ? [] : [typeLocation(document.registry, type, target.path)];
    }
    case 'slot':
    case 'output':
    case 'secret':
    case 'anchor':
    case 'definition':
      return mentionsOf(document, target).flatMap(({ declares, range }) => (declares ? [here(document, range)] : []));
  }
}

/** The resource type of a slot, as far as the file and the registry know it. */
export function typeOfSlot({ bundle, registry }: BundleDocument, slot: string): ResourceType | undefined {
  const type = bundle?.dependencies.get(slot)?.type;
  return type && (registry.resourceType(type) ?? registry.resourceType({ name: type.name }));
}

/** The resource type that `NAME`, `NAME@RANGE`, `ORG/NAME` or an address names; the newest when none is in range. */
export function resourceTypeOf(registry: Registry, reference: string): ResourceType | undefined {
  const type = parseTypeReference(reference);
  return type && (registry.resourceType(type) ?? registry.resourceType({ name: type.name }));
}

/** The property of a bundle that a path of a manifest's params leads to, or the nearest one above it. */
export function propertyOfBundle(registry: Registry, bundle: Bundle, path: JsonPath): Location {
  const names = path.map((step) => (typeof step === 'number' ? 'items' : step));
  return propertyLocation(registry, bundle.uri, ['params'], names);
}

/** Where an address outside the file leads a `$ref`; undefined for the web and what is not in the registry. */
export function referencedFile({ uri, registry }: BundleDocument, reference: string): string | undefined {
  const [address = ''] = reference.split('#', 1);
  if (address === '') return undefined;
  if (/^\.\.?\//.test(address)) {
    const target = URL.canParse(address, uri) ? new URL(address, uri).href : undefined;
    return target !== undefined && registryFileOf(registry, { uri: target }) ? target : undefined;
  }
  const name = withoutOrganisation(address).replace(/\.json(?:\?.*)?$/, '');
  const type = /^[a-z][a-z0-9+.-]*:/i.test(address) ? undefined : resourceTypeOf(registry, address);
  return type?.uri ?? registryFileOf(registry, { fragment: name })?.uri ?? resourceTypeOf(registry, name)?.uri;
}

function paramDeclaration(document: BundleDocument, path: readonly string[]): Location[] {
  const declared = mentionsOf(document, { kind: 'param', path }).filter(({ declares }) => declares);
  const first = declared.find(({ as }) => as === 'declared') ?? declared[0];
  if (first !== undefined) return [here(document, first.range)];
  // What stands behind a `$ref` is declared in another file.
  const written = valueAt(document.root, document.schemaPath);
  const found = findProperty(written, path);
  const owner = found.reference === undefined ? [] : referenceTarget(document, found.reference);
  return owner.map((location) =>
    propertyLocation(document.registry, location.uri, pathAtLocation(document, location), found.rest),
  );
}

/** `#/…` inside this file, or the start of a pointer in another one. */
function referenceTarget(document: BundleDocument, reference: string): Location[] {
  const [address = '', pointer = ''] = reference.split('#', 2);
  const path = pointerPath(pointer);
  if (address === '') return localPlace(document, path);
  const uri = referencedFile(document, reference);
  if (uri === undefined) return [];
  const file = openFile(document.registry, uri);
  return [{ uri, range: file && path.length > 0 ? file.range(path, 'key') : fileStart }];
}

function localPlace(document: BundleDocument, path: JsonPath): Location[] {
  if (path.length === 0) return [here(document, document.source.range(document.schemaPath, 'key'))];
  for (const start of [document.schemaPath, []]) {
    const place = [...start, ...path];
    if (valueAt(document.root, place) !== undefined) return [here(document, document.source.range(place, 'key'))];
  }
  return [];
}

/** The path that a location of `referenceTarget` stands at. */
function pathAtLocation({ registry, uri, source, lines }: BundleDocument, location: Location): JsonPath {
  if (location.uri === uri) return source.pathAt(lines.offsetAt(location.range.start)).path;
  const isStart = location.range.end.line === 0 && location.range.end.character === 0;
  const file = isStart ? undefined : openFile(registry, location.uri);
  return file ? file.pathAt(offsetIn(file.text, location.range)).path : [];
}

function offsetIn(text: string, { start }: Range): number {
  return text.split('\n', start.line).reduce((sum, line) => sum + line.length + 1, 0) + start.character;
}

function typeLocation(registry: Registry, { uri }: ResourceType, path: readonly string[]): Location {
  if (path.length === 0) return { uri, range: fileStart };
  const file = openFile(registry, uri);
  const root = file?.value;
  const isCurrent = isObject(root) && isObject(getOwn(root, 'schema'));
  return propertyLocation(registry, uri, isCurrent ? ['schema'] : [], path);
}

/** The key of a property below a schema of another file; what is behind a `$ref` is at that `$ref`. */
function propertyLocation(registry: Registry, uri: string, start: JsonPath, path: readonly string[]): Location {
  const file = openFile(registry, uri);
  if (file === undefined) return { uri, range: fileStart };
  const found = findProperty(valueAt(file.value, start), path);
  if (found.path.length === 0 && start.length === 0) return { uri, range: fileStart };
  return { uri, range: file.range([...start, ...found.path], 'key') };
}

interface FoundProperty {
  /** As far as the schema itself goes. */
  readonly path: JsonPath;
  /** Names that are left. */
  readonly rest: readonly string[];
  /** What the schema at the path's end refers to, when that is where the rest must be. */
  readonly reference?: string;
}

/** Follows names through the properties, branches and items of a schema as it is written. */
function findProperty(schema: unknown, names: readonly string[]): FoundProperty {
  let at: JsonPath = [];
  let value = schema;
  for (const [index, name] of names.entries()) {
    const next = isObject(value) ? stepInto(value, name) : undefined;
    if (next === undefined) {
      const reference = isObject(value) ? getOwn(value, '$ref') : undefined;
      return { path: at, rest: names.slice(index), ...(typeof reference === 'string' ? { reference } : {}) };
    }
    at = [...at, ...next];
    value = valueAt(schema, at);
  }
  return { path: at, rest: [] };
}

function stepInto(schema: { readonly [key: string]: unknown }, name: string): JsonPath | undefined {
  for (const { schema: part, path } of partsOfLevel(schema)) {
    if (isObject(part.properties) && Object.hasOwn(part.properties, name)) return [...path, 'properties', name];
    if (name === 'items' && isObject(part.items)) return [...path, 'items'];
  }
  return undefined;
}

function pointerPath(pointer: string): JsonPath {
  if (!pointer.startsWith('/')) return [];
  return pointer
    .slice(1)
    .split('/')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}

function openFile(registry: Registry, uri: string): SourceDocument | undefined {
  const file = registryFileOf(registry, { uri });
  return file && readDocument(file.text);
}

function here({ uri }: BundleDocument, range: Range): Location {
  return { uri, range };
}
