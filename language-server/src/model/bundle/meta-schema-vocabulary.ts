import type { JsonSchemaObject } from '../schema/json-schema.ts';

/** What a name in a bundle stands for, so that it can be completed, followed and explained. */
export type Meaning =
  /** A resource type of the registry, with or without a version range. */
  | 'resource-type'
  /** The target of a `$ref`: a file, a place of this file, a resource type, a schema fragment. */
  | 'reference'
  /** A property that the schema around it declares. */
  | 'property'
  /** A param, by its place in the form. */
  | 'param'
  /** A dependency slot of this bundle. */
  | 'slot'
  /** A folder of the bundle that holds a module. */
  | 'module'
  /** A jq expression over params, connections and secrets. */
  | 'jq'
  /** A jq expression over the resource that one slot is connected to. */
  | 'slot-jq'
  /** A CEL expression over params and plan. */
  | 'cel'
  /** A value of the params, or of a part of them. */
  | 'preset'
  /** A value that the schema around it describes. */
  | 'described-value';

/**
 * JSON Schema, draft-07, with annotations: what the text of a bundle may say, in words for people.
 * Made for completion and hover; the checks of `check/` say what is wrong, for they know more.
 */
export interface MetaSchema extends JsonSchemaObject {
  readonly properties?: { readonly [name: string]: MetaSchema };
  readonly patternProperties?: { readonly [pattern: string]: MetaSchema };
  readonly additionalProperties?: boolean | MetaSchema;
  readonly items?: MetaSchema;
  readonly anyOf?: readonly MetaSchema[];
  readonly definitions?: { readonly [name: string]: MetaSchema };
  /** What the value stands for. */
  readonly 'x-means'?: Meaning;
  /** What the keys of the map stand for. */
  readonly 'x-keys'?: Meaning;
  /** JSON types of the values that a keyword of JSON Schema constrains; absent for all. */
  readonly 'x-for'?: readonly string[];
  /** What is written behind `key:` instead of an empty value: a snippet, indented from the key's column. */
  readonly 'x-snippet'?: string;
}
