import type { Position } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Slice } from '../model/yaml/slice.ts';
import { cursorAt, type Cursor } from './cursor.ts';
import { placeOf, type Place } from './place.ts';

/** The cursor at a position of a manifest, and what it stands on. */
export interface Target {
  readonly slice: Slice;
  /** Offset of the position in the slice. */
  readonly offset: number;
  readonly cursor: Cursor;
  /**
   * What the token under the cursor names: for a key, the entry of that key; for a value, the
   * entry that has the value. Undefined where a manifest has no such thing.
   */
  readonly place: Place | undefined;
}

/** What stands at a position; undefined in a comment. */
export function targetAt(manifest: Manifest, position: Position): Target | undefined {
  const { slice, offset } = manifest.at(position);
  const cursor = cursorAt(slice.text, offset, slice.kind === 'entry' ? slice.section : undefined);
  if (!cursor) return undefined;
  // A scalar alone on its line is a half-typed key, but in a list it is the item.
  const isItem = !cursor.colon && !cursor.flow && typeof cursor.path.at(-1) === 'number';
  const isKey = cursor.at === 'key' && cursor.text !== '' && !isItem;
  const place = placeOf(isKey ? [...cursor.path, cursor.text] : cursor.path);
  return { slice, offset, cursor, place };
}
