import type { Position, Range } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import { namedAt, occurrences } from './occurrences.ts';

/** How many places an editor changes at each keystroke without being in the way. */
const most = 200;

/**
 * The places that change together while a person types over a name of a component or an imported
 * resource. Undefined when the name stands in one place alone, or is written differently somewhere,
 * as in quotes: renaming does better then.
 */
export function linkedEditingRanges(
  manifest: Manifest,
  position: Position,
): { readonly ranges: Range[]; readonly wordPattern: string } | undefined {
  const named = namedAt(manifest, position);
  if (!named || named.kind === 'environment') return undefined;
  const places = occurrences(manifest, named);
  if (places.length < 2 || places.length > most) return undefined;
  if (places.some(({ slice, span }) => slice.text.slice(span.start, span.end) !== named.name)) return undefined;
  return { ranges: places.map(({ slice, span }) => manifest.range(slice, span)), wordPattern: '[a-z0-9-]+' };
}
