/** The little that the local HTTP servers have alike. */
import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** An answer other than 200 that a handler throws. */
export class HttpError extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Listens and answers `/healthz` with who it is; everything else goes to `handle`.
 *
 * @param {{service: string, id: string, folder: string, address: string, port: number}} order
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, url: URL) => unknown} handle
 *   What it throws becomes the answer.
 * @returns {Promise<() => Promise<void>>} What stops it.
 */
export async function listen({ service, id, folder, address, port }, handle) {
  const server = createServer(async (request, response) => {
    try {
      const url = new URL(request.url ?? '/', 'http://local');
      if (url.pathname === '/healthz') return sendJson(response, 200, { status: 'ok', service, id, folder });
      await handle(request, response, url);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      if (status === 500) console.error(error);
      if (response.headersSent) return response.destroy();
      if (status === 401) response.setHeader('www-authenticate', `Basic realm="${service}"`);
      sendJson(response, status, { error: error.message });
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, resolve);
  });
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value */
export function sendJson(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(value)}\n`);
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {number} limit Bytes; more is answered with 413.
 * @returns {Promise<Buffer>}
 */
export async function readBody(request, limit) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw new HttpError(413, `More than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Answers 401 unless the request carries this user name and password.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {string} username @param {string} password
 */
export function requireLogin(request, username, password) {
  const expected = Buffer.from(`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
  const given = Buffer.from(request.headers.authorization ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new HttpError(401, 'Say who you are: user name and password, as HTTP basic authentication.');
  }
}
