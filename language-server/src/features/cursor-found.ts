import type { JsonPath } from '../model/schema/json-schema.ts';
import type { Span } from '../model/yaml/slice.ts';

/** What a position in YAML text is in, read from the text alone: works while the text is half typed. */
export interface Cursor {
  /** `key`: in a mapping's key, or where one could begin. `value`: after a key's colon, or in a list item. */
  readonly at: 'key' | 'value';
  /** For a key: the path of the mapping that holds it. For a value: the path of the value. */
  readonly path: JsonPath;
  /** The scalar at the position, quotes included; empty where there is none. */
  readonly token: Span;
  /** The scalar without its quotes. */
  readonly text: string;
  /** Inside `{}` or `[]`. */
  readonly flow: boolean;
  /** A key that has its colon already. */
  readonly colon: boolean;
  /** Directly behind `key:`, so that a value needs a space first. */
  readonly needsSpace: boolean;
  /** Column of the key or item, for what is inserted on further lines. */
  readonly indent: number;
  /** Columns that a key must move to the right to line up with its neighbours; `indent` counts them already. */
  readonly shift: number;
  /** Inside a block scalar or a quoted text over several lines, where nothing is to be completed. */
  readonly literal: boolean;
  /** Columns by which this text indents what is inside of something. */
  readonly step: number;
}

/** What one line or value tells; how the text indents comes from the whole. */
export type Found = Omit<Cursor, 'step'>;

/** What came of reading a value: the cursor, when it is in there. */
export interface ReadValue {
  readonly cursor?: Found;
  /** Start of the line to go on with. */
  readonly next: number;
}

/** A place where nothing is written yet. */
export function empty(at: 'key' | 'value', path: JsonPath, offset: number, indent: number): Found {
  return {
    at,
    path,
    token: { start: offset, end: offset },
    text: '',
    flow: false,
    colon: false,
    needsSpace: false,
    indent,
    shift: 0,
    literal: false,
  };
}
