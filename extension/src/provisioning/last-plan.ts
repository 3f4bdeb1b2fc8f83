import { open } from 'node:fs/promises';
import { parseEvent, type RunEvent } from './events.ts';
import { StatePaths } from './state-folder.ts';

/** What the newest run planned, for a person to read before saying yes. */
export interface LastPlan {
  /** Components in the order in which they were planned, with what would be done to each. */
  readonly components: readonly { readonly component: string; readonly summary: string }[];
  /** The run's own closing sentence. */
  readonly message: string;
}

/** The plan is at the end of the log, and logs grow. */
const mostBytes = 4 * 1024 * 1024;

/** Reads what the newest run of an environment planned; undefined when none is recorded, or it did not finish. */
export async function readLastPlan(manifestPath: string, environment: string): Promise<LastPlan | undefined> {
  const events = await lastEvents(new StatePaths(manifestPath).events(environment));
  const run = events.at(-1)?.run;
  const components = new Map<string, string>();
  let message: string | undefined;
  for (const event of events) {
    if (event.run !== run) continue;
    if (event.type === 'plan') components.set(event.component, event.summary);
    if (event.type === 'deferred') components.set(event.component, event.message);
    if (event.type === 'run-finished') message = event.message;
  }
  if (message === undefined) return undefined;
  return { components: [...components].map(([component, summary]) => ({ component, summary })), message };
}

async function lastEvents(file: string): Promise<RunEvent[]> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return [];
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, mostBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const text = buffer.subarray(0, bytesRead).toString();
    return text.split('\n').flatMap((line) => parseEvent(line) ?? []);
  } finally {
    await handle.close();
  }
}
