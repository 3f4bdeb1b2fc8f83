import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type Location,
  type Position,
} from 'vscode-languageserver-types';
import type { BundleDocument } from './document.ts';
import { declarationsOf } from './locations.ts';
import { mentionAt, mentionsOf } from './mentions.ts';

/** Where the name at a position comes from. */
export function definitionInBundle(document: BundleDocument, position: Position): Location[] {
  const mention = mentionAt(document, position);
  return mention === undefined ? [] : declarationsOf(document, mention.target);
}

/** Every place of the file that speaks of what the name at a position stands for. */
export function referencesInBundle(
  document: BundleDocument,
  position: Position,
  includeDeclaration: boolean,
): Location[] {
  const mention = mentionAt(document, position);
  if (mention === undefined) return [];
  return mentionsOf(document, mention.target)
    .filter(({ declares }) => includeDeclaration || !declares)
    .map(({ range }) => ({ uri: document.uri, range }));
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
