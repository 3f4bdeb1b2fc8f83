/** What `main.tf` runs: `node setup.mjs create|start|stop|remove`, in the working folder. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { answers, portHolder, portTaken } from './vendor/port.mjs';
import { isOurs, stopProcess } from './vendor/process.mjs';

const folder = path.resolve('redis');
const recordFile = path.join(folder, 'server.json');
const startDeadline = 15_000;

const actions = new Map([
  ['create', create],
  ['start', start],
  ['stop', stop],
  ['remove', remove],
]);

try {
  const action = actions.get(process.argv[2]);
  if (action === undefined) throw new Error(`Say one of ${[...actions.keys()].join(', ')}.`);
  await action(JSON.parse(process.env.SETTINGS ?? '{}'));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function create() {
  const version = await redisVersion();
  await remove();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile('password', randomBytes(18).toString('base64url'), { mode: 0o600 });
  await writeFile('version', version);
}

async function redisVersion() {
  try {
    const { stdout } = await promisify(execFile)('redis-server', ['--version']);
    return /v=(\S+)/.exec(stdout)?.[1] ?? 'unknown';
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(
      '`redis-server` is not on this machine. Install Redis (apt install redis-server, brew install redis), or use ' +
        'the bundle local-cache, which needs Node alone.',
      { cause: error },
    );
  }
}

async function start({ address, port, max_memory: maxMemory, eviction }) {
  await stop();
  const holder = await portHolder(address, port);
  if (holder !== undefined) throw new Error(portTaken(address, port, holder));
  // The name of the file is unique, and so makes the command line of the process unique.
  const id = randomUUID();
  const settings = {
    bind: address,
    port,
    requirepass: await readFile('password', 'utf8'),
    dir: JSON.stringify(folder),
    maxmemory: maxMemory,
    'maxmemory-policy': eviction,
    'set-proc-title': 'no',
    daemonize: 'no',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  await rm(path.join(folder, 'conf'), { recursive: true, force: true });
  await mkdir(path.join(folder, 'conf'));
  const configuration = path.join(folder, 'conf', `${id}.conf`);
  await writeFile(configuration, lines.join(''), { mode: 0o600 });

  const logFile = path.join(folder, 'log');
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn('redis-server', [configuration], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  await writeFile(recordFile, JSON.stringify({ pid: child.pid ?? null, id, address, port }));
  const patience = new AbortController();
  const up = await Promise.race([ended.then(() => false), isUp(address, port, patience.signal)]);
  patience.abort();
  if (!up) {
    await stop();
    throw new Error(`Redis did not start:\n${(await readFile(logFile, 'utf8')).split('\n').slice(-10).join('\n')}`);
  }
  child.unref();
  console.log(`Redis answers on ${address}:${port}`);
}

async function isUp(address, port, signal) {
  for (const deadline = Date.now() + startDeadline; Date.now() < deadline && !signal.aborted; await sleep(50)) {
    if (await answers(address, port)) return true;
  }
  return false;
}

async function stop() {
  const text = await readFile(recordFile, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const record = JSON.parse(text);
  if (await isOurs(record)) await stopProcess(record);
  await rm(recordFile, { force: true });
}

async function remove() {
  await stop();
  await rm(folder, { recursive: true, force: true });
  for (const file of ['password', 'version']) await rm(file, { force: true });
}
