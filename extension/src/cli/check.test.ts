import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { builtIn, createTestProject, type TestProject } from '../provisioning/test-project.ts';
import { check } from './check.ts';

let project: TestProject;
afterEach(async () => {
  vi.restoreAllMocks();
  await project.remove();
});

async function checked(...args: string[]): Promise<{ code: number; output: string }> {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  const code = await check([...args, '--workspace', project.folder], builtIn);
  vi.restoreAllMocks();
  return { code, output };
}

test('problems of manifests, bundles and resource types, as JSON that counts from 0', async () => {
  project = await createTestProject('  app: { bundle: test-skript, params: { name: app } }\n');
  const { code, output } = await checked(project.folder, '--json');
  expect(code).toBe(1);
  const problems = JSON.parse(output) as { path: string }[];
  expect(problems).toContainEqual({
    path: path.relative(process.cwd(), project.manifest).split(path.sep).join('/'),
    range: { start: { line: 2, character: expect.any(Number) }, end: { line: 2, character: expect.any(Number) } },
    severity: 'error',
    code: 'unknown-bundle',
    message: expect.stringContaining('test-script'),
  });
});

test('nothing wrong, one file, for a person', async () => {
  project = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
  expect(await checked(project.manifest)).toEqual({ code: 0, output: 'No problems.\n' });
});

test('a path that is not there is wrong use', async () => {
  project = await createTestProject('');
  await expect(check([path.join(project.folder, 'nothing')], builtIn)).rejects.toThrow('There is no file or folder');
});

test('a file that is nothing of ours is wrong use; a folder without any says so', async () => {
  project = await createTestProject('');
  await project.write('notes/readme.md', '# Notes');
  await project.write('notes/data.yaml', 'a: 1');
  for (const file of ['readme.md', 'data.yaml'])
    await expect(check([path.join(project.folder, 'notes', file)], builtIn)).rejects.toThrow('is no manifest');

  const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await checked(path.join(project.folder, 'notes'))).toEqual({ code: 0, output: '' });
  expect(errors.mock.calls.join('')).toContain('There is no manifest, bundle or resource type below');
});

test('each path is checked with the bundles around it', async () => {
  project = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
  const other = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
  for (const { write } of [project, other]) await write('.git/HEAD', '');
  await other.write(
    'bundles/test-script/bundle.yaml',
    'name: test-script\nparams: { properties: { other: { type: string } } }\n',
  );
  try {
    let output = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => (output += String(text)) !== '');
    await check([project.manifest, other.manifest, '--json'], builtIn);
    const problems = JSON.parse(output) as { path: string; code: string }[];
    expect(problems.map(({ code }) => code)).toEqual(['unknown-param']);
    expect(path.resolve(problems[0]?.path ?? '')).toBe(other.manifest);
  } finally {
    await other.remove();
  }
});

test.each(['--registry', '--workspace'])('%s with a folder that is not there is wrong use', async (option) => {
  project = await createTestProject('');
  await expect(check([project.folder, option, path.join(project.folder, 'nothing')], builtIn)).rejects.toThrow(
    'There is no folder',
  );
});

test('what may not change after a deployment is held against what is deployed', async () => {
  project = await createTestProject('  store: { bundle: test-store@~1, params: { region: north } }\n');
  await project.write(
    'bundles/test-store/bundle.yaml',
    'name: test-store\nversion: 1.0.0\nparams:\n  properties:\n    region: { type: string, $md.immutable: true }\n',
  );
  const deployment = { complete: true, bundle: { name: 'test-store' }, params: { region: 'south' }, resources: [] };
  await project.write(
    '.patchbay/environments/staging/instances/store.json',
    JSON.stringify({
      manifest: path.basename(project.manifest),
      project: 'test',
      component: 'store',
      status: 'deployed',
      deployment,
    }),
  );
  const { output } = await checked(project.manifest);
  expect(output).toContain('(immutable-param)');
});

test('what is wrong in a file of a module is told there', async () => {
  project = await createTestProject('');
  await project.write(
    'bundles/shop/bundle.yaml',
    'name: shop\nparams: {}\nresources: { out: { resource_type: network } }\nsteps: [{ path: src, provisioner: script }, { path: tf, provisioner: opentofu }]\n',
  );
  await project.write('bundles/shop/tf/main.tf', 'locals {}');
  await project.write('bundles/shop/tf/resource_out.jq', '{\n  id: \n}');
  const { output } = await checked(path.join(project.folder, 'bundles/shop'));
  expect(output).toMatch(/bundles\/shop\/tf\/resource_out\.jq:3:1: error: .*\(jq-syntax\)/);
});
