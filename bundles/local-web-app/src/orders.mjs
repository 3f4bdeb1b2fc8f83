import { withDatabase } from './database.mjs';
import { HttpError } from './vendor/http.mjs';
import { httpClient } from './vendor/http-client.mjs';

/** Keeps an order and tells whoever packs it. */
export async function addOrder(item) {
  const { DATABASE_URL, QUEUE_URL } = process.env;
  if (!DATABASE_URL) throw new HttpError(503, 'There is no database to keep the order in: connect one.');
  const order = await withDatabase(async (client) => {
    const { rows } = await client.query('INSERT INTO orders (item) VALUES ($1) RETURNING id, item, state', [item]);
    return rows[0];
  });
  if (QUEUE_URL)
    await httpClient(QUEUE_URL)('/messages', { method: 'POST', body: JSON.stringify({ order: order.id, item }) });
  return order;
}

/** The newest orders first; none without a database. */
export async function latestOrders() {
  if (!process.env.DATABASE_URL) return [];
  const query = 'SELECT id, item, state FROM orders ORDER BY id DESC LIMIT 20';
  return withDatabase(async (client) => (await client.query(query)).rows).catch(() => []);
}
