import type { Severity } from '../problem.ts';
import type { CutState } from './cut.ts';

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
  /**
   * `section`: a top-level key and what is not an entry. `entry`: one named entry. `whole`: a file
   * that cannot be cut. `rest`: what follows the end of the document, `...` or a second `---`.
   */
  readonly kind: 'section' | 'entry' | 'whole' | 'rest';
  /** Number of line breaks in the text. */
  readonly lineBreaks: number;
  /** What the cutter knew at the first line: where cutting can begin again. */
  readonly before: CutState;
}

/** A problem with its place inside a slice, so that it stays true when lines above come and go. */
export interface SliceProblem {
  readonly slice: Slice;
  readonly span: Span;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly related?: readonly { readonly slice: Slice; readonly span: Span; readonly message: string }[];
  /** What a code action needs to fix it; JSON only. */
  readonly data?: unknown;
}
