/** What `main.tf` runs: `node setup.mjs create|start|stop|remove`, in the working folder. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { runCommand } from './vendor/commands.mjs';
import { answers, portHolder, portTaken } from './vendor/port.mjs';
import { isOurs, stopProcess } from './vendor/process.mjs';

const folder = path.resolve('redis');
const recordFile = path.join(folder, 'server.json');
const startDeadline = 15_000;

await runCommand({ create, start, 'start-again': startAgain, status, stop, remove });

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

async function start(settings) {
  const { address, port } = settings;
  await endProcess();
  const holder = await portHolder(address, port);
  if (holder !== undefined) throw new Error(portTaken(address, port, holder));
  // The name of the file is unique, and so makes the command line of the process unique.
  const id = randomUUID();
  const configuration = {
    bind: address,
    port,
    requirepass: await readFile('password', 'utf8'),
    dir: JSON.stringify(folder),
    maxmemory: settings.max_memory,
    'maxmemory-policy': settings.eviction,
    'set-proc-title': 'no',
    daemonize: 'no',
  };
  const lines = Object.entries(configuration).map(([name, value]) => `${name} ${value}\n`);
  await rm(path.join(folder, 'conf'), { recursive: true, force: true });
  await mkdir(path.join(folder, 'conf'));
  const file = path.join(folder, 'conf', `${id}.conf`);
  await writeFile(file, lines.join(''), { mode: 0o600 });

  const logFile = path.join(folder, 'log');
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn('redis-server', [file], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  await writeFile(recordFile, JSON.stringify({ pid: child.pid ?? null, id }), { mode: 0o600 });
  const patience = new AbortController();
  const up = await Promise.race([ended.then(() => false), isUp(address, port, patience.signal)]);
  patience.abort();
  if (!up) {
    await endProcess();
    throw new Error(`Redis did not start:\n${(await readFile(logFile, 'utf8')).split('\n').slice(-10).join('\n')}`);
  }
  child.unref();
  await writeFile('settings.json', JSON.stringify(settings));
  console.log(`Redis answers on ${address}:${port}`);
}

/** Starts it as it was started the last time. */
async function startAgain() {
  await start(JSON.parse(await readFile('settings.json', 'utf8')));
}

/** Prints `running`, `stopped` when it should run and does not, or `absent`. */
async function status() {
  if ((await readFile('settings.json').catch(() => undefined)) === undefined) return console.log('absent');
  console.log((await isOurs(await readRecord())) ? 'running' : 'stopped');
}

async function isUp(address, port, signal) {
  for (const deadline = Date.now() + startDeadline; Date.now() < deadline && !signal.aborted; await sleep(50)) {
    if (await answers(address, port)) return true;
  }
  return false;
}

async function stop() {
  await rm('settings.json', { force: true });
  await endProcess();
}

async function endProcess() {
  await stopProcess(await readRecord());
  await rm(recordFile, { force: true });
}

async function readRecord() {
  const text = await readFile(recordFile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

async function remove() {
  await stop();
  await rm(folder, { recursive: true, force: true });
  for (const file of ['password', 'version']) await rm(file, { force: true });
}
