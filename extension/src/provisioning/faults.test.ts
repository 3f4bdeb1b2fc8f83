/** Runs that are cut short: cancelled, killed, started twice. The engine is the command line, in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { identify } from './process-identity.ts';
import { readRunState } from './run-state.ts';
import { builtIn, createTestProject, hasTool, type TestProject } from './test-project.ts';

let dist: string;
let project: TestProject;
const started: ChildProcess[] = [];

beforeAll(async () => {
  dist = await mkdtemp(path.join(tmpdir(), 'patchbay-cli-'));
  await symlink(builtIn, path.join(dist, 'bundles'));
  const { buildCommandLine } = (await import(new URL('../../build.mjs', import.meta.url).href)) as {
    buildCommandLine(folder: string, options: object): Promise<void>;
  };
  await buildCommandLine(dist, {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
});
afterAll(() => rm(dist, { recursive: true, force: true }));
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await project.remove();
});

interface Cli {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

function cli(...args: string[]): Cli {
  const child = spawn(process.execPath, [path.join(dist, 'cli.js'), ...args, '--workspace', project.folder], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: process.env,
  });
  started.push(child);
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, output }))) };
}

const deploy = () => cli('deploy', 'infra.yaml', '--environment', 'staging', '--yes');

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (await what().catch(() => false)) return;
    await wait(100);
  }
  throw new Error('It did not happen within 15 seconds.');
}

const statusOf = async (component: string) =>
  (await readRunState(project.manifest, 'staging')).instances.find((instance) => instance.component === component)
    ?.status;

/** Identity of the tool that works on a component, from the engine's own notes. */
async function runningTool(): Promise<number> {
  const folder = path.join(project.folder, '.patchbay/environments/staging/tools');
  const [name] = await readdir(folder);
  return (JSON.parse(await readFile(path.join(folder, name ?? ''), 'utf8')) as { pid: number }).pid;
}

const slow = `  first: { bundle: test-script, params: { name: first } }
  second: { bundle: test-script, params: { name: second, wait: 60000 }, connections: { upstream: first.thing } }
  third: { bundle: test-script, params: { name: third }, connections: { upstream: second.thing } }
`;
const quick = slow.replace('wait: 60000', 'wait: 0');
const begun = async () => (await project.trace()).includes('provision second');

describe('a run that is cut short', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: the tool is stopped, the instance is cancelled, the next run resumes',
    async (signal) => {
      project = await createTestProject(slow);
      const { child, ended } = deploy();
      await until(begun);
      const tool = await runningTool();
      child.kill(signal);
      const { code, output } = await ended;
      expect(code).toBe(1);
      expect(output).toContain('Cancelled. Deploy again to go on from here.');
      expect(await identify(tool)).toBeUndefined();
      expect([await statusOf('first'), await statusOf('second'), await statusOf('third')]).toEqual([
        'deployed',
        'cancelled',
        'none',
      ]);
      expect(await project.trace()).not.toContain('provision third');

      await project.write('infra.yaml', (await project.read('infra.yaml')).replace('wait: 60000', 'wait: 0'));
      expect((await project.run('deploy')).outcome).toBe('done');
      expect((await project.trace()).filter((line) => line === 'provision first')).toHaveLength(1);
    },
  );

  test('kill -9 of the engine: nothing is half-recorded, the tool left behind is stopped, the next run says so and resumes', async () => {
    project = await createTestProject(slow);
    const { child, ended } = deploy();
    await until(begun);
    const tool = await runningTool();
    child.kill('SIGKILL');
    await ended;
    expect(await identify(tool)).toBeDefined();
    expect(await readRunState(project.manifest, 'staging')).toMatchObject({ running: false });
    expect(await statusOf('second')).toBe('failed');

    await project.write('infra.yaml', (await project.read('infra.yaml')).replace('wait: 60000', 'wait: 0'));
    const next = await project.run('deploy');
    expect(next.outcome).toBe('done');
    expect(await identify(tool)).toBeUndefined();
    const notices = next.events.flatMap((event) => (event.type === 'notice' ? [event.message] : [])).join('\n');
    expect(notices).toContain('ended without finishing');
    expect(notices).toContain(`the script of second (process ${tool}) of the run before is still working`);
    expect((await project.trace()).filter((line) => line === 'provision first')).toHaveLength(1);
  });

  test('kill -9 of the tool: the instance fails, says so, and the next run resumes', async () => {
    project = await createTestProject(slow);
    const { ended } = deploy();
    await until(begun);
    process.kill(await runningTool(), 'SIGKILL');
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output).toContain('The script was ended by SIGKILL on provision');
    expect(output).toContain('third            not started: second is not deployed');
    await project.write('infra.yaml', (await project.read('infra.yaml')).replace('wait: 60000', 'wait: 0'));
    expect((await project.run('deploy')).outcome).toBe('done');
  });

  test('what a finished step left running outlives a cancelled run', async () => {
    project = await createTestProject(slow);
    const source = path.join(project.folder, 'bundles/test-script/src/run.mjs');
    await writeFile(
      source,
      `${await readFile(source, 'utf8')}
if (action === 'provision' && component === 'first') {
  const { spawn } = await import('node:child_process');
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  writeFileSync('server.pid', String(server.pid));
  server.unref();
}
`,
    );
    const { child, ended } = deploy();
    await until(begun);
    child.kill('SIGINT');
    await ended;
    const pid = Number(await project.read('.patchbay/run/staging/first/src/server.pid'));
    expect(await identify(pid)).toBeDefined();
    process.kill(pid, 'SIGKILL');
  });

  test.runIf(hasTool('terraform'))(
    'terraform is interrupted once, keeps its state, and goes on next time',
    async () => {
      project = await createTestProject(
        `  database: { bundle: test-terraform, params: { name: db, command: 'echo made >> ../../../../../trace.log; sleep 20' } }\n`,
      );
      const { child, ended } = deploy();
      await until(async () => (await project.trace()).includes('made'));
      child.kill('SIGINT');
      const { code, output } = await ended;
      expect(code).toBe(1);
      expect(output).toContain('Interrupt received');
      expect(output).not.toContain('Two interrupts received');
      await project.write('infra.yaml', (await project.read('infra.yaml')).replace('; sleep 20', ''));
      expect((await project.run('deploy')).outcome).toBe('done');
    },
  );

  test.runIf(hasTool('terraform'))(
    'kill -9 of the engine while terraform works: it is stopped, and the next run goes on',
    async () => {
      project = await createTestProject(
        `  database: { bundle: test-terraform, params: { name: db, command: 'echo made >> ../../../../../trace.log; sleep 20' } }\n`,
      );
      const { child, ended } = deploy();
      await until(async () => (await project.trace()).includes('made'));
      const tool = await runningTool();
      child.kill('SIGKILL');
      await ended;
      await project.write('infra.yaml', (await project.read('infra.yaml')).replace('; sleep 20', ''));
      const next = await project.run('deploy');
      expect(next.outcome).toBe('done');
      expect(await identify(tool)).toBeUndefined();
      expect((await project.run('destroy')).outcome).toBe('done');
    },
  );
});

describe('the terminal', () => {
  test('Ctrl+C at the question ends the run at once, and nothing was changed', async () => {
    project = await createTestProject(quick);
    const child = spawn(
      process.execPath,
      [path.join(dist, 'cli.js'), 'deploy', 'infra.yaml', '-e', 'staging', '--workspace', project.folder],
      {
        cwd: project.folder,
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    started.push(child);
    let asked = '';
    child.stderr.on('data', (data: Buffer) => (asked += data.toString()));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(async () => asked.includes('Type yes to go ahead'));
    child.kill('SIGINT');
    expect(await ended).toBe(1);
    expect(await project.trace()).toEqual([]);
  });

  test('a reader that goes away does not end the run', async () => {
    project = await createTestProject(slow.replace('wait: 60000', 'wait: 1500'));
    const { child, ended } = deploy();
    await until(begun);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(0);
    expect(await statusOf('third')).toBe('deployed');
  });
});

describe('the lock', () => {
  test('two runs at once: the second says who holds it, and touches nothing', async () => {
    project = await createTestProject(slow);
    const first = deploy();
    await until(begun);
    const { code, output } = await cli('destroy', 'infra.yaml', '-e', 'staging', '--yes').ended;
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`^staging is busy with a deploy run, process ${first.child.pid} on `));
    expect(await readRunState(project.manifest, 'staging')).toMatchObject({ running: true, action: 'deploy' });
    first.child.kill('SIGINT');
    await first.ended;
  });

  test('many runs that find an abandoned lock: one gets it', async () => {
    project = await createTestProject(quick);
    const lock = path.join(project.folder, '.patchbay/environments/staging/lock.json');
    await mkdir(path.dirname(lock), { recursive: true });
    const dead = {
      pid: 1,
      started: 'never',
      host: hostname(),
      run: 'x',
      action: 'deploy',
      since: '2020-01-01T00:00:00Z',
    };
    await writeFile(lock, JSON.stringify(dead));
    const results = await Promise.all(Array.from({ length: 4 }, () => deploy().ended));
    const done = results.filter(({ code }) => code === 0);
    expect(done.length).toBeGreaterThanOrEqual(1);
    for (const { code, output } of results) if (code !== 0) expect(output).toContain('staging is busy');
    expect((await project.trace()).filter((line) => line === 'provision first')).toHaveLength(1);
    await expect(readFile(lock)).rejects.toThrow();
  });

  test('a lock of another machine is not taken', async () => {
    project = await createTestProject(quick);
    const lock = path.join(project.folder, '.patchbay/environments/staging/lock.json');
    await mkdir(path.dirname(lock), { recursive: true });
    await writeFile(
      lock,
      JSON.stringify({ pid: 1, started: '1', host: 'elsewhere', run: 'x', action: 'plan', since: 'then' }),
    );
    const result = await project.run('deploy');
    expect(result).toMatchObject({ outcome: 'failed', message: expect.stringContaining('on elsewhere, since then') });
  });

  test('a lock file that a crash left empty does not lock for ever', async () => {
    project = await createTestProject(quick);
    const lock = path.join(project.folder, '.patchbay/environments/staging/lock.json');
    await mkdir(path.dirname(lock), { recursive: true });
    await writeFile(lock, '');
    expect((await project.run('deploy')).outcome).toBe('done');
  });
});

describe('the command line', () => {
  test('exit codes: 0 done, 1 failed, 2 wrong use, 3 refused', async () => {
    project = await createTestProject(
      `${quick}  broken: { bundle: test-script, params: { name: broken, fail: provision } }\n`,
    );
    const codes = [
      await cli('plan', 'infra.yaml', '--environment', 'staging').ended,
      await cli('deploy', 'infra.yaml', '--environment', 'staging').ended,
      await cli('deploy', 'infra.yaml', '--environment', 'staging', '--yes').ended,
      await cli('deploy', 'infra.yaml', '--environment', 'live', '--yes').ended,
      await cli('deploy', 'infra.yaml').ended,
      await cli('deploy', '--environment', 'staging').ended,
      await cli('explode').ended,
      await cli('plan', 'infra.yaml', '--environment', 'staging', '--frobnicate').ended,
    ].map(({ code }) => code);
    expect(codes).toEqual([0, 3, 1, 2, 2, 2, 2, 2]);
  });

  test('--json prints one event a line and nothing else', async () => {
    project = await createTestProject(quick);
    const { output, code } = await cli('deploy', 'infra.yaml', '-e', 'staging', '--yes', '--json').ended;
    expect(code).toBe(0);
    const events = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(events[0]).toMatchObject({ type: 'run-started', action: 'deploy', environment: 'staging' });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done' });
  });
});
