/** Modules beside a bundle: what is saved there is heard, and nothing in them stops the server. */
import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRunningServer, type RunningServer } from './running-server.ts';

const bundle = (expression = '.params.size') => `name: web-app
params:
  required: [size]
  properties:
    size: { type: integer }
app:
  envs:
    SIZE: ${JSON.stringify(expression)}
steps:
  - { path: src, provisioner: opentofu }
`;

let server: RunningServer;
beforeAll(async () => {
  const main = 'variable "size" {}\nvariable "region" {}\n';
  server = await startRunningServer({ 'app/bundle.yaml': bundle(), 'app/src/main.tf': main });
}, 60_000);
afterAll(() => server.stop());

async function save(name: string, text: string): Promise<void> {
  await writeFile(path.join(server.folder, name), text);
  await server.client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: server.uri(name), type: 2 }] });
}

function codes(name: string, when: (codes: readonly unknown[]) => boolean): Promise<unknown> {
  return server.client.diagnosed(server.uri(name), (diagnostics) => when(diagnostics.map(({ code }) => code)), 10_000);
}

test('saving a file of the module refreshes what is said of the bundle', async () => {
  await server.open('app/bundle.yaml', bundle());
  await codes('app/bundle.yaml', (found) => found.includes('module-variable-unfilled'));
  await save('app/src/main.tf', 'variable "size" {}\n');
  await codes('app/bundle.yaml', (found) => found.length === 0);
});

test.each([
  ['a file that never ends', '"${'.repeat(300_000)],
  ['brackets', '['.repeat(900_000)],
  ['comments', '/* '.repeat(300_000)],
  ['variables', 'variable "__proto__" {}\nvariable "constructor" {}\n'.repeat(10_000)],
  ['more than is read', '#'.repeat(2_000_000)],
])('%s in a module', async (_, text) => {
  const before = await server.worked();
  await save('app/src/main.tf', text);
  await save('app/src/resource_x.jq', text.slice(0, 900_000));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await server.pulse();
  expect((await server.worked()) - before).toBeLessThan(5_000);
});

test('a link out of the bundle is not followed', async () => {
  await save('secret.tf', 'variable "stolen" {}\n');
  await symlink(path.join(server.folder, 'secret.tf'), path.join(server.folder, 'app/src/link.tf'));
  await save('app/src/main.tf', 'variable "size" {}\n');
  await save('app/src/resource_x.jq', '1');
  await codes('app/bundle.yaml', (found) => found.length === 1 && found[0] === 'resource-undeclared');
});

test.each([
  'until(false; .)',
  '[limit(1e12; repeat(1))]',
  '('.repeat(5_000),
  '"\\('.repeat(5_000),
  '.a'.repeat(20_000),
  'def f: f; f',
])('an expression is read and never run: %s', async (expression) => {
  const before = await server.worked();
  await server.replace('app/bundle.yaml', bundle(expression));
  await server.pulse();
  expect((await server.worked()) - before).toBeLessThan(5_000);
});
