import type { TextEdit } from 'vscode-languageserver-types';
import { SourceText } from '../model/edit/source-text.ts';

/** A run of the text as it was, or of new text. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** A text that is edited again and again, and what that comes to as edits of the text as it was. */
export class EditedText {
  readonly #original: SourceText;
  #pieces: readonly Piece[];
  #text: string;

  constructor(text: string) {
    this.#original = new SourceText(text);
    this.#pieces = [{ start: 0, end: text.length }];
    this.#text = text;
  }

  /** The text after edits of the newest text, which do not overlap; nothing is kept of it. */
  after(edits: readonly TextEdit[]): string {
    return textOf(this.#original.text, this.#edited(edits));
  }

  /** Edits the newest text. */
  apply(edits: readonly TextEdit[]): void {
    this.#pieces = this.#edited(edits);
    this.#text = textOf(this.#original.text, this.#pieces);
  }

  /** Everything so far as edits of the text as it was, in its order; they do not overlap. */
  edits(): TextEdit[] {
    const { text } = this.#original;
    const edits: TextEdit[] = [];
    let from = 0;
    let added = '';
    const close = (to: number): void => {
      if (to > from || added !== '') {
        const range = { start: this.#original.positionAt(from), end: this.#original.positionAt(to) };
        if (text.slice(from, to) !== added) edits.push({ range, newText: added });
      }
      added = '';
    };
    for (const piece of this.#pieces) {
      if ('text' in piece) {
        added += piece.text;
        continue;
      }
      close(piece.start);
      from = piece.end;
    }
    close(text.length);
    return edits;
  }

  #edited(edits: readonly TextEdit[]): readonly Piece[] {
    const source = new SourceText(this.#text);
    const changes = edits
      .map(({ range, newText }) => ({ start: source.offsetAt(range.start), end: source.offsetAt(range.end), newText }))
      .toSorted((a, b) => b.start - a.start || b.end - a.end);
    return changes.reduce<readonly Piece[]>(
      (pieces, { start, end, newText }) => [
        ...cut(pieces, 0, start),
        ...(newText === '' ? [] : [{ text: newText }]),
        ...cut(pieces, end, Infinity),
      ],
      this.#pieces,
    );
  }
}

/** The part of a text between two of its offsets. */
function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const part: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = 'text' in piece ? piece.text.length : piece.end - piece.start;
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    if (start < end)
      part.push(
        'text' in piece
          ? { text: piece.text.slice(start, end) }
          : { start: piece.start + start, end: piece.start + end },
      );
    at += length;
  }
  return part;
}

function textOf(original: string, pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : original.slice(piece.start, piece.end))).join('');
}
