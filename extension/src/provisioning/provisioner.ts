import type { JsonObject, Json } from '@patchbay/language-server/model/schema/json-schema';
import type { Change } from './events.ts';
import type { Toolbox } from './tools.ts';
import type { Cancellation } from './tool-process.ts';
import type { ModuleCopy } from './working-folder.ts';

/** What an instance is given. */
export interface Inputs {
  /** Schema defaults are filled in. */
  readonly params: JsonObject;
  /** Slot → payload of the resource that fills it. */
  readonly connections: JsonObject;
  /** Environment variables of an application; may hold secrets. */
  readonly envs: Readonly<Record<string, string>>;
  /** Expression of `app.policies` → the policy that it selected. */
  readonly policies: JsonObject;
  readonly secrets: Readonly<Record<string, Json>>;
}

/** One step of one instance, ready to be run. */
export interface StepRun {
  readonly project: string;
  readonly environment: string;
  readonly component: string;
  /** Name of the step: of its working folder and in logs. */
  readonly step: string;
  /** Absolute path of the manifest. */
  readonly manifest: string;
  /** Working folder, absolute; holds a copy of the module. */
  readonly folder: string;
  readonly module: ModuleCopy;
  readonly inputs: Inputs;
  /** Program version that the bundle asks for. */
  readonly version: string | undefined;
  /** The step's own configuration, as the bundle writes it: see step-config.ts. */
  readonly config: JsonObject;
  /** Names of the resources that the bundle declares. */
  readonly resources: readonly string[];
  /** True when these same inputs were deployed completely before. */
  readonly upToDate: boolean;
  /** Environment variables of this process. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  readonly tools: Toolbox;
  readonly cancellation: Cancellation;
  /** Folder for notes about running tools. */
  readonly notes: string;
  log(stream: 'stdout' | 'stderr', line: string): void;
  notice(message: string): void;
}

export type Purpose = 'deploy' | 'destroy';

/** What a step would do. The provisioner saved it: `apply` does this and nothing else. */
export interface StepPlan {
  readonly changes: readonly Change[];
  /** Nothing at all is to be done, not even an output changes. */
  readonly empty: boolean;
  readonly summary?: string;
  /** The plan as the tool describes it, for checks. */
  readonly document: Json;
}

/** A resource that a step gave out, not yet validated. */
export interface StepResource {
  readonly name: string;
  readonly value: Json;
  /** The tool says that the whole of it is sensitive. */
  readonly sensitive: boolean;
}

/**
 * One kind of step. Methods throw Failure with a message for a person, or Cancelled. Nothing here
 * writes outside of the working folder.
 */
export interface Provisioner {
  /** Finds out and saves what would be done. */
  plan(run: StepRun, purpose: Purpose): Promise<StepPlan>;
  /** Does what the last `plan` saved. */
  apply(run: StepRun, purpose: Purpose): Promise<void>;
  /** Removes a saved plan that will not be applied: it may hold secrets. */
  discard(run: StepRun): Promise<void>;
  /** What the step gives to others, after `apply`, or when its plan is empty. */
  resources(run: StepRun): Promise<readonly StepResource[]>;
}
