import type { Position, Range } from 'vscode-languageserver-types';
import type { BundleDocument } from './document.ts';
import { mentionAt, mentionsOf } from './mentions.ts';
import { isRenameable, nameOf, unsureReason } from './rename-places.ts';
import { nameRange } from './rename.ts';

/** How many places an editor changes at each keystroke without being in the way. */
const most = 200;

/**
 * The places that change together while a person types over a name. Undefined when the name stands
 * in one place alone, or where more than the name must change or may be meant: renaming knows then.
 */
export function linkedEditingInBundle(
  document: BundleDocument,
  position: Position,
): { readonly ranges: Range[]; readonly wordPattern: string } | undefined {
  const target = mentionAt(document, position)?.target;
  if (target === undefined || !isRenameable(target)) return undefined;
  const mentions = mentionsOf(document, target);
  if (mentions.length < 2 || mentions.length > most || mentions.some(({ isShorthand }) => isShorthand))
    return undefined;
  if (unsureReason(document, target) !== undefined) return undefined;
  const { lines, text } = document;
  const ranges = mentions.map((mention) => nameRange(document, mention));
  const isPlain = ranges.every(
    ({ start, end }) => text.slice(lines.offsetAt(start), lines.offsetAt(end)) === nameOf(target),
  );
  return isPlain ? { ranges, wordPattern: '[A-Za-z0-9_-]+' } : undefined;
}
