/** What the engine does for a step of a `local-*` bundle, as the tests need it. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export interface Inputs {
  readonly params?: object;
  readonly connections?: object;
  readonly envs?: object;
}

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** A working folder with a copy of the module of a bundle. Decommissioned when the test ends. */
export class StepFolder {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs `run.mjs` with one action, as formats.md says. */
  async run(action: 'plan' | 'provision' | 'decommission', inputs: Inputs = {}): Promise<Outcome> {
    for (const name of ['params', 'connections', 'envs'] as const) {
      await writeFile(path.join(this.folder, `${name}.json`), JSON.stringify(inputs[name] ?? {}));
    }
    return runProgram(process.execPath, ['run.mjs'], this.folder, { PATCHBAY_ACTION: action });
  }

  async json<T>(file: string): Promise<T> {
    return JSON.parse(await readFile(path.join(this.folder, file), 'utf8')) as T;
  }

  /** The actions of `plan.json` after planning. */
  async plan(inputs: Inputs): Promise<readonly string[]> {
    const { exitCode, output } = await this.run('plan', inputs);
    if (exitCode !== 0) throw new Error(output);
    const { changes } = await this.json<{ changes: readonly { action: string }[] }>('plan.json');
    return changes.map(({ action }) => action);
  }

  /** Provisions and returns the payload of one resource. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests know what each bundle hands on
  async provision(inputs: Inputs, resource?: string): Promise<any> {
    const { exitCode, output } = await this.run('provision', inputs);
    if (exitCode !== 0) throw new Error(output);
    return resource === undefined ? undefined : await this.json(`resources/${resource}.json`);
  }

  /** Everything that is not the module or its inputs. */
  async leftovers(): Promise<readonly string[]> {
    const inputs = ['params.json', 'connections.json', 'envs.json', 'vendor'];
    const names = await readdir(this.folder);
    return names.filter((name) => !inputs.includes(name) && !/\.(mjs|tf)$/.test(name)).sort();
  }

  async pid(): Promise<number> {
    return (await this.json<{ pid: number }>('service.json')).pid;
  }
}

export async function stepFolder(bundle: string): Promise<StepFolder> {
  const folder = await copyOfModule(bundle);
  const step = new StepFolder(folder);
  onTestFinished(async () => {
    await step.run('decommission');
    await rm(folder, { recursive: true, force: true });
  });
  return step;
}

/** A copy of the module of a bundle in a folder of its own. */
export async function copyOfModule(bundle: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `patchbay-${bundle}-`));
  await cp(path.join(import.meta.dirname, bundle, 'src'), folder, { recursive: true });
  return folder;
}

export function runProgram(
  program: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, ...environment } };
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code) || 1, stdout, output: stdout + stderr });
    });
  });
}

/** A port that nobody holds now. */
export async function freePort(): Promise<number> {
  const { port, close } = await holdPort();
  await close();
  return port;
}

/** Holds a port until closed. */
export async function holdPort(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** True while the process exists and is no zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status !== '' && !/\) Z /.test(status);
}
