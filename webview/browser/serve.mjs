import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWebview } from '../build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Builds the stand-alone page and serves it. Returns its address, and how to stop. */
export async function servePage() {
  await buildWebview({ demo: true });
  const server = createServer((request, response) => {
    const file = path.join(root, path.normalize(new URL(request.url, 'http://localhost').pathname));
    readFile(file).then(
      (content) => response.setHeader('content-type', types[path.extname(file)] ?? 'text/plain').end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { baseUrl: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
