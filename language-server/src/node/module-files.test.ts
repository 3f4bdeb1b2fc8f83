import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Step } from '../model/bundle/bundle.ts';
import { readModuleFiles } from './module-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'module '));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, text = ''): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

function step(path: string): Step {
  return { path, provisioner: 'opentofu', config: {}, skipOnDelete: false };
}

it('reads what says what a module takes and gives', async () => {
  for (const file of [
    'main.tf',
    'v.tf.json',
    'x.tfvars',
    'resource_a b.jq',
    'values.yaml',
    'values.schema.json',
    'child/main.tf',
  ])
    await write(`my bundle/src dir/${file}`, file);
  for (const file of ['README.md', 'run.mjs', 'a.json', '.terraform/m/main.tf', 'node_modules/m/main.tf'])
    await write(`my bundle/src dir/${file}`);
  const uri = pathToFileURL(join(folder, 'my bundle/bundle.yaml')).href;
  const [module] = await readModuleFiles(uri, [step('./src dir/')]);
  expect(module?.folder).toBe(new URL('src%20dir/', uri).href);
  expect(module?.files.map((file) => [file.uri.slice(module.folder.length), file.text]).sort()).toEqual(
    [
      ['child/main.tf', 'child/main.tf'],
      ['main.tf', 'main.tf'],
      ['resource_a%20b.jq', 'resource_a b.jq'],
      ['v.tf.json', 'v.tf.json'],
      ['values.schema.json', 'values.schema.json'],
      ['values.yaml', 'values.yaml'],
      ['x.tfvars', 'x.tfvars'],
    ].sort(),
  );
});

it('never leaves the bundle', async () => {
  await write('outside/main.tf');
  await write('bundle/src/main.tf');
  await symlink(join(folder, 'outside'), join(folder, 'bundle/link'));
  await symlink(join(folder, 'outside/main.tf'), join(folder, 'bundle/src/linked.tf'));
  const uri = pathToFileURL(join(folder, 'bundle/bundle.yaml')).href;
  const steps = ['../outside', 'link', 'src', 'gone', '/etc', '..', 'a\0b', '%2e%2e/outside'].map(step);
  const modules = await readModuleFiles(uri, steps);
  expect(modules.map(({ files }) => files.length)).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
});

it('reads nothing of a bundle that is not on disk', async () => {
  expect(await readModuleFiles('untitled:bundle.yaml', [step('src')])).toEqual([
    { step: step('src'), index: 0, folder: '', files: [] },
  ]);
});
