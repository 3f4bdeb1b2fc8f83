import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtInFolder, readRegistrySource } from './registry-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry '));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, text = 'name: a'): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

it('reads YAML and JSON, and leaves out what is no one’s own', async () => {
  await write('root/b/bundle.yaml', 'name: b-b');
  await write('root/b/schema/port.json', '{}');
  await write('root/b/src/main.tf');
  for (const skipped of ['node_modules', '.git', '.patchbay', 'dist', '.terraform'])
    await write(`root/${skipped}/bundle.yaml`);
  const { origin, files } = await readRegistrySource('folder', join(folder, 'root'));
  expect(origin).toBe('folder');
  expect(files).toEqual([
    { uri: pathToFileURL(join(folder, 'root/b/bundle.yaml')).href, text: 'name: b-b' },
    { uri: pathToFileURL(join(folder, 'root/b/schema/port.json')).href, text: '{}' },
  ]);
});

it('does not follow links that leave the folder, nor in circles', async () => {
  await write('root/b/bundle.yaml');
  await write('outside/bundle.yaml');
  await symlink(join(folder, 'outside'), join(folder, 'root/link'));
  await symlink(join(folder, 'outside/bundle.yaml'), join(folder, 'root/file.yaml'));
  await symlink(join(folder, 'root'), join(folder, 'root/b/circle'));
  await symlink(join(folder, 'gone'), join(folder, 'root/dangling.yaml'));
  const { files } = await readRegistrySource('folder', join(folder, 'root'));
  expect(files.map(({ uri }) => uri)).toEqual([pathToFileURL(join(folder, 'root/b/bundle.yaml')).href]);
});

it('leaves out files that are too large', async () => {
  await write('big.json', ' '.repeat(4_000_001));
  expect((await readRegistrySource('folder', folder)).files).toEqual([]);
});

it('throws for a folder that is not there', async () => {
  await expect(readRegistrySource('folder', join(folder, 'gone'))).rejects.toThrow();
});

it('finds the built-in bundles beside the running file, else the nearest ones above', async () => {
  const found = (): string => builtInFolder(pathToFileURL(join(folder, 'a/b/dist/server.js')).href);
  for (const nearer of ['bundles', 'a/bundles', 'a/b/bundles', 'a/b/dist/bundles']) {
    await write(`${nearer}/c/bundle.yaml`);
    expect(found()).toBe(join(folder, nearer));
  }
});
