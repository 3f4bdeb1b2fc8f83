import { DocumentHighlightKind, type DocumentHighlight, type Position } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import { keyOfName, namesInManifest, sharedNameAt } from './across-files/names.ts';
import { namedAt, occurrences } from './occurrences.ts';

/** Where else the name at a position stands. */
export function highlights(manifest: Manifest, position: Position): DocumentHighlight[] {
  const named = namedAt(manifest, position);
  if (!named) return sharedHighlights(manifest, position);
  return occurrences(manifest, named).map(({ slice, span, role }) => ({
    range: manifest.range(slice, span),
    kind: role === 'use' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
  }));
}

/** The same bundle or resource type elsewhere in the file. */
function sharedHighlights(manifest: Manifest, position: Position): DocumentHighlight[] {
  const shared = sharedNameAt(manifest, position);
  if (!shared) return [];
  const key = keyOfName(shared.name);
  return Array.from(namesInManifest(manifest)).flatMap(({ name, slice, span }) =>
    keyOfName(name) === key ? [{ range: manifest.range(slice, span), kind: DocumentHighlightKind.Read }] : [],
  );
}
