import type { JsonObject, JsonSchemaObject } from '../schema/json-schema.ts';

/** A name with an optional version range, as in `aws-vpc@~1`. The `massdriver/` prefix is gone. */
export interface TypeReference {
  readonly name: string;
  /** As written after `@`; absent means any version. */
  readonly range?: string;
}

/** A dependency slot: what a bundle needs from another component. */
export interface Slot {
  readonly name: string;
  readonly type: TypeReference;
  readonly required: boolean;
  readonly title?: string;
  readonly description?: string;
  /** Siblings of `$ref` that narrow the payload further (older dialect). */
  readonly constraint?: JsonSchemaObject;
}

/** A resource that a bundle produces. */
export interface Output {
  readonly name: string;
  readonly type: TypeReference;
  readonly required: boolean;
  readonly title?: string;
  readonly description?: string;
}

/** Programs that can run a step. */
export const provisioners = ['terraform', 'opentofu', 'helm', 'ansible', 'script'] as const;
export type Provisioner = (typeof provisioners)[number];

export interface Step {
  /** Folder of the module, relative to the bundle's folder. */
  readonly path: string;
  /** As written, without the version: may name a program that is not known. */
  readonly provisioner: Provisioner | (string & {});
  /** Text after `:` in `opentofu:1.10`. */
  readonly provisionerVersion?: string;
  readonly config: JsonObject;
  readonly skipOnDelete: boolean;
}

export interface SecretDeclaration {
  readonly name: string;
  readonly required: boolean;
  readonly title?: string;
  readonly description?: string;
  /** The value is JSON and is parsed before it is handed on. */
  readonly json: boolean;
}

/** A CEL rule that must hold for the params, and for the plan where it speaks of one. */
export interface Check {
  readonly name: string;
  readonly expression: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** A preset: an entry of `params.examples`. May be partial. */
export interface Preset {
  readonly label: string;
  readonly params: JsonObject;
}

/**
 * A bundle, the same for both dialects: an infrastructure-as-code module and its contract.
 * Maps keep the order of the file and hold any key, `__proto__` included.
 */
export interface Bundle {
  /** The `massdriver.yaml` or `bundle.yaml`. */
  readonly uri: string;
  readonly name: string;
  /** `N.N.N`; `0.0.0` when the file has none. */
  readonly version: string;
  readonly title?: string;
  readonly description?: string;
  readonly sourceUrl?: string;
  readonly icon?: string;
  readonly dialect: 'current' | 'older';
  /** Draft-07 with every `$ref` resolved in place; always an object schema. */
  readonly params: JsonSchemaObject;
  readonly presets: readonly Preset[];
  readonly dependencies: ReadonlyMap<string, Slot>;
  readonly resources: ReadonlyMap<string, Output>;
  readonly ui: JsonObject;
  readonly steps: readonly Step[];
  readonly app: {
    /** Environment variable → jq expression. */
    readonly envs: ReadonlyMap<string, string>;
    readonly policies: readonly string[];
    readonly secrets: ReadonlyMap<string, SecretDeclaration>;
  };
  readonly checks: readonly Check[];
  /** Changes whenever the contract does: the key of every cache of compiled schemas. */
  readonly digest: string;
}
