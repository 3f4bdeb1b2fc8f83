import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Reference } from '@patchbay/language-server/model/manifest/manifest';
import { parseConnectionTarget } from '@patchbay/language-server/model/manifest/reference';
import type { Json } from '@patchbay/language-server/model/schema/json-schema';
import { Failure } from './failure.ts';
import type { Project } from './project.ts';
import { readRecords } from './records.ts';
import { StatePaths } from './state-folder.ts';

type ProjectReference = Extract<Reference, { kind: 'project' }>;

/**
 * A resource that another project deployed from this machine: of a manifest in the same folder, in
 * a folder below it, or in a folder next to it.
 *
 * @throws Failure when it is not deployed there
 */
export async function resourceOfProject(project: Project, what: string, reference: ProjectReference): Promise<Json> {
  const target = parseConnectionTarget(reference.resource);
  if (target?.resource === undefined)
    throw new Failure(`${what} names ${JSON.stringify(reference.resource)}: write COMPONENT.RESOURCE.`);
  for (const folder of await foldersAround(project.paths.project)) {
    const records = await readRecords(new StatePaths(path.join(folder, 'infra.yaml')), reference.environment);
    const record = records.get(target.component);
    if (record?.project !== reference.project || record.deployment?.complete !== true) continue;
    const resource = record.deployment.resources.find(({ name }) => name === target.resource);
    if (resource !== undefined) return resource.value;
  }
  throw new Failure(
    `${what} is ${reference.resource} of ${reference.project}/${reference.environment}, which is not deployed from a folder here. Deploy that project first.`,
  );
}

async function foldersAround(folder: string): Promise<readonly string[]> {
  const parent = path.dirname(folder);
  const [below, beside] = await Promise.all([foldersIn(folder), foldersIn(parent)]);
  return [folder, ...below, parent, ...beside.filter((other) => other !== folder)];
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => path.join(folder, name));
}
