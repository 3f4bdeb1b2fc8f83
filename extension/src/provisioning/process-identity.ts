import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as v from 'valibot';

/** A process that cannot be mistaken for a later one with the same number. */
export const processIdentitySchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** When it started, as the system says it; empty where the system does not tell. */
  started: v.string(),
  host: v.string(),
});
export type ProcessIdentity = v.InferOutput<typeof processIdentitySchema>;

/** Who a process is; undefined when there is none with that number. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  if (!exists(pid)) return undefined;
  const started = await startTime(pid);
  return started === undefined ? undefined : { pid, started, host: hostname() };
}

/** Whether that very process runs. A process of another machine is taken to run: nobody here can know. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  if (identity.host !== hostname()) return true;
  const now = await identify(identity.pid);
  return now !== undefined && now.started === identity.started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined when the process is gone, or dead and merely not buried by its parent. */
async function startTime(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined) return undefined;
    // The second field is the program's name in parentheses and may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  }
  if (process.platform === 'win32') return '';
  // Here, so that the extension does not load it when it starts.
  const { execa } = await import('execa');
  const { stdout, exitCode } = await execa('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { reject: false });
  return exitCode === 0 ? stdout.trim() : undefined;
}
