import type { Location } from 'vscode-languageserver-types';
import type { Step } from '../bundle/bundle.ts';
import type { SourceDocument } from '../bundle/source-document.ts';
import type { RegistryFile } from '../registry/registry.ts';
import type { Given } from './given.ts';
import type { TypeConstraint } from './type-constraint.ts';

/** The files of a step's module, as the host read them. */
export interface ModuleFiles {
  readonly step: Step;
  /** Index in `steps:`. */
  readonly index: number;
  /** URI of the module's folder, with `/` at its end. */
  readonly folder: string;
  /** Everything in the folder and below that may say what the module takes and gives. */
  readonly files: readonly RegistryFile[];
}

/** `variable "NAME" { … }` of Terraform. */
export interface ModuleVariable {
  readonly name: string;
  readonly location: Location;
  /** It has no `default`: without a value, Terraform stops. */
  readonly required: boolean;
  /** As written, on one line. */
  readonly type?: string;
  /** What `type` allows. */
  readonly constraint: TypeConstraint;
  readonly description?: string;
}

/** A way that leads on from a variable, such as `var.vpc.data.arn`. */
export interface VariableReference {
  readonly variable: string;
  readonly location: Location;
  /** Up to the first step that is not a name. */
  readonly steps: readonly { readonly name: string; readonly location: Location }[];
}

/** A `resource_NAME.jq` or `artifact_NAME.jq` of a module. */
export interface ResourceTemplate {
  readonly resource: string;
  readonly uri: string;
  readonly text: string;
}

/** What a Terraform or OpenTofu module takes and gives. */
export interface TerraformModule {
  readonly kind: 'terraform';
  readonly source: ModuleFiles;
  readonly variables: ReadonlyMap<string, ModuleVariable>;
  readonly references: readonly VariableReference[];
  /** Names that the module's own files with values fill. */
  readonly filled: ReadonlySet<string>;
  readonly outputs: ReadonlyMap<string, Location>;
  /** Fields of `massdriver_artifact` and `massdriver_resource`. */
  readonly fields: ReadonlyMap<string, Location>;
  /** What is written out of the values of outputs and fields. */
  readonly values: ReadonlyMap<string, Given>;
  readonly templates: readonly ResourceTemplate[];
  /** A field that is no plain text, or a module of Massdriver's that may have some. */
  readonly mayGiveMore: boolean;
}

/** A Helm chart. */
export interface HelmModule {
  readonly kind: 'helm';
  readonly source: ModuleFiles;
  readonly templates: readonly ResourceTemplate[];
  readonly chart: Chart;
}

/** What a chart takes, as far as its files tell. */
export interface Chart {
  /** `values.yaml`, when it can be read. */
  readonly defaults?: ChartValues;
  /** `values.schema.json`, when it can be read. */
  readonly schema?: ChartValues;
  /** Names under which other charts get their values. */
  readonly subcharts: ReadonlySet<string>;
  /** What the templates read of `.Values`. */
  readonly reads: readonly ChartRead[];
  /** Nothing but these files reads the values. */
  readonly isWhole: boolean;
  /** What makes the values of what the bundle gives. */
  readonly programs: readonly { readonly name: ValuesProgram; readonly file: RegistryFile }[];
}

/**
 * The jq program that makes values: `values.jq` all of them, the others of one part of what the
 * bundle gives, which Massdriver knows: https://docs.massdriver.cloud/provisioners/helm
 */
export type ValuesProgram = 'values' | 'params' | 'connections' | 'envs' | 'secrets';

export interface ChartValues {
  readonly uri: string;
  readonly source: SourceDocument;
  readonly value: { readonly [key: string]: unknown };
}

/** `.Values.image.tag`; no steps where a template takes all values together. */
export interface ChartRead {
  readonly steps: readonly { readonly name: string; readonly location: Location }[];
}

/** A module that cannot be read: another provisioner, a file that does not parse, or no files at all. */
export interface OpaqueModule {
  readonly kind: 'opaque';
  readonly source: ModuleFiles;
}

export type Module = TerraformModule | HelmModule | OpaqueModule;

/** `main.tf` or `child/main.tf`. */
export function pathIn({ folder }: ModuleFiles, uri: string): string {
  const path = uri.startsWith(folder) ? uri.slice(folder.length) : uri;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
