/**
 * Builds the language server: `server.js`, which answers `initialize`, and beside it what it loads
 * after that. Parts of one program, which share their libraries: ES modules, as only those can be
 * split.
 */
import { build } from 'esbuild';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @param {string} folder where the files go
 * @param {import('esbuild').BuildOptions} [options] how everything is built
 */
export async function buildLanguageServer(folder, options) {
  await build({
    ...options,
    entryPoints: [fileURLToPath(new URL('src/server.ts', import.meta.url))],
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'server-[name]-[hash]',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    // Some libraries are CommonJS modules.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
  // So that Node knows them for ES modules wherever the folder is copied to.
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }\n');
}
