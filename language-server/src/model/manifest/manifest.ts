import type { Position, Range } from 'vscode-languageserver-types';
import type { Problem } from '../problem.ts';
import type { BundleReference } from '../registry/registry.ts';
import type { Json, JsonObject, JsonPath } from '../schema/json-schema.ts';
import type { Slice, SliceProblem, Span } from '../yaml/slice.ts';

/** A value and the text it was read from; the span is relative to the slice that holds it. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** `COMPONENT.RESOURCE`, or the name of an imported resource, which has no `resource` part. */
export interface ConnectionTarget {
  readonly component: string;
  readonly resource?: string;
}

/** One entry of `connections:`: a slot and what fills it. */
export interface ConnectionSource {
  readonly slot: Located<string>;
  /** Undefined when the text is not of the form `COMPONENT.RESOURCE` or `IMPORTED`. */
  readonly target: Located<ConnectionTarget | undefined>;
  /** The target as written. */
  readonly text: string;
  /** Key, value and everything between: what disconnecting removes. */
  readonly span: Span;
}

/** Where a secret or an imported resource comes from; never the value itself. */
export type Reference =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'store'; readonly name: string }
  | { readonly kind: 'project'; readonly project: string; readonly environment: string; readonly resource: string };

export interface SecretSource {
  readonly name: Located<string>;
  /** Undefined when the value is a literal or not a known kind of reference: an error. */
  readonly reference: Located<Reference | undefined>;
}

/** A `params:` block: the value, and where each part of it stands. */
export interface ParamsSource {
  readonly value: JsonObject;
  readonly span: Span;
  /** The span of the value at `path`, of its key when `part` is `key`; undefined when it is not there. */
  locate(path: JsonPath, part?: 'key' | 'value'): Span | undefined;
}

/** What a component and an environment's override of one have alike. */
export interface ComponentSettings {
  readonly slice: Slice;
  /** The key. */
  readonly name: Located<string>;
  /** The key and its whole value. */
  readonly span: Span;
  readonly bundle?: Located<BundleReference | undefined>;
  readonly params?: ParamsSource;
  readonly connections: readonly ConnectionSource[];
  readonly secrets: readonly SecretSource[];
}

/** A bundle placed in a manifest, as its text says. */
export interface ComponentSource extends ComponentSettings {
  readonly title?: Located<string>;
}

/** A resource that exists already. */
export interface ImportedResourceSource {
  readonly slice: Slice;
  readonly name: Located<string>;
  readonly span: Span;
  /** The type as written; may carry a version range. */
  readonly type?: Located<string>;
  readonly from?: Located<Reference | undefined>;
}

export interface EnvironmentDefault {
  /** Resource type name. */
  readonly type: Located<string>;
  /** Name of an imported resource, or `COMPONENT.RESOURCE`. */
  readonly target: Located<ConnectionTarget | undefined>;
}

export interface EnvironmentSource {
  readonly slice: Slice;
  readonly name: Located<string>;
  readonly span: Span;
  readonly protected: boolean;
  readonly defaults: readonly EnvironmentDefault[];
  readonly components: ReadonlyMap<string, ComponentSettings>;
}

/**
 * One immutable snapshot of a manifest. Everything that did not change is the same object as in
 * the snapshot before, so whoever keeps answers by `ComponentSource` keeps them across edits.
 */
export interface Manifest {
  readonly uri: string;
  /** The editor's version of the document. */
  readonly version: number;
  readonly project: { readonly slice: Slice; readonly name: Located<string> } | undefined;
  /** In file order. A name that occurs twice keeps its first place; the other is a problem. */
  readonly components: ReadonlyMap<string, ComponentSource>;
  readonly resources: ReadonlyMap<string, ImportedResourceSource>;
  readonly environments: ReadonlyMap<string, EnvironmentSource>;
  /** YAML syntax and shape: wrong types, unknown keys, duplicate and badly formed names, literal secrets. */
  problems(): readonly Problem[];
  /** True when the text does not parse: the model is what could be read, the diagram keeps its last state. */
  readonly broken: boolean;
  /** In file order; joined they are the text. */
  readonly slices: readonly Slice[];
  /** The slices that `problemsOf` has something to say about, in no order. */
  readonly faultySlices: ReadonlySet<Slice>;
  /** Syntax and shape of one slice: the same list for as long as the slice stays. With `nameProblems` it is all of `problems()`. */
  problemsOf(slice: Slice): readonly SliceProblem[];
  /** Names that are not unique where they must be. */
  readonly nameProblems: readonly SliceProblem[];
  /**
   * Parses entries ahead of need and keeps them, until `stop` says so: a server opens a long file
   * in pieces, between which it answers requests.
   *
   * @returns true when nothing is left to parse.
   */
  prepare(stop: () => boolean): boolean;
  /** Absolute range of a span in a slice of this snapshot. */
  range(slice: Slice, span: Span): Range;
  /** The slice that holds a position, with the offset inside it. */
  at(position: Position): { readonly slice: Slice; readonly offset: number };
  /** The whole text. Joined on demand: not for hot paths. */
  text(): string;
}

/** A component in an environment with everything merged: what is validated, planned, deployed. */
export interface Instance {
  readonly component: string;
  /** Empty for a component outside of any environment. */
  readonly environment: string;
  readonly bundle?: BundleReference;
  /** The environment's params deep-merged over the component's; lists replace. Schema defaults are not filled in. */
  readonly params: JsonObject;
  /** Slot → what fills it, and whether a connection or a default of the environment does. */
  readonly connections: ReadonlyMap<
    string,
    { readonly target: ConnectionTarget; readonly from: 'connection' | 'override' | 'default' }
  >;
  readonly secrets: ReadonlyMap<string, Reference>;
}

/** Which text a value of an instance comes from. */
export type ValueOrigin = 'component' | 'environment';

/** A JSON value and the deepest origin that set it; what `params` of an Instance are made of. */
export interface MergedValue {
  readonly value: Json;
  readonly origin: (path: JsonPath) => ValueOrigin;
}
