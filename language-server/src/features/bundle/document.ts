import type { Range } from 'vscode-languageserver-types';
import type { Bundle } from '../../model/bundle/bundle.ts';
import { loadBundle } from '../../model/bundle/load.ts';
import { artifactDefinitionMetaSchema, resourceTypeMetaSchema } from '../../model/bundle/meta-schema-resource-type.ts';
import type { MetaSchema } from '../../model/bundle/meta-schema-vocabulary.ts';
import { bundleMetaSchema } from '../../model/bundle/meta-schema.ts';
import { readDocument, type SourceDocument } from '../../model/bundle/source-document.ts';
import { isTemplate } from '../../model/bundle/template.ts';
import { SourceText } from '../../model/edit/source-text.ts';
import { loadContextOf } from '../../model/registry/create.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { JsonPath, JsonSchema } from '../../model/schema/json-schema.ts';
import { isSchema } from '../../model/schema/keywords.ts';
import { getOwn, isObject } from '../../model/schema/own-property.ts';
import { looksLikeResourceType } from '../file-problems.ts';

/** What the features of bundles and resource types are asked about: one text, and what it may refer to. */
export interface BundleDocument {
  readonly kind: 'bundle' | 'resource-type';
  readonly uri: string;
  readonly text: string;
  readonly lines: SourceText;
  readonly registry: Registry;
  readonly source: SourceDocument;
  /** The plain value of the file; empty while it is no map. */
  readonly root: { readonly [key: string]: unknown };
  /** What the file may say. */
  readonly metaSchema: MetaSchema;
  /** Where the schema of the params, or of the payload, stands. */
  readonly schemaPath: JsonPath;
  /** That schema with references followed where it can be read, as written otherwise. */
  readonly schema: JsonSchema;
  /** The bundle, when there is enough of it. */
  readonly bundle: Bundle | undefined;
  /** Written as JSON: keys have quotes and nothing is indented by meaning. */
  readonly isJson: boolean;
}

/**
 * Reads a file for the features; parsing waits until it is needed.
 *
 * @returns undefined for a template, and for a file that is neither a bundle nor a resource type.
 */
export function openBundleDocument(
  kind: 'bundle' | 'resource-type' | 'other',
  uri: string,
  text: string,
  registry: Registry,
): BundleDocument | undefined {
  if (kind === 'other' || (kind === 'resource-type' && !looksLikeResourceType(uri, text))) return undefined;
  return isTemplate(text) ? undefined : new ReadDocument(kind, uri, text, registry);
}

/** A JSON file as the schema that it is, resource type or not: to see what it refers to. */
export function openSchemaFile(uri: string, text: string, registry: Registry): BundleDocument {
  return new ReadDocument('resource-type', uri, text, registry);
}

class ReadDocument implements BundleDocument {
  readonly kind: 'bundle' | 'resource-type';
  readonly uri: string;
  readonly text: string;
  readonly lines: SourceText;
  readonly registry: Registry;
  #source: SourceDocument | undefined;
  #bundle: { readonly bundle: Bundle | undefined } | undefined;

  constructor(kind: 'bundle' | 'resource-type', uri: string, text: string, registry: Registry) {
    this.kind = kind;
    this.uri = uri;
    this.text = text;
    this.lines = new SourceText(text);
    this.registry = registry;
  }

  get source(): SourceDocument {
    return (this.#source ??= readDocument(this.text));
  }

  get root(): { readonly [key: string]: unknown } {
    return isObject(this.source.value) ? this.source.value : {};
  }

  get metaSchema(): MetaSchema {
    if (this.kind === 'bundle') return bundleMetaSchema;
    return this.#isArtifactDefinition() ? artifactDefinitionMetaSchema : resourceTypeMetaSchema;
  }

  get schemaPath(): JsonPath {
    if (this.kind === 'bundle') return ['params'];
    return this.#isArtifactDefinition() ? [] : ['schema'];
  }

  get schema(): JsonSchema {
    const written = valueAt(this.root, this.schemaPath);
    return this.bundle?.params ?? (isSchema(written) ? written : true);
  }

  get bundle(): Bundle | undefined {
    if (this.kind !== 'bundle') return undefined;
    this.#bundle ??= {
      bundle: loadBundle(this.uri, this.text, loadContextOf(this.registry), () => this.source).bundle,
    };
    return this.#bundle.bundle;
  }

  get isJson(): boolean {
    return this.uri.endsWith('.json');
  }

  #isArtifactDefinition(): boolean {
    return this.isJson || isObject(getOwn(this.root, '$md'));
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at)) at = typeof step === 'number' ? (at[step] as unknown) : undefined;
    else if (isObject(at)) at = getOwn(at, String(step));
    else return undefined;
  }
  return at;
}

/** Names of the slots that a bundle declares in either dialect, read from the text as it is. */
export function slotNames({ root }: BundleDocument): readonly string[] {
  return [...entriesOf(root, 'dependencies'), ...entriesOf(root, 'connections')];
}

function entriesOf(root: BundleDocument['root'], section: 'dependencies' | 'connections'): string[] {
  const entries = getOwn(root, section);
  const map = section === 'connections' && isObject(entries) ? getOwn(entries, 'properties') : entries;
  return isObject(map) ? Object.keys(map) : [];
}

/** True when a range holds a position; its end counts. */
export function holds({ start, end }: Range, { line, character }: Range['start']): boolean {
  const isAfterStart = line > start.line || (line === start.line && character >= start.character);
  return isAfterStart && (line < end.line || (line === end.line && character <= end.character));
}
