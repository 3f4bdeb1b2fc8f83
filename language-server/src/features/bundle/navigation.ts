import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type Location,
  type Position,
} from 'vscode-languageserver-types';
import type { ModuleFiles } from '../../model/module/module.ts';
import type { BundleDocument } from './document.ts';
import { declarationsOf } from './locations.ts';
import { mentionAt, mentionsOf } from './mentions.ts';
import { declarationsInModules, readsInModules } from './module-places.ts';

/**
 * Where the name at a position comes from, and where a module takes or gives what it stands for.
 *
 * @param modules of the bundle, as far as they were read.
 */
export function definitionInBundle(
  document: BundleDocument,
  position: Position,
  modules: readonly ModuleFiles[] = [],
): Location[] {
  const mention = mentionAt(document, position);
  if (mention === undefined) return [];
  return [...declarationsOf(document, mention.target), ...declarationsInModules(mention.target, modules)];
}

/** Every place of the file and of the modules that speaks of what the name at a position stands for. */
export function referencesInBundle(
  document: BundleDocument,
  position: Position,
  includeDeclaration: boolean,
  modules: readonly ModuleFiles[] = [],
): Location[] {
  const mention = mentionAt(document, position);
  if (mention === undefined) return [];
  const own = mentionsOf(document, mention.target)
    .filter(({ declares }) => includeDeclaration || !declares)
    .map(({ range }) => ({ uri: document.uri, range }));
  const declared = includeDeclaration ? declarationsInModules(mention.target, modules) : [];
  return [...own, ...declared, ...readsInModules(mention.target, modules)];
}

/** The same for the editor to highlight. */
export function highlightsInBundle(document: BundleDocument, position: Position): DocumentHighlight[] {
  const mention = mentionAt(document, position);
  if (mention === undefined) return [];
  return mentionsOf(document, mention.target).map(({ range, declares }) => ({
    range,
    kind: declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
