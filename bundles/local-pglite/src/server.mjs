import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askPassword } from './password.mjs';
import { PGlite, PGLiteSocketServer } from './vendor/pglite.mjs';
import { serve } from './vendor/service.mjs';

/** Paths of sockets have a fixed size in the system's interface; 104 bytes is the smallest, on macOS. */
const longestSocketPath = 90;

serve(async ({ id, address, port, settings, password }) => {
  let inner;
  const front = createServer((client) => admit(client, password, inner?.path));
  await new Promise((resolve, reject) => {
    front.once('error', reject);
    front.listen({ host: address, port, exclusive: true }, resolve);
  });

  await mkdir('data', { recursive: true });
  inner = await privateSocket(id);
  const database = await PGlite.create({ dataDir: 'data/pg' });
  const back = new PGLiteSocketServer({ db: database, path: inner.path, maxConnections: settings.maxConnections });
  await back.start();
  return async () => {
    front.close();
    await back.stop();
    await database.close();
    await inner.remove();
  };
});

/**
 * PGlite lets everybody in, so it listens where only this user can reach it, and the password is
 * asked for in front.
 */
async function privateSocket(id) {
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\patchbay-${id}`, remove: () => undefined };
  const beside = path.resolve('data', 'socket');
  const folder = beside.length < longestSocketPath ? beside : await mkdtemp(path.join(tmpdir(), 'patchbay-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  if (folder === beside) await remove();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return { path: path.join(folder, 'pg'), remove };
}

async function admit(client, password, inner) {
  client.on('error', () => client.destroy());
  const startup = await askPassword(client, 'postgres', password);
  if (startup === undefined) return;
  if (inner === undefined) return client.destroy();
  const server = connect(inner);
  server.on('error', () => client.destroy());
  client.on('close', () => server.destroy());
  server.write(startup);
  client.pipe(server).pipe(client);
}
