import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Toolbox } from './tools.ts';

let root: string;
let workspace: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'patchbay-')));
  workspace = path.join(root, 'workspace');
  await mkdir(workspace);
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A program that only knows its version. */
async function program(folder: string, name: string, version: string): Promise<string> {
  await mkdir(path.join(root, folder), { recursive: true });
  const file = path.join(root, folder, name);
  await writeFile(file, `#!/bin/sh\necho '{"terraform_version":"${version}"}'\n`);
  await chmod(file, 0o755);
  return file;
}

const toolbox = (PATH: string, more: NodeJS.ProcessEnv = {}) => new Toolbox(workspace, { PATH, ...more });
const bin = () => path.join(root, 'bin');

describe('tools', () => {
  test('the first on PATH, its links resolved', async () => {
    const real = await program('opt', 'terraform-1.9', '1.9.0');
    await mkdir(bin());
    await symlink(real, path.join(bin(), 'terraform'));
    expect(await toolbox(bin()).find('terraform')).toEqual({ name: 'terraform', program: real, version: '1.9.0' });
  });

  test.each([
    ['a folder of the workspace', () => path.join(workspace, 'bin')],
    ['a relative folder', () => path.relative(process.cwd(), path.join(workspace, 'bin'))],
    ['the folder at hand', () => '.'],
    ['an empty entry', () => ''],
  ])('%s on PATH is not looked into', async (_, entry) => {
    await program('workspace/bin', 'terraform', '9.9.9');
    const honest = await program('bin', 'terraform', '1.9.0');
    expect((await toolbox([entry(), bin()].join(path.delimiter)).find('terraform')).program).toBe(honest);
  });

  test('a link outside that leads into the workspace is not followed', async () => {
    const evil = await program('workspace/tools', 'terraform', '9.9.9');
    await mkdir(bin());
    await symlink(evil, path.join(bin(), 'terraform'));
    await expect(toolbox(bin()).find('terraform')).rejects.toThrow('Neither Terraform nor OpenTofu is installed');
  });

  test('a variable names an absolute path, outside of the workspace', async () => {
    const evil = await program('workspace/tools', 'terraform', '9.9.9');
    const honest = await program('elsewhere', 'tf', '1.9.0');
    expect((await toolbox('', { PATCHBAY_TERRAFORM: honest }).find('terraform')).program).toBe(honest);
    await expect(toolbox('', { PATCHBAY_TERRAFORM: evil }).find('terraform')).rejects.toThrow('lies in the workspace');
    await expect(toolbox('', { PATCHBAY_TERRAFORM: './terraform' }).find('terraform')).rejects.toThrow(
      'must be an absolute path',
    );
    await expect(toolbox('', { PATCHBAY_TERRAFORM: path.join(root, 'nothing') }).find('terraform')).rejects.toThrow(
      'not a program',
    );
  });

  test('one serves for the other when only that is there', async () => {
    await program('bin', 'tofu', '1.10.0');
    expect(await toolbox(bin()).find('terraform', '1.11')).toMatchObject({ name: 'opentofu', version: '1.10.0' });
  });

  test('a missing tool, and one that is too old, say what to do', async () => {
    await expect(toolbox(bin()).find('opentofu')).rejects.toThrow(
      /Install one \(https:.*\) so that it is on PATH, or name it with PATCHBAY_OPENTOFU=/,
    );
    await program('bin', 'terraform', '1.3.9');
    await expect(toolbox(bin()).find('terraform')).rejects.toThrow(
      /Terraform 1\.3\.9 at .* is too old: 1\.4\.0 or later is needed/,
    );
    await expect(toolbox(bin()).find('terraform', '1.10')).rejects.toThrow('1.10.0 or later is needed');
  });

  test('a program that does not say its version is not used', async () => {
    const file = await program('bin', 'terraform', '1.9.0');
    await writeFile(file, '#!/bin/sh\necho Terraform v0.11\n');
    await expect(toolbox(bin()).find('terraform')).rejects.toThrow('too old');
  });
});
