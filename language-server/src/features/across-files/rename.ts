import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { Manifest } from '../../model/manifest/manifest.ts';
import { enumerate } from '../../model/check/collect.ts';
import { fragmentNames } from '../../model/registry/create.ts';
import type { ModuleFiles } from '../../model/module/module.ts';
import type { BundleDocument } from '../bundle/document.ts';
import { mentionAt } from '../bundle/mentions.ts';
import { prepareRenameInBundle, renameInBundle, type RenamedEverywhere } from '../bundle/rename.ts';
import { prepareRename } from '../rename.ts';
import type { Steps } from '../steps.ts';
import { mentionsAcross, nameSpan, type KnownFiles, type SharedMention } from './mentions.ts';
import { sharedNameAt, sharedNameOf, type SharedName } from './names.ts';

type TypeName = SharedName & { readonly kind: 'resource-type' };

/** The name at a position of a bundle or resource type and what a rename starts with; undefined where nothing can be renamed. */
export function prepareRenameFromBundle(document: BundleDocument, position: Position): PreparedRename | undefined {
  return prepareRenameInBundle(document, position) ?? prepared(typeInBundleAt(document, position));
}

/** The same for a manifest. */
export function prepareRenameFromManifest(manifest: Manifest, position: Position): PreparedRename | undefined {
  return prepareRename(manifest, position) ?? prepared(typeInManifestAt(manifest, position));
}

/** Renames what is named at a position of a bundle or resource type, in every file that must follow. */
export function* renameFromBundle(
  document: BundleDocument,
  position: Position,
  newName: string,
  files: KnownFiles,
  modules: readonly ModuleFiles[] = [],
): Steps<RenamedEverywhere> {
  const type = typeInBundleAt(document, position);
  return type
    ? yield* renameResourceType(files, type.name, newName)
    : renameInBundle(document, position, newName, modules);
}

/** The name that a rename starts with, and where it stands. */
export interface PreparedRename {
  readonly range: Range;
  readonly placeholder: string;
}

function prepared(type: TypeAt | undefined): PreparedRename | undefined {
  return type && { range: type.range, placeholder: type.name.name };
}

/** A resource type that is named at a position, and where. */
export interface TypeAt {
  readonly name: TypeName;
  readonly range: Range;
}

/** The resource type at a position of a bundle or of the type's own file. */
export function typeInBundleAt(document: BundleDocument, position: Position): TypeAt | undefined {
  const mention = mentionAt(document, position);
  const name = mention && sharedNameOf(document, mention.target);
  if (mention === undefined || name?.kind !== 'resource-type') return undefined;
  const { lines, text } = document;
  const from = lines.offsetAt(mention.range.start);
  const { start, end } = nameSpan(text.slice(from, lines.offsetAt(mention.range.end)), name);
  return { name, range: { start: lines.positionAt(from + start), end: lines.positionAt(from + end) } };
}

/** The resource type at a position of a manifest. */
export function typeInManifestAt(manifest: Manifest, position: Position): TypeAt | undefined {
  const mention = sharedNameAt(manifest, position);
  if (mention?.name.kind !== 'resource-type') return undefined;
  const { name, slice, span } = mention;
  const { start, end } = nameSpan(slice.text.slice(span.start, span.end), name);
  return { name, range: manifest.range(slice, { start: span.start + start, end: span.start + end }) };
}

const legal = /^[a-z][a-z0-9-]*[a-z0-9]$/;

/** Renames a resource type in its own file, in bundles and in manifests; refuses when one of them is not a person's own. */
export function* renameResourceType(files: KnownFiles, { name }: TypeName, newName: string): Steps<RenamedEverywhere> {
  if (name === newName) return { kind: 'edit', changes: new Map() };
  const everywhere = yield* mentionsAcross(files, { kind: 'resource-type', name });
  const mentions = everywhere.filter(({ byAddress }) => !byAddress);
  const reason = nameReason(files, newName) ?? mentionReason(name, mentions);
  if (reason !== undefined) return { kind: 'refused', reason };
  const changes = new Map<string, TextEdit[]>();
  for (const { uri, range } of mentions) changes.set(uri, [...(changes.get(uri) ?? []), { range, newText: newName }]);
  return { kind: 'edit', changes };
}

function nameReason({ registry }: KnownFiles, name: string): string | undefined {
  if (!legal.test(name))
    return `\`${name}\` cannot name a resource type. Use lower-case letters, digits and dashes; start with a letter, end with a letter or digit.`;
  if (registry.resourceType({ name })) return `There is a resource type \`${name}\` already. Choose another name.`;
  if (fragmentNames(registry).includes(name))
    return `There is a schema \`${name}.json\`, which bundles refer to by this name. Choose another name.`;
  return undefined;
}

function mentionReason(name: string, mentions: readonly SharedMention[]): string | undefined {
  if (!mentions.some(({ declares }) => declares))
    return `No file here declares the resource type \`${name}\`, so there is nothing to rename.`;
  const foreign = mentions.filter(({ origin }) => origin !== 'workspace' && origin !== undefined);
  if (foreign.length > 0) {
    const declared = foreign.find(({ declares }) => declares);
    const paths = [...new Set(foreign.map(({ uri }) => `\`${shortPath(uri)}\``))];
    return declared
      ? `\`${name}\` is declared in \`${shortPath(declared.uri)}\`, outside of this workspace. Copy it into the workspace under another name instead.`
      : `${enumerate(paths, 'and', 3)}, outside of this workspace, ${paths.length === 1 ? 'names' : 'name'} \`${name}\` and would no longer find it.`;
  }
  const unclear = mentions.find(({ written }) => written !== name);
  if (unclear === undefined) return undefined;
  return `Line ${unclear.range.start.line + 1} of \`${shortPath(unclear.uri)}\` names \`${name}\` in a way that cannot be changed surely (\`${unclear.written}\`). Write the plain name there first.`;
}

/** The last folder and the file, for people. */
function shortPath(uri: string): string {
  try {
    return decodeURIComponent(uri.split('/').slice(-2).join('/'));
  } catch {
    return uri;
  }
}
