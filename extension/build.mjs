/** Builds the command line: `cli.js`, and beside it the thread in which it evaluates jq. */
import { build } from 'esbuild';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('src', import.meta.url));
const ofEsModule = [
  "import { createRequire } from 'node:module';",
  'const { filename: __filename, dirname: __dirname } = import.meta;',
  'const require = createRequire(import.meta.url);',
];

/**
 * @param {string} folder where both files go
 * @param {import('esbuild').BuildOptions} options how everything is built
 */
export async function buildCommandLine(folder, options) {
  await Promise.all([
    build({
      ...options,
      entryPoints: [path.join(source, 'cli/main.ts')],
      outfile: path.join(folder, 'cli.js'),
      // CommonJS has no import.meta, by which a file finds the one beside it.
      banner: { js: "#!/usr/bin/env node\nconst thisFileUrl = require('node:url').pathToFileURL(__filename).href;" },
      define: { 'import.meta.url': 'thisFileUrl' },
    }),
    build({
      ...options,
      format: 'esm',
      entryPoints: [path.join(source, 'provisioning/jq-worker.mjs')],
      outfile: path.join(folder, 'jq-worker.mjs'),
      // jq is a CommonJS module.
      banner: { js: ofEsModule.join('\n') },
    }),
  ]);
}
