/**
 * Makes the built-in bundles self-contained: a step's folder is copied alone before it runs, so
 * what its modules import from `./vendor/` is bundled into that folder from `local-runtime/`.
 */
import { build } from 'esbuild';
import { copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Files that a vendored module reads from its own folder at run time, by package. */
const data = new Map([
  ['pglite', { package: '@electric-sql/pglite', files: ['pglite.wasm', 'pglite.data', 'initdb.wasm'] }],
]);

/** Writes `NAME/STEP/vendor/` of every bundle that needs one. Leaves files alone that would not change. */
export async function buildBundles() {
  const entries = await readdir(here, { withFileTypes: true });
  const bundles = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('local-'));
  await Promise.all(bundles.map((entry) => vendorSteps(path.join(here, entry.name))));
}

async function vendorSteps(bundle) {
  const entries = await readdir(bundle, { withFileTypes: true });
  const steps = entries.filter((entry) => entry.isDirectory());
  await Promise.all(steps.map((step) => vendor(path.join(bundle, step.name))));
}

async function vendor(folder) {
  const modules = await importedModules(folder);
  if (modules.length === 0) return;
  const target = path.join(folder, 'vendor');
  await mkdir(target, { recursive: true });
  const { outputFiles } = await build({
    entryPoints: modules.map((name) => path.join(here, 'local-runtime', `${name}.mjs`)),
    outdir: target,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    // pg: its native twin is optional, and the rest of it is CommonJS that asks for Node's modules.
    external: ['pg-native', 'pg-cloudflare'],
    banner: {
      js: "import { createRequire as nodeRequire } from 'node:module';\nconst require = nodeRequire(import.meta.url);",
    },
  });
  await Promise.all(outputFiles.map((file) => writeIfChanged(file.path, file.contents)));
  await Promise.all(modules.map((name) => copyData(name, target)));
}

async function importedModules(folder) {
  const files = await readdir(folder).catch(() => []);
  const sources = files.filter((file) => file.endsWith('.mjs'));
  const texts = await Promise.all(sources.map((file) => readFile(path.join(folder, file), 'utf8')));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/['"]\.\/vendor\/([a-z-]+)\.mjs['"]/g)].map((match) => match[1]),
  );
  return [...new Set(names)];
}

async function copyData(name, target) {
  const wanted = data.get(name);
  if (wanted === undefined) return;
  const require = createRequire(path.join(here, '..', 'extension', 'package.json'));
  const source = path.dirname(require.resolve(wanted.package));
  for (const file of wanted.files) await copyIfChanged(path.join(source, file), path.join(target, file));
}

async function copyIfChanged(source, target) {
  const [from, to] = await Promise.all([readFile(source), readFile(target).catch(() => undefined)]);
  if (to?.equals(from)) return;
  await copyFile(source, `${target}.new`);
  await rename(`${target}.new`, target);
}

async function writeIfChanged(target, contents) {
  const present = await readFile(target).catch(() => undefined);
  if (present?.equals(contents)) return;
  await writeFile(`${target}.new`, contents);
  await rename(`${target}.new`, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildBundles();
