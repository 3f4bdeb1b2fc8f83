import type { Json } from '../../schema/json-schema.ts';
import type { ValueKind } from '../../schema/value-kinds.ts';
import type { TypeConstraint } from '../type-constraint.ts';

/** Whether Terraform makes the value that a variable takes of the value that it gets. */
export type Conversion =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  /** Of some texts alone; one that it refuses when that is known. */
  | { readonly kind: 'sometimes'; readonly refused?: string };

const always: Conversion = { kind: 'always' };
const never: Conversion = { kind: 'never' };

/**
 * The conversions of Terraform's type system, as it does them for the values of variables:
 * https://developer.hashicorp.com/terraform/language/expressions/type-constraints#conversion-of-primitive-types
 *
 * @param choices the only values there are, when that is known; `constrained` when something else limits them.
 */
export function conversion(
  kind: ValueKind,
  { kind: taken }: TypeConstraint,
  choices: readonly Json[] | 'constrained' | undefined,
): Conversion {
  if (kind === 'null' || taken === 'any') return always;
  switch (taken) {
    case 'string':
      return kind === 'array' || kind === 'object' ? never : always;
    case 'number':
      if (kind === 'number') return always;
      return kind === 'string' ? ofTexts(choices, /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/) : never;
    case 'bool':
      if (kind === 'boolean') return always;
      return kind === 'string' ? ofTexts(choices, /^(?:true|false|1|0)$/) : never;
    case 'list':
    case 'set':
    case 'tuple':
      return kind === 'array' ? always : never;
    case 'map':
    case 'object':
      return kind === 'object' ? always : never;
  }
}

function ofTexts(choices: readonly Json[] | 'constrained' | undefined, accepted: RegExp): Conversion {
  if (choices === 'constrained') return always;
  const texts = (choices ?? []).filter((choice) => typeof choice === 'string');
  const refused = texts.find((text) => !accepted.test(text));
  if (texts.length === 0) return { kind: 'sometimes' };
  if (refused === undefined) return always;
  return texts.some((text) => accepted.test(text)) ? { kind: 'sometimes', refused } : never;
}

export function describeConstraint({ kind }: TypeConstraint): string {
  return constraintNames[kind];
}

const constraintNames: { readonly [kind in TypeConstraint['kind']]: string } = {
  any: 'anything',
  string: 'a string',
  number: 'a number',
  bool: 'a boolean',
  list: 'a list',
  set: 'a set',
  map: 'a map',
  tuple: 'a list',
  object: 'an object',
};

/** `a string`, `a list or an object`. */
export function describeKinds(kinds: readonly ValueKind[]): string {
  return kinds.map((kind) => kindNames[kind]).join(' or ');
}

const kindNames: { readonly [kind in ValueKind]: string } = {
  array: 'a list',
  boolean: 'a boolean',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};
