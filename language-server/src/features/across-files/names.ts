import type { Position } from 'vscode-languageserver-types';
import { parseTypeReference } from '../../model/bundle/type-reference.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Registry } from '../../model/registry/registry.ts';
import { withoutOrganisation } from '../../model/schema/references.ts';
import type { Slice, Span } from '../../model/yaml/slice.ts';
import type { BundleDocument } from '../bundle/document.ts';
import { referencedFile } from '../bundle/locations.ts';
import type { Target } from '../bundle/target.ts';
import { targetAt } from '../target.ts';

/** Something that several files speak of. */
export type SharedName =
  | { readonly kind: 'bundle'; readonly name: string }
  | { readonly kind: 'resource-type'; readonly name: string }
  /** A schema that a `$ref` leads to. */
  | { readonly kind: 'file'; readonly uri: string };

/** The same text for the same name. */
export function keyOfName(name: SharedName): string {
  return `${name.kind} ${name.kind === 'file' ? name.uri : name.name}`;
}

/** What other files may know of a target in a bundle or resource type; undefined for what is the file's own. */
export function sharedNameOf(document: BundleDocument, target: Target): SharedName | undefined {
  switch (target.kind) {
    case 'bundle':
      return { kind: 'bundle', name: target.name };
    case 'resource-type': {
      const type = parseTypeReference(target.reference);
      return type && { kind: 'resource-type', name: type.name };
    }
    case 'reference':
      return nameOfReference(document, target.reference);
    default:
      return undefined;
  }
}

/** A `$ref` names a resource type, a schema that is known by its file name, or a file. */
function nameOfReference(document: BundleDocument, reference: string): SharedName | undefined {
  const { registry } = document;
  const [address = ''] = reference.split('#', 1);
  if (address === '') return undefined;
  const isAddress = /^\.\.?\/|^[a-z][a-z0-9+.-]*:/i.test(address);
  const name = withoutOrganisation(address);
  if (!isAddress && registry.resourceType({ name })) return { kind: 'resource-type', name };
  const uri = referencedFile(document, reference);
  return uri === undefined ? undefined : nameOfFile(registry, uri);
}

/** The file of a resource type counts as the type. */
function nameOfFile(registry: Registry, uri: string): SharedName {
  const type = registry.resourceTypes().find((each) => each.uri === uri);
  return type ? { kind: 'resource-type', name: type.name } : { kind: 'file', uri };
}

/** A place of a manifest that names a bundle or a resource type. */
export interface ManifestMention {
  readonly name: SharedName;
  readonly slice: Slice;
  readonly span: Span;
}

/** Every bundle and resource type that a manifest names. */
export function* namesInManifest(manifest: Manifest): Generator<ManifestMention> {
  for (const { slice, bundle } of settingsOf(manifest)) {
    if (bundle?.value) yield { name: { kind: 'bundle', name: bundle.value.name }, slice, span: bundle.span };
  }
  for (const { slice, type } of manifest.resources.values()) yield* typeMention(slice, type);
  for (const { slice, defaults } of manifest.environments.values())
    for (const { type } of defaults) yield* typeMention(slice, type);
}

function* settingsOf({ components, environments }: Manifest) {
  yield* components.values();
  for (const environment of environments.values()) yield* environment.components.values();
}

function* typeMention(slice: Slice, type: { value: string; span: Span } | undefined): Generator<ManifestMention> {
  const reference = type && parseTypeReference(type.value);
  if (type && reference) yield { name: { kind: 'resource-type', name: reference.name }, slice, span: type.span };
}

/** The bundle or resource type that is named at a position of a manifest. */
export function sharedNameAt(manifest: Manifest, position: Position): ManifestMention | undefined {
  const target = targetAt(manifest, position);
  const kind = target?.place?.kind;
  if (!target || (kind !== 'bundle' && kind !== 'resourceType' && kind !== 'default')) return undefined;
  for (const mention of namesInManifest(manifest)) {
    const { slice, span } = mention;
    if (slice === target.slice && span.start <= target.offset && target.offset <= span.end) return mention;
  }
  return undefined;
}
