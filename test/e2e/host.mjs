/** Starts a real VS Code in a browser, with nothing of this machine's own settings, and reads what a person would see. */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { codeServer, findChromium, installCodeServer, node24, toolsRequired } from './setup.mjs';

export const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');
/** The extension under test, built. */
export const extensionFolder = process.env.PATCHBAY_EXTENSION ?? path.join(root, 'extension');

const settings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
  'editor.hover.delay': 50,
  'window.dialogStyle': 'custom',
  'remote.autoForwardPorts': false,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** Why these tests cannot run here; undefined when they can. Where tools are required, not being able is an error. */
export function missingTools() {
  const missing = installCodeServer() ?? findChromium().missing;
  if (missing && toolsRequired) throw new Error(`The end-to-end tests cannot run: ${missing}.`);
  return missing;
}

/**
 * Starts code-server on a free port with fresh settings.
 *
 * @param options.extensions folders of extensions to link; `vsix` files are installed instead
 * @param options.trust false: folders are restricted until a person trusts them
 */
export async function startCodeServer({ extensions = [], vsix = [], overrides = {}, trust = true, env = {} } = {}) {
  // Short: it holds unix sockets, whose paths end at 108 bytes.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pb-'));
  // It is the temporary folder too, and servers that are started by root run as somebody else.
  fs.chmodSync(folder, 0o711);
  const user = path.join(folder, 'u');
  const installed = path.join(folder, 'x');
  fs.mkdirSync(installed);
  const all = { ...settings, 'security.workspace.trust.enabled': !trust, ...overrides };
  // Settings of the machine are read from a file of their own.
  for (const scope of ['User', 'Machine']) {
    fs.mkdirSync(path.join(user, scope), { recursive: true });
    fs.writeFileSync(path.join(user, scope, 'settings.json'), JSON.stringify(all));
  }
  fs.writeFileSync(path.join(folder, 'config.yaml'), 'auth: none\n');
  for (const extension of extensions) {
    const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(extension, 'package.json'), 'utf8'));
    fs.symlinkSync(path.resolve(extension), path.join(installed, `${publisher}.${name}-${version}`));
  }
  const environment = {
    ...process.env,
    XDG_CONFIG_HOME: path.join(folder, 'xc'),
    XDG_DATA_HOME: path.join(folder, 'xd'),
    XDG_CACHE_HOME: path.join(folder, 'xh'),
    XDG_RUNTIME_DIR: folder,
    TMPDIR: folder,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...env,
  };
  const places = ['--config', path.join(folder, 'config.yaml'), '--user-data-dir', user, '--extensions-dir', installed];
  for (const file of vsix) {
    execFileSync(node24, [codeServer, ...places, '--install-extension', file, '--force'], { env: environment });
  }
  const port = await freePort();
  const log = path.join(folder, 'server.log');
  const output = fs.openSync(log, 'w');
  const flags = [
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--ignore-last-opened'],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'],
    ...(trust ? ['--disable-workspace-trust'] : []),
  ];
  const child = spawn(node24, [codeServer, ...places, ...flags], {
    env: environment,
    stdio: ['ignore', output, output],
    detached: true,
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // It is gone already.
    }
  };
  const killAtExit = () => signal('SIGKILL');
  process.once('exit', killAtExit);
  const origin = `http://127.0.0.1:${port}`;
  await untilHealthy(origin, child, log);
  return {
    origin,
    folder,
    log,
    /** The page with a folder open, and a file in front when named. */
    url(workspace, file) {
      const query = new URLSearchParams({ folder: workspace });
      const opened = `vscode-remote://127.0.0.1:${port}${file}`;
      if (file) query.set('payload', JSON.stringify([['openFile', opened]]));
      return `${origin}/?${query}`;
    },
    async stop() {
      signal('SIGTERM');
      await Promise.race([exited, wait(5000)]);
      signal('SIGKILL');
      process.off('exit', killAtExit);
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function untilHealthy(origin, child, log) {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null) break;
    await wait(100);
  }
  throw new Error(`code-server did not start:\n${fs.readFileSync(log, 'utf8')}`);
}

export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export async function launchChromium() {
  const { chromium } = await import('playwright-core');
  const { path: executablePath, missing } = findChromium();
  if (missing) throw new Error(missing);
  return chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      // No test reaches beyond this machine.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

/** Runs a function of the test inside the extension host: `inHost((vscode, x) => …, x)`; JSON in and out. */
export function bridgeTo(socketPath) {
  return (run, ...args) =>
    new Promise((resolve, reject) => {
      const request = http.request({ socketPath, method: 'POST' }, (response) => {
        let body = '';
        response.on('data', (chunk) => (body += chunk));
        response.on('end', () => {
          const { value, error } = JSON.parse(body);
          if (error) reject(new Error(error));
          else resolve(value);
        });
      });
      request.on('error', reject);
      request.end(JSON.stringify({ source: String(run), args }));
    });
}

/**
 * Opens a workspace in a fresh VS Code and browser.
 *
 * @returns the workbench, a bridge into the extension host, and how to close everything
 */
export async function openWorkbench(workspace, options = {}) {
  // A runner that gives up on a test must not leave a VS Code behind; its end is tied to this process's.
  process.once('SIGTERM', () => process.exit(143));
  const sockets = fs.mkdtempSync(path.join(os.tmpdir(), 'pbs-'));
  const socket = path.join(sockets, 's');
  const server = await startCodeServer({
    ...options,
    extensions: [...(options.extensions ?? [extensionFolder]), path.join(here, 'bridge')],
    env: { PATCHBAY_E2E_BRIDGE: socket, ...options.env },
  });
  const browser = await launchChromium();
  const context = await browser.newContext({ viewport: options.viewport ?? { width: 1600, height: 1000 } });
  await options.prepare?.(context);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(server.url(workspace, options.file), { waitUntil: 'domcontentloaded' });
  const workbench = new Workbench(page);
  await workbench.ready();
  await eventually(() => fs.existsSync(socket), Boolean, { what: 'the bridge into the extension host' });
  if (options.file) await workbench.opened(path.basename(options.file));
  const close = async () => {
    await browser.close();
    await server.stop();
    fs.rmSync(sockets, { recursive: true, force: true });
  };
  return { workbench, page, context, server, inHost: bridgeTo(socket), close };
}

/** The parts of VS Code that a person uses. */
export class Workbench {
  constructor(page) {
    this.page = page;
  }

  async ready() {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  /** Runs a command as a person does: by its name in the palette. Looks again when it is not offered yet. */
  async command(title) {
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('F1');
      const input = this.page.locator('.quick-input-widget input.input');
      await input.waitFor();
      await input.fill(`>${title}`);
      const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
      const offered = await row.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (offered) return row.click();
      if (attempt === 6) throw new Error(`The command palette does not offer ${title}.`);
      await this.page.keyboard.press('Escape');
    }
  }

  /** Chooses the entry of the open quick pick that has this text. */
  async pick(text) {
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
    await row.waitFor();
    await row.click();
  }

  async open(name) {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(name);
    await this.pick(name);
    await this.opened(name);
  }

  /** Waits for a file to be in front. */
  async opened(name) {
    await this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  /** The page inside a webview. */
  webview(nth = 0) {
    return this.page.frameLocator('iframe.webview.ready').nth(nth).frameLocator('iframe#active-frame');
  }

  /** Puts the cursor behind the first occurrence of a text, in the editor in front. */
  async cursorBehind(inHost, text) {
    const { line, character } = await inHost(async (vscode, wanted) => {
      const shown = vscode.window.visibleTextEditors.find(({ document }) => document.languageId === 'infra-manifest');
      const editor = await vscode.window.showTextDocument(shown.document, shown.viewColumn);
      const offset = editor.document.getText().indexOf(wanted);
      if (offset < 0) throw new Error(`There is no ${wanted} in the text.`);
      const at = editor.document.positionAt(offset + wanted.length);
      editor.selection = new vscode.Selection(at, at);
      editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
      return at;
    }, text);
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line + 1}, Col ${character + 1}` }).waitFor();
  }

  /** True once the extension runs. */
  active(inHost) {
    return inHost((vscode) => vscode.extensions.getExtension('patchbay.patchbay')?.isActive ?? false);
  }

  notification(text) {
    return this.page.locator('.notification-toast, .notification-list-item').filter({ hasText: text }).first();
  }

  dialog() {
    return this.page.locator('.monaco-dialog-box');
  }
}

/** Asks again until the answer is right; fails with the last answer. */
export async function eventually(ask, right, { within = 20_000, what = 'the expected answer' } = {}) {
  const end = Date.now() + within;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (right(last)) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${within / 1000} s for ${what}. Last: ${inspect(last)}`);
    await wait(150);
  }
}

function inspect(value) {
  return value instanceof Error ? value.message : JSON.stringify(value)?.slice(0, 2000);
}

/** A copy of the sample project in a folder of its own. */
export function copySample() {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'pbw-'));
  const folder = path.join(parent, 'shop');
  fs.cpSync(path.join(root, 'extension', 'samples', 'shop'), folder, { recursive: true });
  return {
    folder,
    manifest: path.join(folder, 'infra.yaml'),
    remove: () => fs.rmSync(parent, { recursive: true, force: true }),
  };
}
