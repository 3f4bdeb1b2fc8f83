import * as v from 'valibot';
import { instanceStatuses } from '../../protocol.ts';
import type { Json, JsonObject } from '../schema/json-schema.ts';
import { isObject } from '../schema/own-property.ts';

export type InstanceStatus = (typeof instanceStatuses)[number];

/** A resource that a deployed instance put out. */
export interface DeployedResource {
  readonly type: string;
  /** Holds what the resource holds, secrets included: redact it before any of it is shown. */
  readonly value: Json;
}

/** One instance as its last run left it. */
export interface DeployedInstance {
  readonly status: InstanceStatus;
  /** What is there now; absent when nothing is. */
  readonly deployed?: {
    readonly bundle: string;
    /** The params it was deployed with, defaults included. */
    readonly params: JsonObject;
    readonly resources: ReadonlyMap<string, DeployedResource>;
  };
}

/** One environment as its runs left it. */
export interface DeployedEnvironment {
  /** True while a run is under way. */
  readonly running: boolean;
  readonly instances: ReadonlyMap<string, DeployedInstance>;
}

/**
 * What is known of a manifest outside of its text: what was deployed, and what the files of imported
 * resources hold. The host reads it; another object means that something changed.
 */
export interface Deployments {
  readonly environments: ReadonlyMap<string, DeployedEnvironment>;
  /** Imported resource → what its file holds; only those with a `from: { file }` that can be read. */
  readonly imported: ReadonlyMap<string, Json>;
}

/** When nothing is known. */
export const noDeployments: Deployments = { environments: new Map(), imported: new Map() };

const jsonObject = v.custom<JsonObject>(isObject);

const recordSchema = v.object({
  manifest: v.string(),
  project: v.string(),
  component: v.string(),
  status: v.picklist(instanceStatuses),
  deployment: v.optional(
    v.object({
      complete: v.boolean(),
      bundle: v.object({ name: v.string() }),
      params: jsonObject,
      resources: v.array(
        v.object({
          name: v.string(),
          type: v.string(),
          value: v.custom<Json>((value) => value !== undefined),
          sensitive: v.boolean(),
        }),
      ),
    }),
  ),
});

/** A record of an instance, with whose it is. */
export interface InstanceRecord {
  /** File name of the manifest. */
  readonly manifest: string;
  readonly project: string;
  readonly component: string;
  readonly instance: DeployedInstance;
}

/**
 * Reads the record that the engine keeps of an instance. Resources that are sensitive as a whole are
 * left out.
 *
 * @returns undefined for what is no such record.
 */
export function parseInstanceRecord(text: string): InstanceRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = v.safeParse(recordSchema, parsed);
  if (!result.success) return undefined;
  const { manifest, project, component, status, deployment } = result.output;
  if (!deployment) return { manifest, project, component, instance: { status } };
  const { bundle, params } = deployment;
  const shown = deployment.resources.filter(({ sensitive }) => !sensitive);
  const resources = new Map(shown.map(({ name, type, value }) => [name, { type, value }]));
  return { manifest, project, component, instance: { status, deployed: { bundle: bundle.name, params, resources } } };
}
