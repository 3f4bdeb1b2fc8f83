/** Which process is which: a pid alone proves nothing once the process it named has ended. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * True when the process on record is alive and is the one that was started: its command line
 * carries the id that was made up for it.
 *
 * @param {{pid?: number | null, id?: string} | undefined} record
 */
export async function isOurs(record) {
  if (!record?.pid || !record.id) return false;
  return (await commandLine(record.pid)).includes(record.id);
}

/**
 * Ends the process on record, kindly, then by force; does nothing when it is not ours any more.
 *
 * @param {{pid?: number | null, id?: string} | undefined} record
 */
export async function stopProcess(record) {
  for (const [signal, patience] of [
    ['SIGTERM', 6000],
    ['SIGKILL', 4000],
  ]) {
    if (!(await isOurs(record))) return;
    try {
      process.kill(record.pid, signal);
    } catch (error) {
      if (error.code === 'ESRCH') return;
      throw error;
    }
    for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(50)) {
      if (!(await isOurs(record))) return;
    }
  }
  throw new Error(`Process ${record.pid} does not end. Stop it by hand, then try again.`);
}

async function commandLine(pid) {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8');
    if (process.platform === 'win32') {
      const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${Number(pid)}").CommandLine`;
      return (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query])).stdout;
    }
    return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout;
  } catch {
    return '';
  }
}
