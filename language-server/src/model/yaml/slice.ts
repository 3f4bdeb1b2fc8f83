/** Offsets into the text of one slice: UTF-16 code units, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A run of whole lines that can be parsed alone: a top-level entry of the file, or one entry of
 * `components:`, `resources:` or `environments:`. Immutable; an edit replaces the slices it
 * touches and keeps every other one, which is what makes a keystroke cost one component and not
 * the file. Nothing in a slice says where it stands in the file: the snapshot knows.
 */
export interface Slice {
  readonly text: string;
  /** The top-level key it belongs to, such as `components`; undefined for text before the first key. */
  readonly section: string | undefined;
  /** `section`: the top-level key itself and what is not an entry. `entry`: one named entry. `whole`: a file that cannot be cut. */
  readonly kind: 'section' | 'entry' | 'whole';
}
