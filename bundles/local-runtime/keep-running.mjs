import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The step after the one that made a server with Terraform: Terraform does not see that a process
 * has ended (the machine was restarted, somebody killed it), so this one looks, and starts it again.
 *
 * @param {string} server What people call it.
 * @param {string} folder Working folder of the step that made it, with its `setup.mjs`.
 */
export async function keepRunning(server, folder) {
  const setup = (command) => run(process.execPath, ['setup.mjs', command], { cwd: folder });
  const isMade = await access(path.join(folder, 'setup.mjs')).then(
    () => true,
    () => false,
  );
  const stopped = isMade && (await setup('status')).stdout.trim() === 'stopped';
  if (process.env.PATCHBAY_ACTION === 'plan') {
    const again = {
      summary: `${server} is not running and will be started again`,
      changes: [{ action: 'update', address: 'process' }],
    };
    await writeFile('plan.json', JSON.stringify(stopped ? again : { changes: [] }));
  }
  if (process.env.PATCHBAY_ACTION !== 'provision') return;
  await mkdir('resources', { recursive: true });
  if (!stopped) return;
  try {
    console.log((await setup('start-again')).stdout.trim());
  } catch (error) {
    console.error(error.stderr.trim());
    process.exitCode = 1;
  }
}
