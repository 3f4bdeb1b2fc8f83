import type { Range } from 'vscode-languageserver-types';
import { parseTypeReference } from '../../model/bundle/type-reference.ts';
import type { JsonPath } from '../../model/schema/json-schema.ts';

/** Something that a bundle gives a name to, or refers to by a name. */
export type Target =
  /** The bundle itself. */
  | { readonly kind: 'bundle'; readonly name: string }
  /** A param: names from the root, `items` for any item of a list. */
  | { readonly kind: 'param'; readonly path: readonly string[] }
  | { readonly kind: 'slot'; readonly name: string }
  | { readonly kind: 'output'; readonly name: string }
  | { readonly kind: 'secret'; readonly name: string }
  | { readonly kind: 'anchor'; readonly name: string; readonly offset: number }
  | { readonly kind: 'resource-type'; readonly reference: string }
  /** A part of what a slot is connected to. */
  | { readonly kind: 'payload'; readonly slot: string; readonly path: readonly string[] }
  /** A `$ref` as written. */
  | { readonly kind: 'reference'; readonly reference: string }
  /** A place of this file that a `$ref` may lead to. */
  | { readonly kind: 'definition'; readonly path: JsonPath };

/** A place of the text that speaks of a target. */
export interface Mention {
  readonly target: Target;
  readonly range: Range;
  /** This place is where the target comes from. */
  readonly declares: boolean;
  /** What the mention is there for, in a word or two, for lists of uses. */
  readonly as: string;
  /** `{name}` of jq, which is short for `{name: .name}`. */
  readonly isShorthand?: true;
}

/** The same text for the same target. */
export function keyOf(target: Target): string {
  switch (target.kind) {
    case 'param':
      return JSON.stringify(['param', ...target.path]);
    case 'bundle':
    case 'slot':
    case 'output':
    case 'secret':
      return JSON.stringify([target.kind, target.name]);
    case 'anchor':
      return JSON.stringify(['anchor', target.name, target.offset]);
    case 'resource-type':
      return JSON.stringify(['resource-type', parseTypeReference(target.reference)?.name]);
    case 'payload':
      return JSON.stringify(['payload', target.slot, ...target.path]);
    case 'reference':
      return JSON.stringify(['reference', target.reference]);
    case 'definition':
      return JSON.stringify(['reference', `#/${target.path.map(escapePointer).join('/')}`]);
  }
}

function escapePointer(step: string | number): string {
  return String(step).replaceAll('~', '~0').replaceAll('/', '~1');
}
