/**
 * What the editor sees of runs, whoever started them: read from the files that the engine writes.
 * Nothing here writes, and nothing secret is in those parts that are read.
 */
import { watch, type FSWatcher } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstanceState, RunState } from '@patchbay/language-server/protocol';
import { EventLogReader } from './event-log.ts';
import type { RunEvent } from './events.ts';
import { lockHolder } from './lock.ts';
import { isOwned, readRecord, type InstanceRecord } from './records.ts';
import { StatePaths } from './state-folder.ts';

/** What stops watching. */
export interface Watching {
  dispose(): void;
}

/**
 * The state of an environment as it is on disk. A record that cannot be read, or that belongs to
 * another manifest in the same folder, is left out; an environment that was never touched has none.
 */
export async function readRunState(manifestPath: string, environment: string): Promise<RunState> {
  const paths = new StatePaths(manifestPath);
  const holder = await lockHolder(paths, environment);
  const names = await readdir(paths.records(environment)).catch(() => []);
  const siblings = new Set(await readdir(paths.project).catch(() => []));
  const owner = { manifest: path.basename(manifestPath), project: await projectOf(manifestPath) };
  const instances: InstanceState[] = [];
  for (const name of names.sort()) {
    if (!name.endsWith('.json')) continue;
    const record = await readRecord(path.join(paths.records(environment), name)).catch(() => undefined);
    if (record !== undefined && isOwned(record, owner, siblings))
      instances.push(instanceState(record, holder !== undefined));
  }
  return {
    environment,
    running: holder !== undefined,
    ...(holder !== undefined && { action: holder.action }),
    instances,
  };
}

const inFlight = new Set<InstanceRecord['status']>(['pending', 'planning', 'applying', 'destroying']);

function instanceState(record: InstanceRecord, running: boolean): InstanceState {
  const { component, status, summary, updatedAt, deployment } = record;
  const links = deployment?.links ?? [];
  // Its run was killed: the next one will find out what is there.
  const interrupted = !running && inFlight.has(status);
  return {
    component,
    status: interrupted ? 'failed' : status,
    updatedAt,
    ...(interrupted ? { summary: `interrupted while ${status}` } : summary !== undefined && { summary }),
    ...(links.length > 0 && { links: [...links] }),
  };
}

/** The name of the project, from the first line that says it: for owning records, no more. */
async function projectOf(manifestPath: string): Promise<string> {
  const text = await readFile(manifestPath, 'utf8').catch(() => '');
  return /^project:[ \t]*["']?([^"'\s#]+)/m.exec(text)?.[1] ?? path.basename(path.dirname(path.resolve(manifestPath)));
}

const settleTime = 60;
const pollInterval = 1_500;

/**
 * Tells the state now, and again whenever it is another. Watching begins before the folder exists;
 * polling serves where the system does not tell of changes, and notices a killed run.
 */
export function watchRunState(manifestPath: string, environment: string, tell: (state: RunState) => void): Watching {
  let last = '';
  return watchFolder(manifestPath, environment, async (disposed) => {
    const state = await readRunState(manifestPath, environment);
    const text = JSON.stringify(state);
    if (disposed() || text === last) return;
    last = text;
    tell(state);
  });
}

/** Tells the lines that tools write from now on, in batches, per component. They are redacted already. */
export function followLog(
  manifestPath: string,
  environment: string,
  tell: (component: string, lines: readonly string[]) => void,
): Watching {
  return followEvents(manifestPath, environment, (events) => {
    const lines = new Map<string, string[]>();
    for (const event of events) {
      if (event.type !== 'log') continue;
      const list = lines.get(event.component);
      if (list === undefined) lines.set(event.component, [event.line]);
      else list.push(event.line);
    }
    for (const [component, list] of lines) tell(component, list);
  });
}

/** Tells the events that are written from now on. */
export function followEvents(
  manifestPath: string,
  environment: string,
  tell: (events: readonly RunEvent[]) => void,
): Watching {
  const reader = new EventLogReader(new StatePaths(manifestPath).events(environment));
  return watchFolder(manifestPath, environment, async (disposed) => {
    const events = await reader.read();
    if (events.length > 0 && !disposed()) tell(events);
  });
}

/** Calls back now, after changes below an environment's folder, and from time to time; one call at a time. */
function watchFolder(
  manifestPath: string,
  environment: string,
  look: (disposed: () => boolean) => Promise<void>,
): Watching {
  const paths = new StatePaths(manifestPath);
  const folders = [paths.environment(environment), paths.records(environment)];
  const watchers = new Map<string, FSWatcher>();
  let disposed = false;
  let looking = false;
  let again = false;
  let soon: NodeJS.Timeout | undefined;

  const lookNow = async (): Promise<void> => {
    soon = undefined;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    await look(() => disposed).catch(() => undefined);
    looking = false;
    if (again && !disposed) {
      again = false;
      schedule();
    }
  };
  const schedule = (): void => {
    if (!disposed) soon ??= setTimeout(() => void lookNow(), settleTime);
  };
  const watchWhatExists = (): void => {
    for (const folder of folders) {
      if (watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, schedule);
        const forget = (): void => {
          watcher.close();
          watchers.delete(folder);
        };
        watcher.on('error', forget);
        watchers.set(folder, watcher);
      } catch {
        // Not there yet: the next poll tries again.
      }
    }
  };
  const poll = setInterval(() => {
    watchWhatExists();
    schedule();
  }, pollInterval);

  watchWhatExists();
  schedule();
  return {
    dispose: () => {
      disposed = true;
      clearInterval(poll);
      clearTimeout(soon);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
