import { existsSync } from 'node:fs';
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  parseInstanceRecord,
  type DeployedEnvironment,
  type DeployedInstance,
  type Deployments,
  type InstanceRecord,
} from '../model/deployment/deployments.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Json } from '../model/schema/json-schema.ts';

/** A manifest, as far as it matters to what is known outside of its text. */
export interface DeploymentQuery {
  /** Absolute path of the manifest. */
  readonly manifest: string;
  readonly project: string | undefined;
  /** Imported resource → path of the file it comes from, from the manifest. */
  readonly files: ReadonlyMap<string, string>;
}

/** What to ask about a manifest on disk. */
export function deploymentQuery({ uri, project, resources }: Manifest): DeploymentQuery {
  return { manifest: fileURLToPath(uri), project: project?.name.value, files: filesOf(resources) };
}

function filesOf(resources: Manifest['resources']): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, { from }] of resources) if (from?.value?.kind === 'file') files.set(name, from.value.path);
  return files;
}

const largestFile = 4_000_000;
const mostRecords = 10_000;

/**
 * Reads the records that the engine keeps under `.patchbay/` beside a manifest, and the files of its
 * imported resources. What is not there, too large, reached through a link or no record is left out.
 */
export async function readDeployments({ manifest, project, files }: DeploymentQuery): Promise<Deployments> {
  const folder = dirname(manifest);
  const root = join(folder, '.patchbay', 'environments');
  const environments = new Map<string, DeployedEnvironment>();
  for (const name of await namesIn(root)) {
    const running = existsSync(join(root, name, 'lock.json'));
    const instances = await readInstances(join(root, name, 'instances'), { manifest, project, running });
    environments.set(name, { running, instances });
  }
  const imported = new Map<string, Json>();
  for (const [resource, path] of files) {
    const value = await readImported(folder, path);
    if (value !== undefined) imported.set(resource, value);
  }
  return { environments, imported };
}

const underWay: ReadonlySet<string> = new Set(['pending', 'planning', 'applying', 'destroying']);

async function readInstances(
  folder: string,
  owner: { readonly manifest: string; readonly project: string | undefined; readonly running: boolean },
): Promise<ReadonlyMap<string, DeployedInstance>> {
  const instances = new Map<string, DeployedInstance>();
  for (const name of (await namesIn(folder)).slice(0, mostRecords)) {
    const text = name.endsWith('.json') ? await readPlainFile(join(folder, name)) : undefined;
    const record = text === undefined ? undefined : parseInstanceRecord(text);
    if (!record || !isOwned(record, owner.manifest, owner.project)) continue;
    const { component, instance } = record;
    // Nobody works on it any more: its run was killed.
    const interrupted = !owner.running && underWay.has(instance.status);
    instances.set(component, interrupted ? { ...instance, status: 'failed' } : instance);
  }
  return instances;
}

/** Several manifests may share a folder; a renamed one keeps its records. */
function isOwned(record: InstanceRecord, manifest: string, project: string | undefined): boolean {
  if (record.manifest === basename(manifest)) return true;
  const isGone = !existsSync(join(dirname(manifest), basename(record.manifest)));
  return isGone && record.project === (project ?? basename(dirname(manifest)));
}

/** A JSON file in the manifest's folder, also after links are followed. */
async function readImported(folder: string, path: string): Promise<Json | undefined> {
  if (isAbsolute(path)) return undefined;
  try {
    const real = await realpath(resolve(folder, path));
    const steps = relative(await realpath(folder), real);
    if (steps === '..' || steps.startsWith(`..${sep}`) || isAbsolute(steps)) return undefined;
    const text = await readPlainFile(real);
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    // Not there yet, or not JSON: nothing is known then.
    return undefined;
  }
}

async function readPlainFile(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > largestFile) return undefined;
  return readFile(path, 'utf8').catch(() => undefined);
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort();
}
