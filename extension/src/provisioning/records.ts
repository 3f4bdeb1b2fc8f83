import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Reference } from '@patchbay/language-server/model/manifest/manifest';
import type { Json, JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { instanceStatuses } from '@patchbay/language-server/protocol';
import * as v from 'valibot';
import { writeFileAtomically } from './atomic-file.ts';
import { Failure } from './failure.ts';
import { createStateFolder, type StatePaths } from './state-folder.ts';

/** Any JSON object, whatever its keys: `v.record` drops `__proto__` and `constructor`. */
const jsonObject = v.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const stepSchema = v.object({
  name: v.string(),
  path: v.string(),
  provisioner: v.string(),
  version: v.optional(v.string()),
  skipOnDelete: v.boolean(),
  config: v.optional(jsonObject, {}),
});
/** A step as it was deployed: enough to take it down when its bundle is gone. */
export type RecordedStep = v.InferOutput<typeof stepSchema>;

const resourceSchema = v.object({
  name: v.string(),
  type: v.string(),
  value: v.custom<Json>((value) => value !== undefined),
  /** The tool said that all of it is sensitive. */
  sensitive: v.boolean(),
});
export type RecordedResource = v.InferOutput<typeof resourceSchema>;

const deploymentSchema = v.object({
  /** False from the start of an apply to its end: what is there may be a part of it. */
  complete: v.boolean(),
  at: v.string(),
  bundle: v.object({ name: v.string(), version: v.string(), digest: v.string() }),
  steps: v.array(stepSchema),
  /** Digest of everything that went in, secrets included. */
  inputs: v.string(),
  params: jsonObject,
  connections: jsonObject,
  /** Environment variable → jq: evaluated again when needed, for the values may hold secrets. */
  envs: v.array(v.tuple([v.string(), v.string()])),
  /** Expressions that select policies: evaluated again too. */
  policies: v.optional(v.array(v.string()), []),
  /** Secret → where it comes from, never what it is; `json` tells to parse it. */
  secrets: v.array(
    v.object({
      name: v.string(),
      json: v.boolean(),
      from: v.custom<Reference>((value) => typeof value === 'object' && value !== null),
    }),
  ),
  /** Components whose resources it uses: they are taken down after it. */
  dependsOn: v.array(v.string()),
  resources: v.array(resourceSchema),
  links: v.array(v.string()),
});
/** What is deployed of an instance. */
export type Deployment = v.InferOutput<typeof deploymentSchema>;

const recordSchema = v.object({
  format: v.literal(1),
  /** File name of the manifest, for several may share a folder. */
  manifest: v.string(),
  project: v.string(),
  environment: v.string(),
  component: v.string(),
  status: v.picklist(instanceStatuses),
  summary: v.optional(v.string()),
  updatedAt: v.string(),
  run: v.string(),
  deployment: v.optional(deploymentSchema),
});
/** All that is known about one instance. Holds what its resources hold: for its owner's eyes only. */
export type InstanceRecord = v.InferOutput<typeof recordSchema>;

/** Whose records these are. */
export interface Owner {
  /** File name of the manifest. */
  readonly manifest: string;
  readonly project: string;
}

/**
 * Reads the records of an environment, by component.
 *
 * @throws Failure when one cannot be read: going on without it would deploy twice what is there
 */
export async function readRecords(
  paths: StatePaths,
  environment: string,
): Promise<ReadonlyMap<string, InstanceRecord>> {
  const names = await readdir(paths.records(environment)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const records = new Map<string, InstanceRecord>();
  for (const name of names.sort()) {
    if (!name.endsWith('.json')) continue;
    const record = await readRecord(path.join(paths.records(environment), name));
    if (record !== undefined) records.set(record.component, record);
  }
  return records;
}

/** Reads one record; undefined when it was removed meanwhile. */
export async function readRecord(file: string): Promise<InstanceRecord | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const record = parseRecord(text);
  if (record === undefined) {
    throw new Failure(
      `The record ${file} cannot be read: it is damaged, or a newer version wrote it. Move it away only if nothing of it is deployed.`,
    );
  }
  return record;
}

function parseRecord(text: string): InstanceRecord | undefined {
  try {
    const result = v.safeParse(recordSchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

export async function writeRecord(paths: StatePaths, record: InstanceRecord): Promise<void> {
  await createStateFolder(paths, paths.records(record.environment));
  await writeFileAtomically(
    paths.record(record.environment, record.component),
    `${JSON.stringify(record, undefined, 2)}\n`,
  );
}

export async function removeRecord(paths: StatePaths, environment: string, component: string): Promise<void> {
  await rm(paths.record(environment, component), { force: true });
}

/**
 * Whether a record is of this manifest. A renamed manifest keeps its records: the file that they
 * name is gone and the project is the same.
 */
export function isOwned(record: InstanceRecord, owner: Owner, manifestsInFolder: ReadonlySet<string>): boolean {
  if (record.manifest === owner.manifest) return true;
  return record.project === owner.project && !manifestsInFolder.has(record.manifest);
}
