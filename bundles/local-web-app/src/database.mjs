import pg from './vendor/postgres-client.mjs';

/** One transaction; the lock is for two requests that both find no tables. */
const tables = `
  SELECT pg_advisory_xact_lock(47310);
  CREATE TABLE IF NOT EXISTS visits (id serial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE IF NOT EXISTS orders (
    id serial PRIMARY KEY,
    item text NOT NULL,
    state text NOT NULL DEFAULT 'new',
    at timestamptz NOT NULL DEFAULT now()
  );
`;

/**
 * Opens the database of DATABASE_URL for the length of one call.
 *
 * @template T
 * @param {(client: pg.Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDatabase(work) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5000 });
  client.on('error', (error) => console.error(error.message));
  await client.connect();
  try {
    await client.query(tables);
    return await work(client);
  } finally {
    await client.end();
  }
}
