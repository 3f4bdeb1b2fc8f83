import { readEntry, splitEntries, withoutLineEnds } from './hcl-entries.ts';
import { tokenizeHcl, type HclToken } from './hcl-tokens.ts';

/** What a variable of Terraform says of its values. */
export type TypeConstraint =
  /** Anything, or what cannot be read for sure. */
  | { readonly kind: 'any' }
  | { readonly kind: 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly of: TypeConstraint }
  | { readonly kind: 'tuple' }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, AttributeConstraint> };

export interface AttributeConstraint {
  readonly type: TypeConstraint;
  /** `optional(…)`: the attribute may be missing. */
  readonly optional: boolean;
}

export const anyType: TypeConstraint = { kind: 'any' };

/** Types within types within types: deeper ones are taken for anything. */
const deepest = 40;

/** The value of `type` in a `variable` block. What is not understood may be anything. */
export function typeConstraintOf(value: readonly HclToken[]): TypeConstraint {
  return parse(value, 0);
}

/** The same of Terraform's JSON, where a type is a text. */
export function typeConstraintIn(text: string): TypeConstraint {
  return parse(tokenizeHcl(text.replace(/^\$\{(.*)\}$/s, '$1')) ?? [], 0);
}

function parse(value: readonly HclToken[], depth: number): TypeConstraint {
  const tokens = withoutLineEnds(value);
  const [name, open] = tokens;
  if (name === undefined || depth > deepest) return anyType;
  if (tokens.length === 1) return named(name.text);
  if (tokens.length === 3 && name.kind === 'quote') return named(open?.text ?? '');
  if (name.kind !== 'name' || open?.text !== '(' || tokens.at(-1)?.text !== ')') return anyType;
  const inner = withoutLineEnds(tokens.slice(2, -1));
  switch (name.text) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: name.text, of: parse(inner, depth + 1) };
    case 'tuple':
      return { kind: 'tuple' };
    case 'object':
      return inner[0]?.text === '{' ? objectOf(inner.slice(1, -1), depth) : anyType;
    default:
      return anyType;
  }
}

/** Terraform before 0.12 wrote types as texts, and `list` and `map` without what they hold. */
function named(text: string): TypeConstraint {
  switch (text) {
    case 'string':
    case 'number':
    case 'bool':
      return { kind: text };
    case 'list':
    case 'set':
    case 'map':
      return { kind: text, of: anyType };
    default:
      return anyType;
  }
}

function objectOf(tokens: readonly HclToken[], depth: number): TypeConstraint {
  const attributes = new Map<string, AttributeConstraint>();
  for (const part of splitEntries(tokens)) {
    const entry = readEntry(part);
    if (entry === undefined) return anyType;
    attributes.set(entry.key.text, attributeOf(withoutLineEnds(entry.value), depth));
  }
  return { kind: 'object', attributes };
}

/** `optional(TYPE)` or `optional(TYPE, DEFAULT)`. */
function attributeOf(tokens: readonly HclToken[], depth: number): AttributeConstraint {
  if (tokens[0]?.text !== 'optional' || tokens[1]?.text !== '(')
    return { type: parse(tokens, depth + 1), optional: false };
  const [type = []] = splitEntries(tokens.slice(2, -1));
  return { type: parse(type, depth + 1), optional: true };
}
