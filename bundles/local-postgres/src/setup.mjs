/**
 * What `main.tf` runs: `node setup.mjs create|start|stop|remove`, in the working folder. `cluster.json`
 * there says where the data is and who owns it.
 */
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram, run, serverAccount } from './programs.mjs';
import { isOurs } from './vendor/process.mjs';
import { runCommand } from './vendor/commands.mjs';
import { portHolder, portTaken } from './vendor/port.mjs';

/** What PostgreSQL says while a killed server lingers: its process until it is collected, its children until they notice. */
const lingering = /lock file "postmaster\.pid" already exists|pre-existing shared memory block/;

await runCommand({ create, start, 'start-again': startAgain, status, stop, remove });

/** Makes an empty cluster whose one user has a new password. */
async function create({ username }) {
  const initdb = await findProgram('initdb');
  await remove();
  const account = await serverAccount();
  const home = await makeHome(account);
  const password = randomBytes(18).toString('base64url');
  await writeFile('cluster.json', JSON.stringify({ home, account, username }), { mode: 0o600 });
  try {
    const passwordFile = path.join(home, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account !== null) await chown(passwordFile, account.uid, account.gid);
    const how = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
    await run(initdb, ['-D', path.join(home, 'data'), '-U', username, `--pwfile=${passwordFile}`, ...how], { account });
    await rm(passwordFile);
    await writeFile('version', await readFile(path.join(home, 'data', 'PG_VERSION'), 'utf8'));
    await writeFile('password', password, { mode: 0o600 });
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Starts the server and creates the database, whatever of it is there already. */
async function start(settings) {
  const { address, port, database } = settings;
  await endProcess();
  const holder = await portHolder(address, port);
  if (holder !== undefined) throw new Error(portTaken(address, port, holder));
  const { home, account, username } = await readCluster();
  const data = path.join(home, 'data');
  const configuration = {
    listen_addresses: address,
    port,
    max_connections: settings.max_connections,
    shared_buffers: settings.shared_buffers,
    // A socket file would need a folder that both it and its clients can reach.
    unix_socket_directories: '',
  };
  const lines = Object.entries(configuration).map(([name, value]) => `${name} = '${value}'\n`);
  await writeFile(path.join(data, 'postgresql.auto.conf'), lines.join(''));
  const log = path.join(home, 'log');
  try {
    await launch(data, log, account);
    await createDatabase({ address, port, username, database });
  } catch (error) {
    await endProcess();
    throw new Error(`${error.message}\n${await lastWords(log)}`, { cause: error });
  }
  await writeFile('settings.json', JSON.stringify(settings));
  console.log(`PostgreSQL answers on ${address}:${port}`);
}

async function launch(data, log, account) {
  const patience = Date.now() + 20_000;
  const command = ['-D', data, '-l', log, '-w', '-t', '60', 'start'];
  for (;;) {
    try {
      return await run(await findProgram('pg_ctl'), command, { account });
    } catch (error) {
      if (Date.now() > patience || !lingering.test(await lastWords(log))) throw error;
    }
    await sleep(500);
  }
}

async function lastWords(log) {
  return (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n');
}

/** Starts it as it was started the last time. */
async function startAgain() {
  await start(JSON.parse(await readFile('settings.json', 'utf8')));
}

/** Prints `running`, `stopped` when it should run and does not, or `absent`. */
async function status() {
  const cluster = await readCluster().catch(() => undefined);
  const shouldRun = cluster !== undefined && (await readFile('settings.json').catch(() => undefined)) !== undefined;
  if (!shouldRun) return console.log('absent');
  console.log((await isRunning(path.join(cluster.home, 'data'))) ? 'running' : 'stopped');
}

async function createDatabase({ address, port, username, database }) {
  const environment = { PGPASSWORD: await readFile('password', 'utf8') };
  const where = ['-h', address, '-p', String(port), '-U', username];
  const sql = `SELECT 1 FROM pg_database WHERE datname = '${database}'`;
  const found = await run(await findProgram('psql'), [...where, '-d', 'postgres', '-tAc', sql], { environment });
  if (found.trim() !== '1') await run(await findProgram('createdb'), [...where, database], { environment });
}

async function stop() {
  await rm('settings.json', { force: true });
  await endProcess();
}

async function endProcess() {
  const cluster = await readCluster().catch(() => undefined);
  const data = cluster && path.join(cluster.home, 'data');
  if (data === undefined || !(await isRunning(data))) return;
  const how = ['-D', data, '-m', 'fast', '-w', '-t', '30', 'stop'];
  await run(await findProgram('pg_ctl'), how, { account: cluster.account });
}

async function remove() {
  await stop();
  const cluster = await readCluster().catch(() => undefined);
  if (cluster !== undefined) await rm(cluster.home, { recursive: true, force: true });
  for (const file of ['password', 'version', 'cluster.json']) await rm(file, { force: true });
}

async function readCluster() {
  return JSON.parse(await readFile('cluster.json', 'utf8'));
}

/** True when the server of this data folder is alive: its command line names the folder. */
async function isRunning(data) {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  return isOurs({ pid: Number(text.split('\n', 1)[0]), id: data });
}

/**
 * A private folder for the data: in the working folder, or, when the account that must own it
 * cannot get there, below the system's temporary folder.
 */
async function makeHome(account) {
  const wanted = path.resolve('postgres');
  const home =
    account === null || (await isOpen(path.dirname(wanted)))
      ? wanted
      : await mkdtemp(path.join(tmpdir(), 'patchbay-postgres-'));
  await mkdir(home, { recursive: true, mode: 0o700 });
  if (account !== null) await chown(home, account.uid, account.gid);
  return home;
}

/** True when everybody may pass through the folder and all that it lies in. */
async function isOpen(folder) {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  const parent = path.dirname(folder);
  return parent === folder || isOpen(parent);
}
