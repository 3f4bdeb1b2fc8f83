/**
 * `npm test`: everything, on a fresh clone too. Prints what failed as it goes and closes with
 * `N passed, N failed, N skipped`.
 *
 *   npm test -- [build] [lint] [types] [unit] [e2e]     only these parts, in this order
 *
 * Node built-ins only: it installs what the rest needs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const parts = { build, lint, types, unit, e2e };
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = chosen.filter((part) => !(part in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
install();
for (const [name, part] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const start = Date.now();
  console.log(`\n==> ${name}`);
  const result = await part();
  for (const key of Object.keys(total)) total[key] += result[key] ?? 0;
  console.log(`==> ${name}: ${Math.round((Date.now() - start) / 1000)} s`);
  // Nothing after a broken build says anything.
  if (name === 'build' && result.failed) break;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

function install() {
  if (existsSync(path.join(root, 'node_modules', '.package-lock.json'))) return;
  console.log('==> npm ci');
  if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) process.exit(1);
}

function build() {
  return one(run(process.execPath, ['build.mjs']));
}

function lint() {
  return one(run('npm', ['run', '--silent', 'lint']));
}

function types() {
  return one(run('npm', ['run', '--silent', 'types']));
}

function unit() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'results-'));
  const file = path.join(folder, 'unit.json');
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const ran = run(process.execPath, [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  rmSync(folder, { recursive: true });
  if (!results) return { failed: 1 };
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = results;
  // A file that does not load has no tests to fail.
  return { passed, failed: ran ? failed : Math.max(failed, 1), skipped };
}

/** One file at a time: each starts a VS Code and a browser. */
async function e2e() {
  const folder = path.join(root, 'test', 'e2e');
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.test.mjs'))
    .sort()
    .map((file) => path.join(folder, file));
  const result = { passed: 0, failed: 0, skipped: 0 };
  const stream = runTests({ files, concurrency: 1, timeout: 600_000 });
  const isTest = (event) => event.details?.type !== 'suite' && !files.includes(event.name);
  stream.on('test:pass', (event) => {
    if (event.skip !== undefined) result.skipped++;
    else if (isTest(event)) result.passed++;
  });
  stream.on('test:fail', (event) => {
    if (isTest(event) || event.details?.error?.failureType !== 'subtestsFailed') result.failed++;
  });
  const report = stream.compose(spec);
  report.pipe(process.stdout, { end: false });
  await new Promise((resolve, reject) => report.on('end', resolve).on('error', reject));
  return result;
}

function one(passed) {
  return passed ? { passed: 1 } : { failed: 1 };
}

function run(program, args) {
  const shell = process.platform === 'win32' && program === 'npm';
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell }).status === 0;
}
