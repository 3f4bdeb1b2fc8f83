import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Builds the webview into `dist`: diagram.js, diagram.css, layout-worker.js. With `demo` also the stand-alone page. */
export async function buildWebview({ demo = false } = {}) {
  await rm(new URL('dist', import.meta.url), { recursive: true, force: true });
  const modes = ['diagram', 'layout-worker', ...(demo ? ['demo'] : [])];
  for (const mode of modes) await build({ root, mode, configFile: `${root}vite.config.ts`, logLevel: 'warn' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWebview({ demo: true });
