import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { actions, type Action } from './events.ts';
import { Failure } from './failure.ts';
import { identify, isRunning, processIdentitySchema } from './process-identity.ts';
import { createStateFolder, type StatePaths } from './state-folder.ts';

const holderSchema = v.object({
  ...processIdentitySchema.entries,
  run: v.string(),
  action: v.picklist(actions),
  since: v.string(),
});
/** The run that holds the lock of an environment. */
export type LockHolder = v.InferOutput<typeof holderSchema>;

export type LockResult =
  /** `abandoned` is a run that died without giving the lock back. */
  | { readonly kind: 'acquired'; readonly abandoned?: LockHolder; release(): Promise<void> }
  | { readonly kind: 'held'; readonly holder: LockHolder };

/**
 * Takes the lock of an environment for this process. One run at a time: a second finds out who
 * holds it. A lock whose process is gone is taken over.
 */
export async function acquireLock(
  paths: StatePaths,
  environment: string,
  run: string,
  action: Action,
): Promise<LockResult> {
  await createStateFolder(paths, paths.environment(environment));
  const file = paths.lock(environment);
  const self = await identify(process.pid);
  if (self === undefined)
    throw new Failure('This process cannot see itself in the list of processes, so it cannot lock the environment.');

  const holder: LockHolder = { ...self, run, action, since: new Date().toISOString() };
  const text = JSON.stringify(holder);
  let abandoned: LockHolder | undefined;

  for (let attempt = 0; attempt < 50; attempt += 1) {
    if (await createExclusively(file, text)) {
      return { kind: 'acquired', release: () => release(file, text), ...(abandoned && { abandoned }) };
    }
    const found = await readFile(file, 'utf8').catch(() => undefined);
    const other = found === undefined ? undefined : parseHolder(found);
    if (other !== undefined && (await isRunning(other))) return { kind: 'held', holder: other };
    if (found !== undefined && (await takeAway(file, found, run))) abandoned = other ?? abandoned;
    await wait(20);
  }
  throw new Failure(
    `The lock ${file} changes all the time. Wait until other runs are over, or remove that file if there are none.`,
  );
}

/** The run that holds the lock of an environment now; undefined when nobody does. Creates nothing. */
export async function lockHolder(paths: StatePaths, environment: string): Promise<LockHolder | undefined> {
  const text = await readFile(paths.lock(environment), 'utf8').catch(() => undefined);
  const holder = text === undefined ? undefined : parseHolder(text);
  return holder !== undefined && (await isRunning(holder)) ? holder : undefined;
}

export function describeHolder(holder: LockHolder): string {
  return `a ${holder.action} run, process ${holder.pid} on ${holder.host}, since ${holder.since}`;
}

/** The file appears complete or not at all, and only if it was not there. */
async function createExclusively(file: string, text: string): Promise<boolean> {
  const temporary = path.join(path.dirname(file), `lock.${process.pid}.tmp`);
  await writeFile(temporary, text, { mode: 0o600 });
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return await createWithoutLink(file, text);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** For file systems without hard links. */
async function createWithoutLink(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes an abandoned lock. Two runs may find the same one: the first to rename it wins, and who
 * renames a lock that is already a new one puts it back.
 */
async function takeAway(file: string, expected: string, run: string): Promise<boolean> {
  const aside = `${file}.${run}.abandoned`;
  try {
    await rename(file, aside);
  } catch {
    return false;
  }
  const taken = await readFile(aside, 'utf8');
  if (taken !== expected) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
  return taken === expected;
}

async function release(file: string, text: string): Promise<void> {
  const now = await readFile(file, 'utf8').catch(() => undefined);
  if (now === text) await rm(file, { force: true });
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const result = v.safeParse(holderSchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
