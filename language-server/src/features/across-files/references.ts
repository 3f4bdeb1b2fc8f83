import type { Location, Position } from 'vscode-languageserver-types';
import type { ModuleFiles } from '../../model/module/module.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { BundleDocument } from '../bundle/document.ts';
import { mentionAt } from '../bundle/mentions.ts';
import { referencesInBundle } from '../bundle/navigation.ts';
import { references } from '../references.ts';
import type { Steps } from '../steps.ts';
import { mentionsAcross, type KnownFiles } from './mentions.ts';
import { sharedNameAt, sharedNameOf, type SharedName } from './names.ts';

/** Every place where the name at a position of a manifest stands: in this file, or for bundles and resource types in all. */
export function* referencesFromManifest(
  manifest: Manifest,
  position: Position,
  includeDeclaration: boolean,
  files: KnownFiles,
): Steps<Location[]> {
  const own = references(manifest, position, includeDeclaration);
  if (own.length > 0) return own;
  const mention = sharedNameAt(manifest, position);
  return mention ? yield* locations(files, mention.name, includeDeclaration) : [];
}

/**
 * The same for a position of a bundle or resource type.
 *
 * @param modules of the bundle, as far as they were read.
 */
export function* referencesFromBundle(
  document: BundleDocument,
  position: Position,
  includeDeclaration: boolean,
  files: KnownFiles,
  modules: readonly ModuleFiles[] = [],
): Steps<Location[]> {
  const own = referencesInBundle(document, position, includeDeclaration, modules);
  const target = mentionAt(document, position)?.target;
  const name = target && sharedNameOf(document, target);
  if (!name) return own;
  const everywhere = yield* locations(files, name, includeDeclaration);
  // A file outside of every folder of the registry still knows itself.
  return everywhere.some(({ uri }) => uri === document.uri) ? everywhere : [...own, ...everywhere];
}

function* locations(files: KnownFiles, name: SharedName, includeDeclaration: boolean): Steps<Location[]> {
  const mentions = yield* mentionsAcross(files, name);
  return mentions.filter(({ declares }) => includeDeclaration || !declares).map(({ uri, range }) => ({ uri, range }));
}
