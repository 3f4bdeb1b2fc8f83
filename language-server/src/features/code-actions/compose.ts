import type { Position, TextEdit } from 'vscode-languageserver-types';
import { editManifest } from '../../model/manifest/parse.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';

/** A run of the text: as it was, or put in. */
type Piece =
  | { readonly kind: 'kept'; readonly start: number; readonly end: number }
  | { readonly kind: 'new'; readonly text: string };

/**
 * Edits made one after the other, each to the text that the ones before left, as edits of the text
 * at hand. What none of them touches is in none of the results, however far apart they are.
 */
export class Composition {
  readonly #before: Manifest;
  #pieces: readonly Piece[];
  /** The manifest after the edits so far. */
  current: Manifest;

  constructor(manifest: Manifest) {
    this.#before = manifest;
    this.current = manifest;
    this.#pieces = [{ kind: 'kept', start: 0, end: manifest.text().length }];
  }

  /** @param edits in the order of the text that `current` has. */
  add(edits: readonly TextEdit[]): void {
    const last = edits.toReversed();
    for (const { range, newText } of last) {
      this.#replace(offsetAt(this.current, range.start), offsetAt(this.current, range.end), newText);
    }
    const changes = last.map(({ range, newText }) => ({ range, text: newText }));
    this.current = editManifest(this.current, this.current.version, changes);
  }

  /** All of it, as edits of the first text. */
  edits(): TextEdit[] {
    const before = this.#before.text();
    const edits: TextEdit[] = [];
    let start = 0;
    let newText = '';
    const close = (end: number): void => {
      if (before.slice(start, end) !== newText)
        edits.push({ range: { start: positionAt(this.#before, start), end: positionAt(this.#before, end) }, newText });
      newText = '';
    };
    for (const piece of this.#pieces) {
      if (piece.kind === 'new') {
        newText += piece.text;
        continue;
      }
      close(piece.start);
      start = piece.end;
    }
    close(before.length);
    return edits;
  }

  #replace(start: number, end: number, text: string): void {
    const pieces: Piece[] = [];
    let at = 0;
    let isPut = false;
    const put = (): void => {
      if (!isPut && text !== '') pieces.push({ kind: 'new', text });
      isPut = true;
    };
    for (const piece of this.#pieces) {
      const length = lengthOf(piece);
      pieces.push(...part(piece, 0, start - at));
      if (at + length >= start) put();
      pieces.push(...part(piece, end - at, length));
      at += length;
    }
    put();
    this.#pieces = pieces;
  }
}

function lengthOf(piece: Piece): number {
  return piece.kind === 'new' ? piece.text.length : piece.end - piece.start;
}

/** What of a piece lies between two offsets in it. */
function part(piece: Piece, from: number, to: number): Piece[] {
  const [start, end] = [Math.max(from, 0), Math.min(to, lengthOf(piece))];
  if (start >= end) return [];
  if (piece.kind === 'new') return [{ kind: 'new', text: piece.text.slice(start, end) }];
  return [{ kind: 'kept', start: piece.start + start, end: piece.start + end }];
}

function offsetAt(manifest: Manifest, position: Position): number {
  const { slice, offset } = manifest.at(position);
  let before = 0;
  for (const each of manifest.slices) {
    if (each === slice) break;
    before += each.text.length;
  }
  return before + offset;
}

function positionAt(manifest: Manifest, offset: number): Position {
  let before = 0;
  for (const [index, slice] of manifest.slices.entries()) {
    const isLast = index === manifest.slices.length - 1;
    if (offset < before + slice.text.length || isLast) {
      const at = offset - before;
      return manifest.range(slice, { start: at, end: at }).start;
    }
    before += slice.text.length;
  }
  return { line: 0, character: 0 };
}
