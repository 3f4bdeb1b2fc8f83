import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  LSPErrorCodes,
  Message,
  StreamMessageReader,
  type NotificationMessage,
  type RequestMessage,
} from 'vscode-languageserver/node';
import { buildLanguageServer } from '../build.mjs';

let folder: string;
const at = (name: string): string => join(folder, name);
const uri = (name: string): string => pathToFileURL(at(name)).href;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-start-'));
  await buildLanguageServer(at('dist'));
  await mkdir(at('bundles'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = (id: number, method: string, params: object): RequestMessage => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
const notification = (method: string, params: object): NotificationMessage => ({ jsonrpc: '2.0', method, params });

const initialize = request(1, 'initialize', { processId: null, rootUri: null, capabilities: {} });
const initialized = notification('initialized', {});

/** Writes all messages in one go, as a client in a hurry would: none waits for an answer. */
function send(server: ChildProcessWithoutNullStreams, ...messages: Message[]): void {
  const texts = messages.map((message) => JSON.stringify(message));
  server.stdin.write(texts.map((text) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`).join(''));
}

function start() {
  const server = spawn(process.execPath, [at('dist/server.js'), '--stdio']);
  const answers = new Map<unknown, unknown>();
  let heard = (): void => undefined;
  new StreamMessageReader(server.stdout).listen((message) => {
    if (!Message.isResponse(message)) return;
    answers.set(message.id, message.error?.code ?? message.result);
    heard();
  });
  return {
    server,
    answers,
    ended: once(server, 'close'),
    async answered(...ids: number[]): Promise<void> {
      while (!ids.every((id) => answers.has(id))) await new Promise<void>((resolve) => (heard = resolve));
    },
  };
}

test('what comes while the rest is loaded is answered in its order, and can be cancelled', async () => {
  const { server, answers, answered, ended } = start();
  const manifest = uri('infra.yaml');
  const text = 'components:\n  a:\n    bundle: gone\n';
  const inside = { textDocument: { uri: manifest } };
  const change = (version: number, text: string): NotificationMessage =>
    notification('textDocument/didChange', { textDocument: { uri: manifest, version }, contentChanges: [{ text }] });
  send(
    server,
    initialize,
    initialized,
    notification('textDocument/didOpen', {
      textDocument: { uri: manifest, languageId: 'infra-manifest', version: 1, text: '' },
    }),
    change(2, 'components: {}\n'),
    change(3, text),
    request(2, 'textDocument/documentSymbol', inside),
    request(3, 'textDocument/foldingRange', inside),
    request(4, 'textDocument/hover', { ...inside, position: { line: 2, character: 14 } }),
    notification('$/cancelRequest', { id: 4 }),
  );
  await answered(1, 2, 3, 4);
  expect(answers.get(1)).toMatchObject({ serverInfo: { name: 'patchbay' } });
  expect(answers.get(2)).toMatchObject([{ name: 'a' }]);
  expect(answers.get(3)).not.toHaveLength(0);
  expect(answers.get(4)).toBe(LSPErrorCodes.RequestCancelled);
  send(server, request(5, 'shutdown', {}), notification('exit', {}));
  await ended;
  expect(server.exitCode).toBe(0);
});

test('initialize is answered before the rest is there; a server that cannot load it ends', async () => {
  const rest = (await readdir(at('dist'))).find((name) => name.startsWith('server-serve-'));
  await writeFile(at(`dist/${rest}`), 'throw new Error("damaged");\n');
  const { server, answers, ended } = start();
  let said = '';
  server.stderr.on('data', (data: Buffer) => (said += data.toString()));
  send(server, initialize, initialized);
  await ended;
  expect(answers.get(1)).toMatchObject({ serverInfo: { name: 'patchbay' } });
  expect(server.exitCode).toBe(1);
  expect(said).toContain('damaged');
});
