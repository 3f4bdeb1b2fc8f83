/**
 * The step of every `local-*` bundle that runs a server: the run contract (plan, provision,
 * decommission) on one side, a process that outlives the run on the other. `run.mjs` of a bundle
 * calls {@link runStep}; its `server.mjs` calls {@link serve}.
 *
 * The working folder keeps what must be known the next time: `service.json` (which process, which
 * settings, which password), `service.log`, and `data/`.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOurs, stopProcess } from './process.mjs';
import { answers, portHolder, portTaken } from './port.mjs';

const recordFile = 'service.json';
const logFile = 'service.log';
const startDeadline = 90_000;

/** Something a person can put right; its message is all they see. */
export class Refusal extends Error {}

/**
 * @typedef {object} Description What a bundle wants, given its inputs.
 * @property {{address: string, port: number, forBrowsers?: boolean, settings?: object, env?: Record<string, string>}} [server]
 *   Started as `server.mjs`, restarted when any of this changes; absent when there is nothing to run.
 * @property {Record<string, object>} resources Written to `resources/NAME.json`.
 */

/**
 * Does what `PATCHBAY_ACTION` asks for. Sets the exit code and prints why when it cannot.
 *
 * @param {string} service Name of the bundle.
 * @param {(inputs: {params: any, connections: any, envs: Record<string, string>, password: string}) => Description} describe
 *   `password` is generated once and kept until the step is decommissioned.
 */
export async function runStep(service, describe) {
  const action = process.env.PATCHBAY_ACTION;
  try {
    if (action === 'plan') await plan(service, describe);
    else if (action === 'provision') await provision(service, describe);
    else if (action === 'decommission') await decommission(service);
    else throw new Refusal(`PATCHBAY_ACTION is ${action ?? 'not set'}: it must be plan, provision or decommission.`);
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * The address and port a server listens on: its own port, moved by the offset of the network it is in.
 *
 * @param {{port: number}} params
 * @param {any} network Payload of a `network` resource, if one is connected.
 */
export function endpoint(params, network) {
  const { address = '127.0.0.1', port_offset: offset = 0 } = network?.data?.infrastructure ?? {};
  const port = params.port + offset;
  if (Number.isInteger(port) && port > 0 && port < 65536) return { address, port };
  throw new Refusal(`Port ${params.port} and the network's offset of ${offset} make ${port}, which is no port.`);
}

async function plan(service, describe) {
  const record = await readRecord();
  const wanted = await describeNow(describe, record);
  const change = await changeNeeded(service, record, wanted);
  if (change.action !== 'no-op' && movesTo(record, wanted.server)) {
    const taken = await portHolder(wanted.server.address, wanted.server.port);
    if (taken !== undefined)
      console.error(`Deploying would fail now. ${portTaken(wanted.server.address, wanted.server.port, taken)}`);
  }
  const changes = change.action === 'no-op' ? [] : [{ action: change.action, address: service }];
  await writeJson('plan.json', { summary: change.summary, changes });
}

async function provision(service, describe) {
  const record = await readRecord();
  const wanted = await describeNow(describe, record);
  const change = await changeNeeded(service, record, wanted);
  if (change.action !== 'no-op' && wanted.server !== undefined) {
    await start(service, record, wanted);
  } else {
    await writeRecord({ ...record, digest: wanted.digest, password: wanted.password });
  }
  await rm('resources', { recursive: true, force: true });
  await mkdir('resources', { recursive: true });
  for (const [name, value] of Object.entries(wanted.resources)) await writeJson(`resources/${name}.json`, value);
  console.log(wanted.server === undefined ? `${service} is set` : `${service} answers on ${place(wanted.server)}`);
}

async function decommission(service) {
  const record = await readRecord();
  if (record !== undefined) await stopProcess(record);
  for (const leftover of ['resources', 'data', 'plan.json', logFile, recordFile]) {
    await rm(leftover, { recursive: true, force: true });
  }
  console.log(record === undefined ? `${service} was not there` : `${service} is gone, and its data with it`);
}

/** What the inputs in the working folder ask for, and a digest of all of it. */
async function describeNow(describe, record) {
  const [params, connections, envs] = await Promise.all(
    ['params.json', 'connections.json', 'envs.json'].map(async (file) => (await readJson(file)) ?? {}),
  );
  const password = record?.password ?? randomBytes(18).toString('base64url');
  const description = describe({ params, connections, envs, password });
  const digest = createHash('sha256')
    .update(JSON.stringify([description, moduleText()]))
    .digest('hex');
  return { ...description, password, digest };
}

/** The module itself: a newer version of the bundle restarts its server. */
function moduleText() {
  const here = readdirSync('.').filter((name) => name.endsWith('.mjs'));
  const vendored = existsSync('vendor') ? readdirSync('vendor').filter((name) => name.endsWith('.mjs')) : [];
  const files = [...here, ...vendored.map((name) => `vendor/${name}`)].sort();
  return files.map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'));
}

async function changeNeeded(service, record, wanted) {
  const at = wanted.server === undefined ? '' : ` on ${place(wanted.server)}`;
  if (!record?.digest) return { action: 'create', summary: `${service} will be created${at}` };
  if (record.digest !== wanted.digest) {
    const how = wanted.server === undefined ? 'changed' : 'restarted, for its settings or its program changed,';
    return { action: 'update', summary: `${service} will be ${how}${at}` };
  }
  if (wanted.server === undefined || (await isRunning(record))) {
    return { action: 'no-op', summary: `${service} is up to date${at}` };
  }
  return { action: 'update', summary: `${service} is not running and will be started again${at}` };
}

/** Where people find it: a URL where a browser may go. */
function place({ address, port, forBrowsers = false }) {
  return forBrowsers ? `http://${address}:${port}` : `${address}:${port}`;
}

async function isRunning(record) {
  return (await isOurs(record)) && (await answers(record.address, record.port));
}

/** True when the server needs a port that it does not hold already. */
function movesTo(record, server) {
  return server !== undefined && (record?.port !== server.port || record.address !== server.address || !record.pid);
}

async function start(service, record, wanted) {
  const { address, port, settings = {}, env = {} } = wanted.server;
  const alive = record !== undefined && (await isOurs(record));
  if (!alive || movesTo(record, wanted.server)) await refuseTakenPort(wanted.server);
  if (alive) await stopProcess(record);

  const isNew = record === undefined;
  const id = randomUUID();
  const next = { service, id, pid: null, address, port, digest: null, password: wanted.password };
  await writeRecord(next);
  try {
    const child = await launch(
      service,
      { id, address, port, settings, password: wanted.password },
      env,
      async (pid) => {
        await writeRecord({ ...next, pid, digest: wanted.digest });
      },
    );
    child.unref();
  } catch (error) {
    await writeRecord(next);
    const said = await lastWords();
    if (isNew) await decommissionQuietly();
    if (error.code === 'EADDRINUSE') await refuseTakenPort(wanted.server);
    throw new Refusal(`${service} did not start: ${error.message}${said}`);
  }
}

async function decommissionQuietly() {
  for (const leftover of ['data', logFile, recordFile]) await rm(leftover, { recursive: true, force: true });
}

/** A process that was killed a moment ago holds its port a little longer, so it is asked more than once. */
async function refuseTakenPort({ address, port }) {
  for (const deadline = Date.now() + 1500; ; await sleep(100)) {
    const taken = await portHolder(address, port);
    if (taken === undefined) return;
    if (Date.now() >= deadline) throw new Refusal(portTaken(address, port, taken));
  }
}

/**
 * Starts `server.mjs` in a session of its own and waits until it listens. The process ends itself
 * when the run dies before its pid is on record, so there is never a server that nobody knows of.
 */
function launch(service, order, env, record) {
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, ['server.mjs', `--service=${order.id}`], {
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...inherited(), ...env },
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(
      () => fail(new Error(`it was not ready after ${startDeadline / 1000} s`)),
      startDeadline,
    );
    const fail = (error) => {
      clearTimeout(deadline);
      child.removeAllListeners();
      child.kill('SIGKILL');
      if (child.connected) child.disconnect();
      reject(error);
    };
    child.on('error', fail);
    child.on('exit', (code, signal) => fail(new Error(`it ended with ${signal ?? `exit code ${code}`}`)));
    child.on('message', (message) => {
      if (message.failed !== undefined) return fail(Object.assign(new Error(message.failed.message), message.failed));
      clearTimeout(deadline);
      record(child.pid).then(() => child.send('keep', (error) => (error ? fail(error) : undefined)), fail);
    });
    child.on('disconnect', () => {
      child.removeAllListeners();
      resolve(child);
    });
    child.send({ service, folder: process.cwd(), ...order });
  });
}

/** What any program needs; the rest of the environment of a run is none of the server's business. */
function inherited() {
  const names = ['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'ELECTRON_RUN_AS_NODE'];
  return Object.fromEntries(names.filter((name) => name in process.env).map((name) => [name, process.env[name]]));
}

async function lastWords() {
  const text = (await readFile(logFile, 'utf8').catch(() => '')).trim();
  return text === '' ? '' : `\n${text.split('\n').slice(-10).join('\n')}`;
}

async function readRecord() {
  return readJson(recordFile);
}

async function writeRecord(record) {
  await writeJson(recordFile, record);
}

async function readJson(file) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Whole or not at all, and for nobody else to read: most of these files hold a password. */
async function writeJson(file, value) {
  await writeFile(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/**
 * The other side of {@link runStep}: called by `server.mjs`, once.
 *
 * @param {(order: {service: string, id: string, folder: string, address: string, port: number, settings: any, password: string})
 *   => Promise<() => unknown>} start Resolves when it listens, with what stops it.
 */
export function serve(start) {
  let kept = false;
  let stop = () => undefined;
  const end = async () => {
    setTimeout(() => process.exit(0), 4000).unref();
    await stop();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', () => {
    if (!kept) process.exit(1);
  });
  process.on('message', async (message) => {
    if (message === 'keep') {
      kept = true;
      process.disconnect();
      return;
    }
    try {
      stop = await start(message);
      process.send({ ready: true });
    } catch (error) {
      console.error(error);
      process.send({ failed: { code: error.code, message: error.message } }, () => process.exit(1));
    }
  });
}
