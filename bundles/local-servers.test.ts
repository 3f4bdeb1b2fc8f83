import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildBundles } from './build.mjs';
import { redis } from './local-runtime/redis-client.mjs';
import { copyOfModule, freePort, holdPort, isAlive, runProgram, StepFolder } from './step-folder.ts';

beforeAll(buildBundles);

async function isInstalled(program: string, argument = '--version'): Promise<boolean> {
  return (await runProgram(program, [argument], import.meta.dirname)).exitCode === 0;
}

const tool = (await isInstalled('terraform')) ? 'terraform' : (await isInstalled('tofu')) ? 'tofu' : undefined;
const missing: string[] = [];
if (tool === undefined) missing.push('terraform or tofu');
const hasRedis = await isInstalled('redis-server');
if (!hasRedis) missing.push('redis-server');
const hasPostgres = await isInstalled('initdb');
if (!hasPostgres) missing.push('initdb');
if (missing.length > 0) console.log(`Skipped: the real servers, for this machine has no ${missing.join(', no ')}.`);

it('has the tools, where they are required', () => {
  if (process.env.PATCHBAY_REQUIRE_TOOLS === '1') expect(missing).toEqual([]);
});

/** A working folder of a Terraform step, destroyed when the test ends. */
class Module {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async terraform(...args: string[]) {
    return runProgram(tool ?? 'terraform', args, this.folder, { TF_IN_AUTOMATION: '1' });
  }

  async set(params: object, connections: object = {}) {
    await writeFile(path.join(this.folder, '_params.auto.tfvars.json'), JSON.stringify(params));
    await writeFile(path.join(this.folder, '_connections.auto.tfvars.json'), JSON.stringify(connections));
  }

  /** Plans, applies that plan, and returns the login that it hands on. */
  async apply() {
    for (const [command, argument] of [
      ['plan', '-out=plan'],
      ['apply', 'plan'],
    ] as const) {
      const { exitCode, output } = await this.terraform(command, '-input=false', '-no-color', argument);
      // Terraform breaks lines of messages to the width of a terminal.
      if (exitCode !== 0) throw new Error(output.replaceAll(/\s+/g, ' '));
      const password = await readFile(path.join(this.folder, 'password'), 'utf8').catch(() => undefined);
      if (password !== undefined) expect(output).not.toContain(password);
    }
    const { stdout } = await this.terraform('output', '-json', 'authentication');
    return (JSON.parse(stdout) as { data: { authentication: Login } }).data.authentication;
  }

  async destroy() {
    return this.terraform('destroy', '-auto-approve', '-input=false', '-no-color');
  }
}

interface Login {
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly port: number;
  readonly database?: string;
}

async function moduleOf(bundle: string): Promise<Module> {
  const module = new Module(await copyOfModule(bundle));
  onTestFinished(async () => {
    await module.destroy();
    await rm(module.folder, { recursive: true, force: true });
  });
  const { exitCode, output } = await module.terraform('init', '-input=false', '-no-color');
  if (exitCode !== 0) throw new Error(output);
  return module;
}

async function sql({ username, password, hostname, port, database }: Login, text: string): Promise<unknown[]> {
  const client = new pg.Client({ user: username, password, host: hostname, port, database });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const commands = ({ username, password, hostname, port }: Login, ...list: string[][]) =>
  redis(`redis://${username}:${password}@${hostname}:${port}`, list);

const network = { network: { data: { infrastructure: { address: '127.0.0.1', port_offset: 3 } } } };

describe.runIf(tool !== undefined && hasPostgres)('local-postgres', () => {
  it('runs a real server whose rows outlive a move, and removes it', async () => {
    const module = await moduleOf('local-postgres');
    const port = await freePort();
    await module.set({ port, username: 'shop', database: 'orders' });
    const login = await module.apply();
    expect(login).toMatchObject({ username: 'shop', hostname: '127.0.0.1', port, database: 'orders' });
    await sql(login, 'CREATE TABLE orders AS SELECT generate_series(1, 4) AS id');
    await expect(sql({ ...login, password: 'wrong' }, 'SELECT 1')).rejects.toThrow('password authentication failed');
    const { exitCode } = await module.terraform('plan', '-detailed-exitcode', '-input=false');
    expect(exitCode).toBe(0);

    await module.set({ port, username: 'shop', database: 'orders', max_connections: 30 }, network);
    const moved = await module.apply();
    expect(moved).toEqual({ ...login, port: port + 3 });
    expect(await sql(moved, 'SELECT count(*)::int AS count FROM orders')).toEqual([{ count: 4 }]);
    expect(await sql(moved, 'SHOW max_connections')).toEqual([{ max_connections: '30' }]);
    expect(await sql(moved, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);

    const { home } = JSON.parse(await readFile(path.join(module.folder, 'cluster.json'), 'utf8')) as { home: string };
    const pid = Number((await readFile(path.join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n', 1)[0]);
    expect((await module.destroy()).exitCode).toBe(0);
    expect(await isAlive(pid)).toBe(false);
    await expect(readFile(path.join(home, 'data', 'PG_VERSION'))).rejects.toThrow('ENOENT');
    await expect(readFile(path.join(module.folder, 'password'))).rejects.toThrow('ENOENT');
  }, 90_000);

  it('says who holds its port, and works once it is free', async () => {
    const module = await moduleOf('local-postgres');
    const { port, close } = await holdPort();
    await module.set({ port });
    await expect(module.apply()).rejects.toThrow(`Port ${port}`);
    await close();
    expect(await sql(await module.apply(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 90_000);

  it('can be destroyed after its server was killed', async () => {
    const module = await moduleOf('local-postgres');
    await module.set({ port: await freePort() });
    await module.apply();
    const { home } = JSON.parse(await readFile(path.join(module.folder, 'cluster.json'), 'utf8')) as { home: string };
    const pid = Number((await readFile(path.join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n', 1)[0]);
    process.kill(pid, 'SIGKILL');
    while (await isAlive(pid)) await sleep(20);
    expect(await module.destroy()).toMatchObject({ exitCode: 0 });
  }, 90_000);
});

describe.runIf(tool !== undefined && hasRedis)('local-redis', () => {
  it('runs a real server and removes it', async () => {
    const module = await moduleOf('local-redis');
    const port = await freePort();
    await module.set({ port, max_memory_megabytes: 8 });
    const login = await module.apply();
    expect(await commands(login, ['SET', 'one', '1'], ['INCR', 'one'], ['GET', 'nothing'])).toEqual(['OK', 2, null]);
    await expect(commands({ ...login, password: 'wrong' }, ['PING'])).rejects.toThrow('WRONGPASS');
    const { exitCode } = await module.terraform('plan', '-detailed-exitcode', '-input=false');
    expect(exitCode).toBe(0);

    await module.set({ port, max_memory_megabytes: 8 }, network);
    const moved = await module.apply();
    expect(moved).toEqual({ ...login, port: port + 3 });
    expect(await commands(moved, ['PING'])).toEqual(['PONG']);

    const record = await readFile(path.join(module.folder, 'redis', 'server.json'), 'utf8');
    expect((await module.destroy()).exitCode).toBe(0);
    expect(await isAlive((JSON.parse(record) as { pid: number }).pid)).toBe(false);
    await expect(readFile(path.join(module.folder, 'redis', 'server.json'))).rejects.toThrow('ENOENT');
  }, 60_000);

  it('says who holds its port, and works once it is free', async () => {
    const module = await moduleOf('local-redis');
    const { port, close } = await holdPort();
    await module.set({ port });
    await expect(module.apply()).rejects.toThrow(`Port ${port}`);
    await close();
    expect(await commands(await module.apply(), ['PING'])).toEqual(['PONG']);
  }, 60_000);
});

describe.runIf(tool !== undefined && hasPostgres && hasRedis)('the step after the server', () => {
  const running = [
    { bundle: 'local-postgres', pidFile: 'postgres/data/postmaster.pid' },
    { bundle: 'local-redis', pidFile: 'redis/server.json' },
  ];

  it.each(running)(
    'starts $bundle again when it ended by itself',
    async ({ bundle, pidFile }) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-steps-'));
      for (const step of ['src', 'running']) {
        await cp(path.join(import.meta.dirname, bundle, step), path.join(folder, step), { recursive: true });
      }
      // PostgreSQL runs as another user when the tests run as root, and has to get there.
      await chmod(folder, 0o755);
      const server = new Module(path.join(folder, 'src'));
      const step = new StepFolder(path.join(folder, 'running'));
      onTestFinished(async () => {
        await server.destroy();
        await rm(folder, { recursive: true, force: true });
      });
      expect(await step.plan({})).toEqual([]);
      await server.terraform('init', '-input=false');
      await server.set({ port: await freePort() });
      const login = await server.apply();
      expect(await step.plan({})).toEqual([]);
      await step.provision({});

      const pid = Number(/\d+/.exec(await readFile(path.join(folder, 'src', pidFile), 'utf8'))?.[0]);
      process.kill(pid, 'SIGKILL');
      while (await isAlive(pid)) await sleep(20);
      expect(await step.plan({})).toEqual(['update']);
      const other = createServer((socket) => socket.destroy());
      await expect
        .poll(
          () =>
            new Promise((resolve) =>
              other.once('error', resolve).listen(login.port, '127.0.0.1', () => resolve(undefined)),
            ),
        )
        .toBeUndefined();
      expect((await step.run('provision')).output).toContain(`Port ${login.port}`);
      await new Promise((resolve) => other.close(resolve));
      expect(await step.plan({})).toEqual(['update']);
      await step.provision({});
      expect(await step.plan({})).toEqual([]);
      expect(await server.apply()).toEqual(login);
      if (bundle === 'local-redis') expect(await commands(login, ['PING'])).toEqual(['PONG']);
      else expect(await sql(login, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    },
    90_000,
  );
});

describe.runIf(tool !== undefined)('modules', () => {
  it('are formatted as their tool formats them', async () => {
    const { output } = await runProgram(tool ?? '', ['fmt', '-check', '-recursive', '-list=true'], import.meta.dirname);
    expect(output.split('\n').filter((line) => line.endsWith('.tf'))).toEqual([]);
  });
});
