import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Diagnostic, Position } from 'vscode-languageserver-types';
import { buildLanguageServer } from '../../language-server/build.mjs';
import { startServer } from '../language-client.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The language server as it ships, in a process of its own, over a workspace that a test wrote. */
export interface RunningServer {
  /** The workspace folder. */
  readonly folder: string;
  readonly client: Awaited<ReturnType<typeof startServer>>;
  uri(name: string): string;
  /** Opens a file, which need not be on disk, and waits for what is said of it. */
  open(name: string, text: string, languageId?: string): Promise<readonly Diagnostic[]>;
  /** Replaces the whole text of an open file. */
  replace(name: string, text: string): Promise<readonly Diagnostic[]>;
  close(name: string): Promise<void>;
  /** A request of the protocol at a place in an open file. */
  at(method: string, name: string, position: Position, more?: object): ReturnType<RunningServer['client']['request']>;
  /** How long a hover in a small file takes, in ms; throws when it is not answered well. */
  pulse(): Promise<number>;
  /** What the server has worked so far, in ms of its processor: other work on the machine does not count. */
  worked(): Promise<number>;
  stop(): Promise<void>;
}

const small = 'small.infra.yaml';
const smallText = 'components:\n  a:\n    bundle: plain\n    params: { size: 2 }\n';
const plainBundle = 'name: plain\nversion: 1.0.0\nparams:\n  properties:\n    size: { type: integer, title: Size }\n';

/** Bundles the server once and starts it over a folder with `files`, beside which `small.infra.yaml` is open. */
export async function startRunningServer(files: { readonly [path: string]: string }): Promise<RunningServer> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'patchbay-faults-'));
  const folder = path.join(temporary, 'workspace');
  for (const [name, text] of Object.entries({ ...files, 'plain/bundle.yaml': plainBundle })) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  await symlink(path.join(root, 'bundles'), path.join(temporary, 'bundles'), 'junction');
  const built = path.join(temporary, 'language-server');
  await buildLanguageServer(built);
  const uri = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  const client = await startServer({
    command: process.execPath,
    args: [path.join(built, 'server.js'), '--stdio'],
    folder: pathToFileURL(folder).href,
  });

  let version = 0;
  const settled = (name: string, wanted: number) => client.diagnosed(uri(name), (_, given) => given === wanted);
  const server: RunningServer = {
    folder,
    client,
    uri,
    async open(name, text, languageId = 'yaml') {
      const wanted = ++version;
      await client.notify('textDocument/didOpen', {
        textDocument: { uri: uri(name), languageId, version: wanted, text },
      });
      return settled(name, wanted);
    },
    async replace(name, text) {
      const wanted = ++version;
      await client.notify('textDocument/didChange', {
        textDocument: { uri: uri(name), version: wanted },
        contentChanges: [{ text }],
      });
      return settled(name, wanted);
    },
    close: (name) => client.notify('textDocument/didClose', { textDocument: { uri: uri(name) } }),
    at: (method, name, position, more = {}) =>
      client.request(method, { textDocument: { uri: uri(name) }, position, ...more }),
    async pulse() {
      const asked = performance.now();
      const answer = await server.at('textDocument/hover', small, { line: 3, character: 16 });
      if (!String(answer?.contents?.value).includes('Size')) throw new Error(`No hover: ${JSON.stringify(answer)}`);
      return performance.now() - asked;
    },
    worked: async () => (await client.processorTime()) ?? performance.now(),
    async stop() {
      await client.stop();
      await rm(temporary, { recursive: true, force: true });
    },
  };
  await server.open(small, smallText);
  return server;
}
