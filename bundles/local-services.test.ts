import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { stat, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { buildBundles } from './build.mjs';
import { freePort, holdPort, isAlive, stepFolder, type StepFolder } from './step-folder.ts';

// Each test starts several processes, on a machine that may be busy with all the others.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
beforeAll(buildBundles);

interface Login {
  readonly username: string;
  readonly password: string;
}

const basic = ({ username, password }: Login) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});

const withLogin = (url: string, { username, password }: Login) => url.replace('://', `://${username}:${password}@`);

/** Bundles that run a server and need no connection, and the least params they take. */
const standalone = [
  { bundle: 'local-bucket', params: { name: 'assets' }, resource: 'bucket' },
  { bundle: 'local-queue', params: { name: 'jobs' }, resource: 'queue' },
  { bundle: 'local-cache', params: {}, resource: 'authentication' },
  { bundle: 'local-web-app', params: { title: 'Shop' }, resource: 'api' },
  { bundle: 'local-pglite', params: {}, resource: 'authentication' },
];

describe.each(standalone)('$bundle', ({ bundle, params, resource }) => {
  it('is created once, kept, started again after a crash, and leaves nothing', async () => {
    const step = await stepFolder(bundle);
    const inputs = { params: { ...params, port: await freePort() } };

    expect(await step.plan(inputs)).toEqual(['create']);
    expect(await step.leftovers()).toEqual(['plan.json']);
    const handedOn: unknown = await step.provision(inputs, resource);
    const first = await step.pid();

    expect(await step.plan(inputs)).toEqual([]);
    expect(await step.provision(inputs, resource)).toEqual(handedOn);
    expect(await step.pid()).toBe(first);

    process.kill(first, 'SIGKILL');
    while (await isAlive(first)) await sleep(20);
    expect(await step.plan(inputs)).toEqual(['update']);
    expect(await step.provision(inputs, resource)).toEqual(handedOn);
    const second = await step.pid();
    expect(second).not.toBe(first);

    const moved = { params: { ...params, port: await freePort() } };
    expect(await step.plan(moved)).toEqual(['update']);
    expect(await step.provision(moved, resource)).not.toEqual(handedOn);
    expect(await isAlive(second)).toBe(false);

    const third = await step.pid();
    expect(await step.run('decommission')).toMatchObject({ exitCode: 0 });
    expect(await isAlive(third)).toBe(false);
    expect(await step.leftovers()).toEqual([]);
    expect(await step.run('decommission')).toMatchObject({ exitCode: 0 });
  });

  it('says who holds its port, and leaves nothing', async () => {
    const step = await stepFolder(bundle);
    const { port, close } = await holdPort();
    const { exitCode, output } = await step.run('provision', { params: { ...params, port } });
    expect(exitCode).not.toBe(0);
    expect(output).toContain(`Port ${port} on 127.0.0.1 is taken by another program.`);
    expect(output).toContain('choose another `port`');
    expect(await step.leftovers()).toEqual([]);
    await close();
    await step.provision({ params: { ...params, port } });
  });
});

describe('a server', () => {
  it('stays as it is when the port it should move to is taken', async () => {
    const step = await stepFolder('local-bucket');
    const params = { name: 'assets', port: await freePort() };
    await step.provision({ params });
    const { port, close } = await holdPort();
    expect((await step.run('plan', { params: { ...params, port } })).output).toContain(`Port ${port}`);
    expect(await step.run('provision', { params: { ...params, port } })).toMatchObject({ exitCode: 1 });
    await close();
    expect(await isAlive(await step.pid())).toBe(true);
    expect(await step.plan({ params })).toEqual([]);
  });

  it('names the service that holds the port', async () => {
    const [one, other] = [await stepFolder('local-bucket'), await stepFolder('local-queue')];
    const port = await freePort();
    await one.provision({ params: { name: 'assets', port } });
    const { output } = await other.run('provision', { params: { name: 'jobs', port } });
    expect(output).toContain(`is taken by local-bucket (started in ${one.folder})`);
  });

  it('is never killed by another that got its process id', async () => {
    const [one, other] = [await stepFolder('local-bucket'), await stepFolder('local-bucket')];
    await one.provision({ params: { name: 'assets', port: await freePort() } });
    await other.provision({ params: { name: 'assets', port: await freePort() } });
    const record = await other.json<object>('service.json');
    const stale = { ...record, pid: await one.pid() };
    const own = await other.pid();
    await writeFile(path.join(other.folder, 'service.json'), JSON.stringify(stale));
    await other.run('decommission');
    expect(await isAlive(await one.pid())).toBe(true);
    process.kill(own, 'SIGKILL');
  });

  it('listens on the loopback address alone and keeps its password to its user', async () => {
    const step = await stepFolder('local-bucket');
    const params = { name: 'assets', port: await freePort() };
    const { data } = await step.provision({ params }, 'bucket');
    expect(new URL(data.infrastructure.url).hostname).toBe('127.0.0.1');
    if (process.platform === 'win32') return;
    for (const file of ['service.json', 'resources/bucket.json', 'service.log']) {
      expect((await stat(path.join(step.folder, file))).mode & 0o077, file).toBe(0);
    }
  });

  it('moves with its network', async () => {
    const step = await stepFolder('local-bucket');
    const port = (await freePort()) - 100;
    const network = { data: { infrastructure: { address: '127.0.0.1', port_offset: 100 } } };
    const { data } = await step.provision({ params: { name: 'assets', port }, connections: { network } }, 'bucket');
    expect(new URL(data.infrastructure.url).port).toBe(String(port + 100));
    const tooFar = { data: { infrastructure: { address: '127.0.0.1', port_offset: 70_000 } } };
    const { output } = await step.run('plan', { params: { name: 'assets', port }, connections: { network: tooFar } });
    expect(output).toContain('which is no port');
  });

  it('refuses an action it does not know', async () => {
    const step = await stepFolder('local-bucket');
    expect(await step.run('explode' as never)).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('explode'),
    });
  });
});

it('local-network hands on where servers listen', async () => {
  const step = await stepFolder('local-network');
  expect(await step.plan({ params: { port_offset: 100 } })).toEqual(['create']);
  const network: unknown = await step.provision({ params: { port_offset: 100 } }, 'network');
  expect(network).toEqual({ data: { infrastructure: { address: '127.0.0.1', port_offset: 100 } } });
  expect(await step.plan({ params: { port_offset: 100 } })).toEqual([]);
  expect(await step.plan({ params: { port_offset: 200 } })).toEqual(['update']);
});

it('local-bucket keeps objects through a restart, for those who may read them', async () => {
  const step = await stepFolder('local-bucket');
  const params = { name: 'assets', port: await freePort(), access: 'private', max_object_megabytes: 1 };
  const { data } = await step.provision({ params }, 'bucket');
  const { url } = data.infrastructure;
  const headers = basic(data.authentication);
  const key = '../weird key/ü?.txt';
  const address = `${url}/${encodeURIComponent(key)}`;

  expect((await fetch(address, { method: 'PUT', body: 'hello' })).status).toBe(401);
  const put = { method: 'PUT', body: 'hello', headers: { ...headers, 'content-type': 'text/plain' } };
  expect((await fetch(address, put)).status).toBe(201);
  const tooLarge = { method: 'PUT', body: 'x'.repeat(1_048_577), headers };
  expect((await fetch(`${url}/large`, tooLarge)).status).toBe(413);
  expect((await fetch(address)).status).toBe(401);
  expect((await fetch(url.replace('assets', 'other'), { headers })).status).toBe(404);

  await step.provision({ params: { ...params, access: 'public-read' } });
  const answer = await fetch(address);
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'text/plain',
    'hello',
  ]);
  expect((await fetch(url)).status).toBe(401);
  const list = (await (await fetch(url, { headers })).json()) as { objects: { key: string; size: number }[] };
  expect(list.objects).toMatchObject([{ key, size: 5 }]);
  expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(204);
  expect((await fetch(address)).status).toBe(404);
});

it('local-queue hands each message to one consumer, and again when it is not finished', async () => {
  const step = await stepFolder('local-queue');
  const params = { name: 'jobs', port: await freePort(), visibility_timeout: 1 };
  const { data } = await step.provision({ params }, 'queue');
  const { url } = data.infrastructure;
  const headers = basic(data.authentication);
  const send = (method: string, where: string, body?: string) =>
    fetch(url + where, { method, headers, ...(body !== undefined && { body }) });

  await send('POST', '/messages', 'first');
  await send('POST', '/messages', 'second');
  process.kill(await step.pid(), 'SIGKILL');
  await step.provision({ params });

  const take = async () => (await (await send('POST', '/receive?wait=5')).json()) as { id: string; body: string };
  const first = await take();
  expect(first.body).toBe('first');
  expect((await take()).body).toBe('second');
  expect((await send('POST', '/receive')).status).toBe(204);
  expect(await (await send('GET', '')).json()).toMatchObject({ waiting: 0, taken: 2 });
  expect((await send('DELETE', `/messages/${first.id}`)).status).toBe(204);
  expect((await send('DELETE', `/messages/${first.id}`)).status).toBe(404);
  expect((await take()).body).toBe('second');
  expect((await fetch(url)).status).toBe(401);
});

it('local-pglite asks for its password and keeps rows through a crash', async () => {
  const step = await stepFolder('local-pglite');
  const inputs = { params: { port: await freePort() } };
  const { data } = await step.provision(inputs, 'authentication');
  const { username: user, password, hostname: host, port, database } = data.authentication;
  const query = async (text: string, login: object = {}) => {
    const client = new pg.Client({ user, password, host, port, database, ...login });
    await client.connect();
    try {
      return (await client.query(text)).rows as unknown[];
    } finally {
      await client.end();
    }
  };
  await expect(query('SELECT 1', { password: 'wrong' })).rejects.toThrow('Password authentication failed');
  await expect(query('SELECT 1', { user: 'somebody' })).rejects.toThrow('Password authentication failed');
  await query('CREATE TABLE numbers AS SELECT generate_series(1, 3) AS number');
  process.kill(await step.pid(), 'SIGKILL');
  await step.provision(inputs);
  expect(await query('SELECT count(*)::int AS count FROM numbers')).toEqual([{ count: 3 }]);
  const many = await Promise.all([1, 2, 3, 4, 5].map((number) => query(`SELECT ${number} AS number`)));
  expect(many).toEqual([1, 2, 3, 4, 5].map((number) => [{ number }]));
});

describe('everything together', () => {
  it('sells, packs and shows it at the front door', async () => {
    const folders = new Map<string, StepFolder>();
    const place = async (
      bundle: string,
      inputs: { params?: object; connections?: object; envs?: object },
      resource?: string,
    ) => {
      const step = await stepFolder(bundle);
      folders.set(bundle, step);
      return step.provision({ ...inputs, params: { port: await freePort(), ...inputs.params } }, resource);
    };
    const bucket = await place('local-bucket', { params: { name: 'assets', access: 'public-read' } }, 'bucket');
    const queue = await place('local-queue', { params: { name: 'jobs' } }, 'queue');
    const cache = await place('local-cache', {}, 'authentication');
    const database = await place('local-pglite', {}, 'authentication');
    const { username, password, hostname, port } = database.data.authentication;
    const { authentication: cacheLogin } = cache.data;
    const envs = {
      SHOP_TITLE: 'Bicycles <& more>',
      DATABASE_URL: `postgresql://${username}:${password}@${hostname}:${port}/postgres`,
      CACHE_URL: `redis://default:${cacheLogin.password}@${cacheLogin.hostname}:${cacheLogin.port}`,
      BUCKET_URL: withLogin(bucket.data.infrastructure.url, bucket.data.authentication),
      QUEUE_URL: withLogin(queue.data.infrastructure.url, queue.data.authentication),
    };
    const api = await place('local-web-app', { envs }, 'api');
    await place('local-worker', { envs });
    const scheduler = { every_seconds: 1, message: { order: 0, item: 'Stocktaking' } };
    await place('local-scheduler', { envs, params: scheduler });
    const gatewayInputs = { connections: { api, bucket } };
    const gateway = await place('local-gateway', gatewayInputs, 'api');
    const door = `http://${gateway.data.api.hostname}:${gateway.data.api.port}`;

    const status = (await (await fetch(`${door}/api/status`)).json()) as Record<
      string,
      { state: string; rows?: number }
    >;
    expect(Object.values(status).map(({ state }) => state)).toEqual(['reached', 'reached', 'reached', 'reached']);
    expect(status).toMatchObject({ database: { rows: 1 }, cache: { hits: 1 }, bucket: { objects: 1 } });
    expect(JSON.stringify(status)).not.toContain(password);

    const body = JSON.stringify({ item: '<b>One bicycle</b>' });
    const ordered = await fetch(`${door}/api/orders`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(await ordered.json()).toMatchObject({ id: 1, state: 'new' });
    await expect
      .poll(async () => (await fetch(`${door}/api/orders`)).json(), { timeout: 15_000 })
      .toMatchObject([{ id: 1, state: 'packed' }]);
    expect(await (await fetch(`${door}/assets/receipts/1.json`)).json()).toMatchObject({ order: 1 });
    await expect
      .poll(async () => (await fetch(`${door}/assets/receipts/0.json`)).status, { timeout: 15_000 })
      .toBe(200);

    const page = await (await fetch(door)).text();
    expect(page).toContain('<h1>Bicycles &#60;&#38; more&#62;</h1>');
    expect(page).toContain('&#60;b&#62;One bicycle');
    expect(page).not.toContain('<b>One');

    const step = folders.get('local-gateway');
    const params = { port: gateway.data.api.port, maintenance: { enabled: true, message: 'Back soon.' } };
    await step?.provision({ ...gatewayInputs, params });
    const closed = await fetch(door);
    expect([closed.status, await closed.json()]).toEqual([503, { error: 'Back soon.' }]);
  });
});
