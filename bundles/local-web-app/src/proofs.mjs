/** Uses everything the app is connected to, and tells what came back. */
import { withDatabase } from './database.mjs';
import { httpClient } from './vendor/http-client.mjs';
import { redis } from './vendor/redis-client.mjs';

const proofs = {
  database: { variable: 'DATABASE_URL', prove: proveDatabase },
  cache: { variable: 'CACHE_URL', prove: proveCache },
  bucket: { variable: 'BUCKET_URL', prove: proveBucket },
  queue: { variable: 'QUEUE_URL', prove: proveQueue },
};

/**
 * @returns {Promise<Record<string, {state: 'reached' | 'failed' | 'not-connected', address?: string, detail: string}>>}
 *   The address has no password in it.
 */
export async function proveAll() {
  const entries = Object.entries(proofs).map(async ([name, proof]) => [name, await proveOne(proof)]);
  return Object.fromEntries(await Promise.all(entries));
}

async function proveOne({ variable, prove }) {
  const url = process.env[variable];
  if (!url) return { state: 'not-connected', detail: `${variable} is not set` };
  const address = new URL(url).host;
  try {
    return { state: 'reached', address, ...(await prove(url)) };
  } catch (error) {
    return { state: 'failed', address, detail: error.message };
  }
}

async function proveDatabase() {
  return withDatabase(async (client) => {
    await client.query('INSERT INTO visits DEFAULT VALUES');
    const { rows } = await client.query(
      `SELECT count(*)::int AS rows, split_part(version(), ' on ', 1) AS version FROM visits`,
    );
    return { rows: rows[0].rows, detail: `visits: ${rows[0].rows}, kept by ${rows[0].version}` };
  });
}

async function proveCache(url) {
  const [hits] = await redis(url, [['INCR', 'visits']]);
  return { hits, detail: `visits counted: ${hits}` };
}

async function proveBucket(url) {
  const bucket = httpClient(url);
  const body = new Date().toISOString();
  await bucket('/visits/latest.txt', { method: 'PUT', body, headers: { 'content-type': 'text/plain' } });
  const stored = await (await bucket('/visits/latest.txt')).text();
  const { objects } = await (await bucket('')).json();
  return { objects: objects.length, detail: `objects: ${objects.length}; visits/latest.txt holds ${stored}` };
}

async function proveQueue(url) {
  const { waiting } = await (await httpClient(url)('')).json();
  return { waiting, detail: `messages waiting: ${waiting}` };
}
