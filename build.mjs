/**
 * The one build: `npm run build`, with `--package` also the .vsix. Every part lands in its own
 * `dist`, and what the extension needs at run time is copied into `extension/dist`, so that one
 * folder is all that ships.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundles } from './bundles/build.mjs';
import { buildCommandLine } from './extension/build.mjs';
import { thirdPartyLicenses } from './extension/third-party-licenses.mjs';
import { buildLanguageServer } from './language-server/build.mjs';
import { buildWebview } from './webview/build.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const at = (...parts) => path.join(root, ...parts);

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  minify: process.argv.includes('--package'),
  logLevel: 'warning',
  // Prefer ES modules: the CommonJS (UMD) builds of some libraries cannot be bundled.
  mainFields: ['module', 'main'],
};

const ships = (source) =>
  !/[\\/](?:node_modules|\.patchbay|\.terraform)(?:[\\/]|$)|\.ts$|[\\/]build\.mjs$/.test(source);

/** The language server reads what bundles say and runs none: their libraries stay out. */
const isContract = (source) => ships(source) && !/[\\/]vendor(?:[\\/]|$)/.test(source);

await rm(at('extension/dist'), { recursive: true, force: true });
await rm(at('language-server/dist'), { recursive: true, force: true });
await Promise.all([
  buildLanguageServer(at('language-server/dist'), node),
  build({
    ...node,
    entryPoints: [at('extension/src/extension.ts')],
    outfile: at('extension/dist/extension.js'),
    external: ['vscode'],
  }),
  buildCommandLine(at('extension/dist'), node),
  buildBundles(),
  buildWebview(),
]);

await mkdir(at('extension/dist/webview'), { recursive: true });
const copies = [
  // Without its bundles, which are not there yet: the extension has its own.
  ['language-server/dist', 'extension/dist/language-server'],
  ['webview/dist', 'extension/dist/webview'],
  ['bundles', 'extension/dist/bundles'],
  ['bundles', 'language-server/dist/bundles', isContract],
  ['extension/samples', 'extension/dist/samples'],
  ['LICENSE', 'extension/LICENSE'],
  ['CHANGELOG.md', 'extension/CHANGELOG.md'],
];
for (const [from, to, filter = ships] of copies) await cp(at(from), at(to), { recursive: true, filter });

const licenses = await thirdPartyLicenses(root, ['language-server', 'extension', 'webview']);
await writeFile(at('extension/dist/third-party-licenses.txt'), licenses);

if (process.argv.includes('--package')) {
  const vsce = at('node_modules/@vscode/vsce/vsce');
  const { status } = spawnSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', at('patchbay.vsix')], {
    cwd: at('extension'),
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
