import { setTimeout as sleep } from 'node:timers/promises';
import { httpClient } from './vendor/http-client.mjs';
import { listen, sendJson } from './vendor/http.mjs';
import pg from './vendor/postgres-client.mjs';
import { serve } from './vendor/service.mjs';

serve(async ({ settings, password: _, ...order }) => {
  const status = { packed: 0, lastError: null };
  const stop = await listen(order, (request, response) => sendJson(response, 200, status));
  void workForever(status, settings.secondsPerOrder * 1000);
  return stop;
});

async function workForever(status, pause) {
  const queue = httpClient(process.env.QUEUE_URL);
  for (;;) {
    try {
      const response = await queue('/receive?wait=10', { method: 'POST' });
      if (response.status !== 200) continue;
      const message = await response.json();
      await sleep(pause);
      await pack(JSON.parse(message.body));
      await queue(`/messages/${message.id}`, { method: 'DELETE' });
      status.packed++;
      status.lastError = null;
    } catch (error) {
      // The message is not finished, so it comes back.
      if (status.lastError !== error.message) console.error(error.message);
      status.lastError = error.message;
      await sleep(1000);
    }
  }
}

/** Leaves a receipt before it marks the order: doing both twice does no harm. */
async function pack({ order, item }) {
  const receipt = { order, item, packed: new Date().toISOString() };
  await httpClient(process.env.BUCKET_URL)(`/receipts/${order}.json`, {
    method: 'PUT',
    body: JSON.stringify(receipt),
    headers: { 'content-type': 'application/json' },
  });
  if (!process.env.DATABASE_URL) return;
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await client.query("UPDATE orders SET state = 'packed' WHERE id = $1", [order]);
  } finally {
    await client.end();
  }
}
