/** A language server as a child process, spoken to over stdio: the least that a measurement needs. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';

const require = createRequire(import.meta.url);
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require('vscode-jsonrpc/node');

/**
 * Starts a server and waits until it is initialized.
 * `settings` answers `workspace/configuration`, section by section.
 */
export async function startServer({ command, args, folder, settings = {}, initializationOptions = {} }) {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const diagnostics = new Map();
  const waiting = new Set();
  connection.onNotification('textDocument/publishDiagnostics', (message) => {
    diagnostics.set(message.uri, message.diagnostics);
    for (const check of waiting) check();
  });
  connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => settings[section] ?? null));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('workspace/workspaceFolders', () => [{ uri: folder, name: 'bench' }]);
  for (const ask of ['inlayHint', 'codeLens', 'semanticTokens', 'diagnostic'])
    connection.onRequest(`workspace/${ask}/refresh`, () => null);
  connection.listen();

  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder,
    workspaceFolders: [{ uri: folder, name: 'bench' }],
    initializationOptions,
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: {
        publishDiagnostics: { versionSupport: true },
        completion: { completionItem: { snippetSupport: true } },
        hover: {},
      },
    },
  });
  await connection.sendNotification('initialized', {});
  const startTime = performance.now() - started;
  if (Object.keys(settings).length) await connection.sendNotification('workspace/didChangeConfiguration', { settings });

  return {
    startTime,
    request: (method, parameters) => connection.sendRequest(method, parameters),
    notify: (method, parameters) => connection.sendNotification(method, parameters),
    /** Resolves when the diagnostics of a document satisfy `when`; rejects after `timeout` ms. */
    diagnosed(uri, when, timeout = 60_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(
            new Error(
              `no such diagnostics in ${timeout} ms; last: ${JSON.stringify(diagnostics.get(uri))?.slice(0, 400)}`,
            ),
          );
        }, timeout);
        const check = () => {
          const list = diagnostics.get(uri);
          if (!list || !when(list)) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(list);
        };
        waiting.add(check);
        check();
      });
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
    async stop() {
      await Promise.race([connection.sendRequest('shutdown'), new Promise((resolve) => setTimeout(resolve, 1000))]);
      connection.dispose();
      child.kill('SIGKILL');
    },
  };
}
