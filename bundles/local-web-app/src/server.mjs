import { HttpError, listen, readBody, sendJson } from './vendor/http.mjs';
import { serve } from './vendor/service.mjs';
import { addOrder, latestOrders } from './orders.mjs';
import { page } from './page.mjs';
import { proveAll } from './proofs.mjs';

serve(({ settings, password: _, ...order }) =>
  listen(order, async (request, response, url) => {
    if (settings.logRequests) console.log(new Date().toISOString(), request.method, url.pathname);
    const route = `${request.method} ${url.pathname}`;
    if (route === 'GET /') return sendPage(response);
    if (route === 'GET /api/status') return sendJson(response, 200, await proveAll());
    if (route === 'GET /api/orders') return sendJson(response, 200, await latestOrders());
    if (route === 'POST /api/orders') return sendJson(response, 201, await addOrder(await itemOf(request)));
    if (route === 'POST /orders') {
      await addOrder(await itemOf(request));
      return response.writeHead(303, { location: '/' }).end();
    }
    throw new HttpError(404, `Nothing answers ${route}.`);
  }),
);

async function sendPage(response) {
  const [proofs, orders] = await Promise.all([proveAll(), latestOrders()]);
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  });
  response.end(page(process.env.SHOP_TITLE ?? 'Shop', proofs, orders));
}

/** The ordered item, from a form or from JSON. */
async function itemOf(request) {
  const text = (await readBody(request, 10_000)).toString();
  const isJson = request.headers['content-type']?.startsWith('application/json');
  const item = isJson ? parse(text).item : new URLSearchParams(text).get('item');
  if (typeof item === 'string' && item.trim() !== '' && item.length <= 80) return item.trim();
  throw new HttpError(400, 'An order has an `item` of 1 to 80 characters.');
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new HttpError(400, 'That is not JSON.');
  }
}
