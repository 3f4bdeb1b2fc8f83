import type { JsonPath } from './json-schema.ts';

/** A value that does not keep to its schema, in words for the person who wrote the value. */
export interface SchemaProblem {
  /** From the root of the value. For `required` it is the object that lacks something. */
  readonly path: JsonPath;
  /** The keyword that the value breaks; `oneOf` of constants is reported as `enum`. */
  readonly keyword: string;
  readonly message: string;
  /** What code actions need: `missingProperty`, `additionalProperty`, `allowedValues`, `suggestion`, … */
  readonly params: { readonly [name: string]: unknown };
  /** Whether the key or the value at `path` should be underlined. */
  readonly on: 'key' | 'value';
}
