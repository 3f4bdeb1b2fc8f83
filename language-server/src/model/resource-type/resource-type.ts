import type { JsonSchemaObject } from '../schema/json-schema.ts';

/** The contract of what one bundle hands another. */
export interface ResourceType {
  readonly uri: string;
  readonly name: string;
  /** `N.N.N`; `0.0.0` when the file has none. */
  readonly version: string;
  readonly label?: string;
  readonly description?: string;
  readonly icon?: string;
  /** `link`: drawn as a line. `environmentDefault`: usually filled by the environment, not drawn. */
  readonly orientation: 'link' | 'environmentDefault';
  /** Draft-07 with every `$ref` resolved in place: the schema of a resource's payload. */
  readonly schema: JsonSchemaObject;
  readonly digest: string;
}
