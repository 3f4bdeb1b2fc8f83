import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyModule, existingModule } from './working-folder.ts';

let root: string;
const at = (...parts: string[]) => path.join(root, ...parts);
const copy = (step = 'src') => copyModule(at('bundle', step), at('bundle'), at('work'));

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'patchbay-'));
  await mkdir(at('bundle/src/sub'), { recursive: true });
  await mkdir(at('work'));
  await writeFile(at('bundle/src/main.tf'), 'one');
  await writeFile(at('bundle/src/sub/more.tf'), 'two');
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('what vanished from the module is removed, what tools made stays', async () => {
  await copy();
  await writeFile(at('work/terraform.tfstate'), 'state');
  await mkdir(at('work/.terraform'));
  await writeFile(at('work/sub/made-by-tool'), '');
  await rm(at('bundle/src/main.tf'));
  await rm(at('bundle/src/sub'), { recursive: true });
  await writeFile(at('bundle/src/new.tf'), 'three');
  expect((await copy()).files).toEqual(['new.tf']);
  await expect(access(at('work/main.tf'))).rejects.toThrow();
  await expect(access(at('work/sub/more.tf'))).rejects.toThrow();
  await access(at('work/sub/made-by-tool'));
  expect(await readFile(at('work/terraform.tfstate'), 'utf8')).toBe('state');
});

test('the digest is that of the content', async () => {
  const first = await copy();
  expect((await copy()).digest).toBe(first.digest);
  expect((await existingModule(at('work'))).digest).toBe(first.digest);
  await writeFile(at('bundle/src/main.tf'), 'other');
  expect((await copy()).digest).not.toBe(first.digest);
});

test('state that lies in the bundle is not taken along', async () => {
  await writeFile(at('bundle/src/terraform.tfstate'), 'of another');
  await writeFile(at('bundle/src/terraform.tfstate.backup'), 'of another');
  expect((await copy()).files).toEqual(['main.tf', 'sub/more.tf']);
});

test.each([
  ['a step above the bundle', '..'],
  ['a step beside the bundle', '../other'],
])('%s is refused', async (_, step) => {
  await mkdir(at('other'));
  await expect(copy(step)).rejects.toThrow('lies outside of its bundle');
});

test('a link out of the bundle is refused, one inside is followed', async () => {
  await writeFile(at('bundle/common.tf'), 'common');
  await symlink('../common.tf', at('bundle/src/common.tf'));
  expect((await copy()).files).toContain('common.tf');
  await writeFile(at('outside'), 'secret');
  await symlink('../../outside', at('bundle/src/escape'));
  await expect(copy()).rejects.toThrow('a link that leads out of the bundle');
});

test('a step that is a link out of the bundle is refused', async () => {
  await mkdir(at('other'));
  await symlink('../other', at('bundle/linked'));
  await expect(copy('linked')).rejects.toThrow('lies outside of its bundle');
});

test('a link to a folder above it is refused instead of followed for ever', async () => {
  await symlink('..', at('bundle/src/sub/loop'));
  await expect(copy()).rejects.toThrow('a link to a folder that holds it');
});

test('a listing that was tampered with removes nothing elsewhere', async () => {
  await writeFile(at('victim'), '');
  await writeFile(at('work/.patchbay-module.json'), JSON.stringify(['../victim', '/etc/hosts']));
  await copy();
  await access(at('victim'));
});

test('a link in the working folder does not lead what is written out of it', async () => {
  await mkdir(at('victim'));
  await symlink('../victim', at('work/sub'));
  await expect(copy()).rejects.toThrow('a link that leads out of the working folder');
  await expect(access(at('victim/more.tf'))).rejects.toThrow();
});
