import { access } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readRunState } from './run-state.ts';
import { StatePaths } from './state-folder.ts';
import { createTestProject, manifestOf, type TestProject } from './test-project.ts';

/** What somebody might hope to smuggle into a path, an argument or a shell. */
const hostile = [
  '../../x',
  '/etc/passwd',
  '-chdir=..',
  '--help',
  '; touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  'a\ntouch pwned',
  'a b',
  'A',
  '',
  '.',
  '..',
  'a'.repeat(41),
  'a/b',
  'a\\b',
  'a\0b',
];

let project: TestProject | undefined;
afterEach(() => project?.remove());

describe('names from files become paths and arguments', () => {
  test.each(hostile)('%j is a legal name nowhere', async (name) => {
    const paths = new StatePaths('/project/infra.yaml');
    expect(() => paths.environment(name)).toThrow('cannot be a name');
    expect(() => paths.record('staging', name)).toThrow('cannot be a name');
    expect(() => paths.step('staging', 'web', name)).toThrow('cannot be a name');
    await expect(readRunState('/project/infra.yaml', name)).rejects.toThrow('cannot be a name');
  });

  test.each(hostile)('a component called %j runs nothing', async (name) => {
    project = await createTestProject('');
    await project.write(
      'infra.yaml',
      manifestOf(`  ${JSON.stringify(name)}: { bundle: test-script, params: { name: x-x } }\n`),
    );
    expect((await project.run('deploy')).outcome).toBe('failed');
    expect(await project.trace()).toEqual([]);
    await expect(access(path.join(project.folder, 'pwned'))).rejects.toThrow();
  });

  test('values reach the tool as they are, whatever they look like', async () => {
    const values = hostile.filter((value) => !value.includes('\0') && value.length > 1);
    const components = values.map(
      (value, index) => `  c${index}: { bundle: test-script, params: { name: ${JSON.stringify(value)} } }\n`,
    );
    project = await createTestProject(components.join(''));
    expect((await project.run('deploy')).outcome).toBe('done');
    for (const [index, value] of values.entries()) {
      const record = JSON.parse(await project.read(`.patchbay/environments/staging/instances/c${index}.json`));
      expect(record.deployment.resources[0].value.data.name).toBe(value);
    }
    await expect(access(path.join(project.folder, 'pwned'))).rejects.toThrow();
  });

  test('components may have the names that objects have', async () => {
    project = await createTestProject(`  constructor: { bundle: test-script, params: { name: one } }
  valueof: { bundle: test-script, params: { name: two }, connections: { upstream: constructor.thing } }
`);
    expect((await project.run('deploy')).outcome).toBe('done');
    expect((await project.run('destroy')).outcome).toBe('done');
  });
});
