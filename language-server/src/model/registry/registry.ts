import type { Bundle, TypeReference } from '../bundle/bundle.ts';
import type { Problem } from '../problem.ts';
import type { ResourceType } from '../resource-type/resource-type.ts';
import type { JsonSchema } from '../schema/json-schema.ts';

/** Where a bundle comes from, in the order in which they shadow each other. */
export type Origin = 'workspace' | 'folder' | 'oci' | 'built-in';

/** `NAME`, `NAME@RANGE`, with `+dev` for workspace builds. */
export interface BundleReference {
  readonly name: string;
  /** `1.2.3`, `~1`, `~1.2`, `latest`; absent means latest. */
  readonly range?: string;
  /** `+dev`: only a workspace build will do. */
  readonly dev: boolean;
}

/** What the palette and completion show; cheap, no schema is compiled for it. */
export interface BundleSummary {
  readonly name: string;
  readonly origin: Origin;
  /** Newest first. */
  readonly versions: readonly string[];
  readonly description?: string;
  readonly icon?: string;
}

/** The answer to "which bundle is this?". */
export type BundleResolution =
  | { readonly kind: 'found'; readonly bundle: Bundle; readonly origin: Origin }
  /** No bundle has that name; `suggestions` are near misses, best first. */
  | { readonly kind: 'unknown-name'; readonly suggestions: readonly string[] }
  /** The name exists, no version of it is in range; newest first. */
  | { readonly kind: 'no-version'; readonly available: readonly string[] }
  /** The file exists and is broken; `problems` are ranges in that file. */
  | { readonly kind: 'broken'; readonly uri: string; readonly problems: readonly Problem[] };

/**
 * Everything a manifest can refer to: an immutable snapshot over texts that are already in memory,
 * so every look-up is synchronous. Bundles are parsed at the first look-up, then kept.
 */
export interface Registry {
  /** Another number whenever any answer may be another. */
  readonly revision: number;
  /** The same number while nothing but what is said inside of bundles changes: neither their names nor their versions. */
  readonly offer: number;
  resolveBundle(reference: BundleReference): BundleResolution;
  bundles(): readonly BundleSummary[];
  /** The newest version in range, or undefined. */
  resourceType(reference: TypeReference): ResourceType | undefined;
  resourceTypes(): readonly ResourceType[];
  /** A schema that bundles refer to by URL or file name, such as `aws-region`. */
  schemaFragment(fileName: string): JsonSchema | undefined;
}

/** One file found by a source. */
export interface RegistryFile {
  readonly uri: string;
  readonly text: string;
}

/**
 * Where the bytes come from: the host injects the files (a folder on disk, an archive, a test).
 * The registry decides by name and content what each file is, and skips templates quietly.
 */
export interface RegistrySource {
  readonly origin: Origin;
  readonly files: readonly RegistryFile[];
}
