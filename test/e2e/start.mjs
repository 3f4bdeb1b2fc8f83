/**
 * `npm start`: builds, and opens VS Code on a copy of the sample project, the text on the left and
 * the diagram on the right. Desktop VS Code when `code` is on PATH, otherwise VS Code in a browser.
 *
 *   npm start -- [--browser] [--folder FOLDER] [--no-build]
 *
 * Node built-ins only: it runs before anything is installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { extensionFolder, missingTools, root, startCodeServer } from './host.mjs';

const { values: options } = parseArgs({
  options: {
    browser: { type: 'boolean', default: false },
    folder: { type: 'string', default: path.join(root, '.cache', 'shop') },
    'no-build': { type: 'boolean', default: false },
  },
});

if (!existsSync(path.join(root, 'node_modules', '.package-lock.json'))) {
  step('Installing dependencies');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
if (!options['no-build']) {
  step('Building');
  run(process.execPath, ['build.mjs']);
}
const folder = path.resolve(options.folder);
const manifest = path.join(folder, 'infra.yaml');
copySample();
const code = options.browser ? undefined : desktopCode();
if (code) openDesktop(code);
else await openInBrowser();

function copySample() {
  if (existsSync(manifest)) return;
  step(`Copying the sample project to ${path.relative(process.cwd(), folder) || '.'}`);
  cpSync(path.join(extensionFolder, 'samples', 'shop'), folder, { recursive: true });
  mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  const settings = { 'patchbay.diagram.openAutomatically': true };
  writeFileSync(path.join(folder, '.vscode', 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}

/** The `code` command, when there is a desktop to show it on. */
function desktopCode() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const program = process.platform === 'win32' ? 'code.cmd' : 'code';
  const found = spawnSync(program, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' });
  return found.status === 0 ? program : undefined;
}

function openDesktop(program) {
  step('Opening VS Code');
  const args = [
    `--extensionDevelopmentPath=${extensionFolder}`,
    '--disable-workspace-trust',
    '--new-window',
    folder,
    manifest,
  ];
  const shell = process.platform === 'win32';
  run(program, shell ? args.map((argument) => `"${argument}"`) : args, shell);
  console.log('VS Code is open on the sample project: the text on the left, the diagram on the right.');
}

async function openInBrowser() {
  const missing = missingTools();
  if (missing) {
    console.error(`VS Code cannot be opened: ${missing}.`);
    console.error('Install VS Code and its `code` command, then run npm start again.');
    process.exit(1);
  }
  step('Starting VS Code');
  const server = await startCodeServer({
    extensions: [extensionFolder],
    overrides: { 'git.enabled': true, 'workbench.colorTheme': 'Default Dark Modern' },
  });
  const url = server.url(folder, manifest);
  console.log(`\nVS Code is open on the sample project at\n\n  ${url}\n\nCtrl+C stops it.`);
  showInBrowser(url);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping VS Code …');
    await server.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  // The server is a process of its own: keep this one alive for as long as it is wanted.
  setInterval(() => undefined, 1 << 30);
}

function showInBrowser(url) {
  const programs = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };
  const desktop = process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
  const [program, ...args] = programs[process.platform] ?? desktop ?? [];
  if (!program) return;
  const browser = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  browser.on('error', () => undefined);
  browser.unref();
}

function run(program, args, shell = process.platform === 'win32' && program === 'npm') {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', shell });
  if (status === 0) return;
  console.error(error ? `${program} could not be started: ${error.message}` : `${program} ${args.join(' ')} failed.`);
  process.exit(status ?? 1);
}

function step(what) {
  console.log(`${what} …`);
}
