import type { LoadContext } from '../bundle/load.ts';
import { readDocument, type SourceDocument } from '../bundle/source-document.ts';
import { digestOf } from '../digest.ts';
import type { Problem } from '../problem.ts';
import type { JsonPath, JsonSchemaObject } from '../schema/json-schema.ts';
import { getOwn, isObject, without } from '../schema/own-property.ts';
import { wellFormedSchema } from '../schema/prepare.ts';
import { resolveReferences } from '../schema/references.ts';
import type { ResourceType } from './resource-type.ts';

export interface LoadedResourceType {
  /** Undefined when the file is no resource type. */
  readonly resourceType?: ResourceType;
  readonly problems: readonly Problem[];
  readonly source: SourceDocument;
}

type Root = { readonly [key: string]: unknown };

/**
 * Reads a resource type: a YAML file with a `schema:` map, or the older JSON with `$md`, whose
 * payload schema is the document itself.
 */
export function loadResourceType(uri: string, text: string, context: LoadContext): LoadedResourceType {
  const source = readDocument(text);
  const root = source.value;
  if (!isObject(root)) return { source, problems: source.problems };
  const { resourceType, problems } = readResourceType(uri, root, context);
  const located = problems.map(({ path, ...problem }) => ({ ...problem, range: source.range(path) }));
  return {
    source,
    problems: [...source.problems, ...located],
    ...(resourceType !== undefined ? { resourceType } : {}),
  };
}

/** A problem that is not located yet. */
export interface UnlocatedProblem extends Omit<Problem, 'range'> {
  readonly path: JsonPath;
}

/** The same for a document that is parsed already. */
export function readResourceType(
  uri: string,
  root: Root,
  context: LoadContext,
): { resourceType?: ResourceType; problems: readonly UnlocatedProblem[] } {
  const name = resourceTypeName(root);
  if (name === undefined) return { problems: [] };
  const isCurrent = isObject(getOwn(root, 'schema'));
  const metadata = isCurrent ? root : objectOf(getOwn(root, '$md'));
  const written = isCurrent ? objectOf(getOwn(root, 'schema')) : withoutMetadata(root);
  const resolved = resolveReferences(written as JsonSchemaObject, root, uri, context);
  const wellFormed = wellFormedSchema(resolved.schema);
  const schema = typeof wellFormed === 'boolean' ? {} : wellFormed;
  const label = textOf(metadata, 'label') ?? textOf(written, 'title');
  const description = textOf(metadata, 'description') ?? textOf(written, 'description');
  const icon = textOf(metadata, 'icon');
  const version = textOf(metadata, 'version') ?? '';
  const facts: Omit<ResourceType, 'uri' | 'digest'> = {
    name,
    version: /^\d+\.\d+\.\d+$/.test(version) ? version : '0.0.0',
    ...(label ? { label } : {}),
    ...(description ? { description } : {}),
    ...(icon !== undefined ? { icon } : {}),
    orientation: orientationOf(metadata),
    schema,
  };
  const prefix = isCurrent ? ['schema'] : [];
  return {
    resourceType: { uri, ...facts, digest: digestOf(JSON.stringify(facts)) },
    problems: resolved.problems.map((problem) => ({ ...problem, path: [...prefix, ...problem.path, '$ref'] })),
  };
}

/** The name of a resource type, undefined when the document is not one. Cheap. */
export function resourceTypeName(root: unknown): string | undefined {
  if (!isObject(root)) return undefined;
  const metadata = getOwn(root, '$md');
  const name = isObject(metadata)
    ? getOwn(metadata, 'name')
    : isObject(getOwn(root, 'schema'))
      ? getOwn(root, 'name')
      : undefined;
  return typeof name === 'string' && name !== '' ? name.replace(/^massdriver\//, '') : undefined;
}

/** The older dialect has two ways to say that environments usually fill a type. */
function orientationOf(metadata: Root): ResourceType['orientation'] {
  const ui = objectOf(getOwn(metadata, 'ui'));
  const orientation = getOwn(ui, 'connectionOrientation') ?? getOwn(metadata, 'ui.connectionOrientation');
  return orientation === 'environmentDefault' ? 'environmentDefault' : 'link';
}

function withoutMetadata(root: Root): Root {
  return without(root, '$md', '$schema');
}

function objectOf(value: unknown): Root {
  return isObject(value) ? value : {};
}

function textOf(object: Root, key: string): string | undefined {
  const value = getOwn(object, key);
  return typeof value === 'string' ? value : undefined;
}
