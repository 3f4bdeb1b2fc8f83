import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError, listen, readBody, requireLogin, sendJson } from './vendor/http.mjs';
import { serve } from './vendor/service.mjs';
import { openMessages } from './messages.mjs';

const largestMessage = 256 * 1024;
const longestWait = 20;

serve(async ({ settings, password, ...order }) => {
  const root = `/${settings.name}`;
  let messages;
  const stop = await listen(order, async (request, response, url) => {
    requireLogin(request, settings.name, password);
    const route = `${request.method} ${url.pathname}`;
    if (route === `GET ${root}`) return sendJson(response, 200, { name: settings.name, ...messages.count() });
    if (route === `POST ${root}/messages`) {
      const body = (await readBody(request, largestMessage)).toString();
      return sendJson(response, 201, await messages.add(body));
    }
    if (route === `POST ${root}/receive`) return receive(response, messages, url);
    const id = url.pathname.startsWith(`${root}/messages/`) ? url.pathname.slice(`${root}/messages/`.length) : '';
    if (request.method === 'DELETE' && (await messages.finish(id))) return response.writeHead(204).end();
    throw new HttpError(404, `Nothing answers ${route}.`);
  });
  messages = await openMessages('data', settings.visibilityTimeout * 1000);
  return stop;
});

/** `?wait=SECONDS` waits for a message, so that consumers need not ask all the time. */
async function receive(response, messages, url) {
  const wait = Math.min(Number(url.searchParams.get('wait') ?? 0) || 0, longestWait);
  for (const deadline = Date.now() + wait * 1000; ; await sleep(50)) {
    const message = response.destroyed ? undefined : messages.take();
    if (message !== undefined) return sendJson(response, 200, message);
    if (response.destroyed || Date.now() >= deadline) return response.writeHead(204).end();
  }
}
