import { httpClient } from './vendor/http-client.mjs';
import { listen, sendJson } from './vendor/http.mjs';
import { serve } from './vendor/service.mjs';

serve(async ({ settings, password: _, ...order }) => {
  const status = { sent: 0, lastError: null };
  const stop = await listen(order, (request, response) => sendJson(response, 200, status));
  const timer = setInterval(() => ring(settings.message, status), settings.everySeconds * 1000);
  return () => {
    clearInterval(timer);
    return stop();
  };
});

async function ring(message, status) {
  try {
    await httpClient(process.env.QUEUE_URL)('/messages', { method: 'POST', body: JSON.stringify(message) });
    status.sent++;
    status.lastError = null;
  } catch (error) {
    console.error(error.message);
    status.lastError = error.message;
  }
}
