import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HttpError, listen, readBody, requireLogin, sendJson } from './vendor/http.mjs';
import { serve } from './vendor/service.mjs';

const folder = 'data';
const longestKey = 120;

serve(async ({ settings, password, ...order }) => {
  const root = `/${settings.name}`;
  const stop = await listen(order, async (request, response, url) => {
    const key = keyOf(url, root);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!(reads && key !== '' && settings.access === 'public-read')) requireLogin(request, settings.name, password);
    if (reads && key === '') return sendJson(response, 200, { name: settings.name, objects: await list() });
    if (reads) return send(response, key, request.method === 'HEAD');
    if (key === '') throw new HttpError(405, `Name an object: PUT ${root}/KEY.`);
    if (request.method === 'PUT') return put(request, response, key, settings.largest);
    if (request.method === 'DELETE') return remove(response, key);
    throw new HttpError(405, 'A bucket knows GET, HEAD, PUT and DELETE.');
  });
  await mkdir(folder, { recursive: true });
  return stop;
});

function keyOf(url, root) {
  const within = url.pathname === root || url.pathname.startsWith(`${root}/`);
  if (!within) throw new HttpError(404, `There is one bucket here: ${root}.`);
  const key = decodeURIComponent(url.pathname.slice(root.length + 1));
  if (Buffer.byteLength(key) > longestKey) throw new HttpError(414, `A key has at most ${longestKey} bytes.`);
  return key;
}

/** Hexadecimal, so that no key is a path, and none differs from another by case alone. */
function fileOf(key) {
  return path.join(folder, Buffer.from(key).toString('hex'));
}

async function list() {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]+$/.test(name));
  const objects = names.map(async (name) => {
    const { size, mtime } = await stat(path.join(folder, name));
    return { key: Buffer.from(name, 'hex').toString(), size, modified: mtime.toISOString() };
  });
  return (await Promise.all(objects)).sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function put(request, response, key, largest) {
  const body = await readBody(request, largest);
  const file = fileOf(key);
  await writeFile(`${file}.type`, request.headers['content-type'] ?? 'application/octet-stream');
  await writeFile(`${file}.new`, body);
  await rename(`${file}.new`, file);
  sendJson(response, 201, { key, size: body.length });
}

async function send(response, key, headOnly) {
  const body = await readFile(fileOf(key)).catch(() => undefined);
  if (body === undefined) throw new HttpError(404, `There is no object ${key}.`);
  const type = await readFile(`${fileOf(key)}.type`, 'utf8').catch(() => 'application/octet-stream');
  // Objects are data: a page among them must not run as if this machine had written it.
  const headers = { 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox' };
  response.writeHead(200, { ...headers, 'content-type': type, 'content-length': body.length });
  response.end(headOnly ? undefined : body);
}

async function remove(response, key) {
  await rm(fileOf(key), { force: true });
  await rm(`${fileOf(key)}.type`, { force: true });
  response.writeHead(204).end();
}
