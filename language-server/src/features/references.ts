import type { Location, Position } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import { namedAt, occurrences } from './occurrences.ts';

/** Every place where the name at a position stands; the declaration only when asked for. */
export function references(manifest: Manifest, position: Position, includeDeclaration: boolean): Location[] {
  const named = namedAt(manifest, position);
  if (!named) return [];
  return occurrences(manifest, named)
    .filter(({ role }) => includeDeclaration || role !== 'declaration')
    .map(({ slice, span }) => ({ uri: manifest.uri, range: manifest.range(slice, span) }));
}
