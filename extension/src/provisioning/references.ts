import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Reference } from '@patchbay/language-server/model/manifest/manifest';
import { Failure } from './failure.ts';
import { isInside } from './tools.ts';

/**
 * The text that a reference stands for.
 *
 * @param what names it in messages, such as `The secret STRIPE_KEY of api`
 * @param folder folder of the manifest: files must lie in it, also after links are followed
 * @returns undefined when an environment variable is not set
 * @throws Failure when it cannot be read
 */
export async function readReference(
  what: string,
  reference: Reference,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  switch (reference.kind) {
    case 'env':
      return environment[reference.name];
    case 'file':
      return await readContained(what, reference.path, folder);
    case 'store':
      throw new Failure(
        `${what} comes from the store ${JSON.stringify(reference.name)}. This version reads no stores: use { env: NAME } or { file: PATH }.`,
      );
    case 'project':
      throw new Failure(`${what} cannot come from another project: use { env: NAME } or { file: PATH }.`);
  }
}

async function readContained(what: string, file: string, folder: string): Promise<string> {
  const wanted = path.resolve(folder, file);
  const root = await realpath(folder);
  const real = await realpath(wanted).catch(() => {
    throw new Failure(`${what} comes from the file ${file}, which does not exist beside the manifest.`);
  });
  if (path.isAbsolute(file) || !isInside(root, real)) {
    throw new Failure(
      `${what} comes from the file ${file}, which lies outside of the manifest's folder. Put the file into that folder.`,
    );
  }
  return await readFile(real, 'utf8');
}

/** What to do when a secret is not there. */
export function describeReference(reference: Reference): string {
  switch (reference.kind) {
    case 'env':
      return `the environment variable ${reference.name}`;
    case 'file':
      return `the file ${reference.path}`;
    case 'store':
      return `the store entry ${reference.name}`;
    case 'project':
      return `${reference.resource} of ${reference.project}/${reference.environment}`;
  }
}
