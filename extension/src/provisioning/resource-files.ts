import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Json } from '@patchbay/language-server/model/schema/json-schema';
import { Failure } from './failure.ts';
import type { StepResource, StepRun } from './provisioner.ts';

/** Where a step that is no module of Terraform puts what it gives to others, each as `NAME.json`. */
export function resourceFolder({ folder }: Pick<StepRun, 'folder'>): string {
  return path.join(folder, 'resources');
}

/**
 * Reads the resources that a step wrote.
 *
 * @throws Failure when one is not JSON
 */
export async function readResourceFiles(run: Pick<StepRun, 'folder'>): Promise<readonly StepResource[]> {
  const folder = resourceFolder(run);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  return await Promise.all(
    names.map(async (name) => ({
      name: path.basename(name, '.json'),
      value: parse(await readFile(path.join(folder, name), 'utf8'), name),
      sensitive: false,
    })),
  );
}

function parse(text: string, name: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Failure(`The step wrote a resources/${name} that is not JSON.`);
  }
}
