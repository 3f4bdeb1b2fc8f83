import { DocumentHighlightKind, type DocumentHighlight, type Position } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import { namedAt, occurrences } from './occurrences.ts';

/** Where else the name at a position stands. */
export function highlights(manifest: Manifest, position: Position): DocumentHighlight[] {
  const named = namedAt(manifest, position);
  if (!named) return [];
  return occurrences(manifest, named).map(({ slice, span, role }) => ({
    range: manifest.range(slice, span),
    kind: role === 'use' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
  }));
}
