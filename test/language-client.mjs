/** A language server as a child process, spoken to over stdio: the least that measurements and tests need. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';

const require = createRequire(import.meta.url);
const {
  createMessageConnection,
  CancellationTokenSource,
  StreamMessageReader,
  StreamMessageWriter,
} = require('vscode-jsonrpc/node');

const usualCapabilities = {
  workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
  textDocument: {
    publishDiagnostics: { versionSupport: true },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

/**
 * Starts a server and waits until it is initialized.
 *
 * @param {object} start
 * @param {string} start.command
 * @param {readonly string[]} start.args
 * @param {string} start.folder URI of the one workspace folder
 * @param {Record<string, unknown>} [start.settings] answers `workspace/configuration`, section by section
 * @param {unknown} [start.initializationOptions]
 * @param {object} [start.capabilities] what the editor can do; a good deal by default
 */
export async function startServer({
  command,
  args,
  folder,
  settings = {},
  initializationOptions = {},
  capabilities = usualCapabilities,
}) {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  /** @type {Map<string, { uri: string, version?: number, diagnostics: any[] }>} */
  const published = new Map();
  /** @type {Set<() => void>} */
  const waiting = new Set();
  /** @type {string[]} */
  const logged = [];
  /**
   * @param {string} method
   * @param {(message: any) => void} handle
   */
  const on = (method, handle) =>
    connection.onNotification(method, (message) => {
      handle(message);
      for (const check of waiting) check();
    });
  on('textDocument/publishDiagnostics', (message) => published.set(message.uri, message));
  on('window/logMessage', ({ message }) => logged.push(message));
  connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => settings[section] ?? null));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('workspace/workspaceFolders', () => [{ uri: folder, name: 'workspace' }]);
  for (const ask of ['inlayHint', 'codeLens', 'semanticTokens', 'diagnostic'])
    connection.onRequest(`workspace/${ask}/refresh`, () => null);
  connection.listen();

  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder,
    workspaceFolders: [{ uri: folder, name: 'workspace' }],
    initializationOptions,
    capabilities,
  });
  await connection.sendNotification('initialized', {});
  const startTime = performance.now() - started;
  if (Object.keys(settings).length) await connection.sendNotification('workspace/didChangeConfiguration', { settings });

  /**
   * Resolves when what the server has said makes `condition` true; rejects after `timeout` ms.
   *
   * @param {() => boolean} condition
   * @param {number} [timeout]
   * @param {() => string} [explain] says in the error what is there instead
   * @returns {Promise<void>}
   */
  const until = (condition, timeout = 60_000, explain = () => '') =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`Not in ${timeout} ms. ${explain()}`));
      }, timeout);
      const check = () => {
        if (!condition()) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });

  return {
    startTime,
    pid: child.pid,
    /** What the server wrote to its log. */
    logged,
    /** False once the process has ended. */
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    /**
     * @param {string} method
     * @param {unknown} [parameters]
     * @returns {Promise<any>}
     */
    request: (method, parameters) => connection.sendRequest(method, parameters),
    /**
     * A request that can be given up.
     *
     * @param {string} method
     * @param {unknown} parameters
     * @returns {{ answer: Promise<any>, cancel: () => void }}
     */
    cancellable(method, parameters) {
      const source = new CancellationTokenSource();
      return {
        answer: connection.sendRequest(method, parameters, source.token),
        cancel: () => source.cancel(),
      };
    },
    /**
     * @param {string} method
     * @param {unknown} [parameters]
     */
    notify: (method, parameters) => connection.sendNotification(method, parameters),
    /** What was published last, by document. */
    published,
    /** Hears a notification of the server. */
    on,
    until,
    /**
     * Resolves when the diagnostics of a document satisfy `when`; rejects after `timeout` ms.
     *
     * @param {string} uri
     * @param {(diagnostics: any[], version: number | undefined) => boolean} when
     * @returns {Promise<any[]>}
     */
    async diagnosed(uri, when, timeout = 60_000) {
      const last = () => published.get(uri);
      const what = () => `Other diagnostics: ${JSON.stringify(last()?.diagnostics)?.slice(0, 400)}.`;
      await until(() => published.has(uri) && when(last().diagnostics, last().version), timeout, what);
      return last().diagnostics;
    },
    /** Resident memory in MiB; undefined where the system does not say. */
    async memory() {
      try {
        const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
      } catch {
        return undefined;
      }
    },
    /** Processor time used so far, in ms; undefined where the system does not say. */
    async processorTime() {
      try {
        const fields = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
        return (Number(fields[11]) + Number(fields[12])) * 10;
      } catch {
        return undefined;
      }
    },
    async stop() {
      await Promise.race([connection.sendRequest('shutdown'), new Promise((resolve) => setTimeout(resolve, 1000))]);
      connection.dispose();
      child.kill('SIGKILL');
      await ended;
    },
  };
}
