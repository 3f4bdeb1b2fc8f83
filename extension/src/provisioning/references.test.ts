import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createTestProject, manifestOf, type TestProject } from './test-project.ts';

let project: TestProject;
afterEach(() => project.remove());

const withSecret = (reference: string) =>
  `  app: { bundle: test-script, params: { name: app, say: ['key=$KEY'] }, secrets: { KEY: ${reference} } }\n`;

/** What the script said, and what the engine made of it. */
async function said(reference: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  await project.write('infra.yaml', manifestOf(withSecret(reference)));
  const { events, message } = await project.run('plan', { processEnvironment: { ...process.env, ...environment } });
  return `${message} ${events.map((event) => ('line' in event ? event.line : 'summary' in event ? event.summary : 'message' in event ? event.message : '')).join(' ')}`;
}

test.each(['thing', 'massdriver/thing', 'thing@~1'])(
  "an environment's default for %s fills the slots that nothing is connected to",
  async (type) => {
    project = await createTestProject(
      '  app: { bundle: test-script, params: { name: app } }\n',
      `resources:
  given: { type: thing, from: { file: ./thing.json } }
environments:
  staging: { defaults: { ${type}: given } }
`,
    );
    await project.write('thing.json', '{"data":{"name":"imported"}}');
    expect((await project.run('deploy')).outcome).toBe('done');
    const record = JSON.parse(await project.read('.patchbay/environments/staging/instances/app.json'));
    expect(record.deployment.resources[0].value.data.name).toBe('imported/app');
  },
);

describe('secrets', () => {
  test('from the environment and from a file, never said', async () => {
    project = await createTestProject('');
    await project.write('key.txt', 'open sesame\n');
    expect(await said('{ env: SOME_KEY }', { SOME_KEY: 'open sesame' })).toContain('key=••••');
    expect(await said('{ file: ./key.txt }')).toContain('key=••••');
    const record = await project.read('.patchbay/environments/staging/events.ndjson');
    expect(record).not.toContain('sesame');
  });

  test('a file outside of the manifest is not read, however it is named', async () => {
    project = await createTestProject('');
    await mkdir(path.join(project.folder, 'inside'));
    await symlink('/etc/hosts', path.join(project.folder, 'inside/link'));
    expect(await said('{ file: ../../etc/hosts }')).toMatch(/outside of the manifest's folder|does not exist/);
    expect(await said('{ file: /etc/hosts }')).toContain("outside of the manifest's folder");
    expect(await said('{ file: inside/link }')).toContain("outside of the manifest's folder");
    expect(await said('{ file: nothing.txt }')).toContain('does not exist beside the manifest');
  });

  test('a store is refused in clear words', async () => {
    project = await createTestProject('');
    expect(await said('{ store: vault/key }')).toContain('This version reads no stores');
  });

  test('a required one that is missing stops the run before anything happens', async () => {
    project = await createTestProject('');
    const bundle = await project.read('bundles/test-script/bundle.yaml');
    await project.write(
      'bundles/test-script/bundle.yaml',
      bundle.replace('KEY: { required: false }', 'KEY: { required: true }'),
    );
    expect(await said('{ env: NOT_SET_ANYWHERE }')).toContain(
      'app needs the secret KEY, and the environment variable NOT_SET_ANYWHERE is not set.',
    );
    await project.write('infra.yaml', manifestOf('  app: { bundle: test-script, params: { name: app } }\n'));
    const { outcome, events } = await project.run('deploy');
    expect(outcome).toBe('failed');
    expect(JSON.stringify(events)).toContain('Add it to the manifest');
    expect(await project.trace()).toEqual([]);
  });
});

describe('imported resources', () => {
  const user = '  app: { bundle: test-script, params: { name: app }, connections: { upstream: given } }\n';
  const rest = (from: string) => `resources:\n  given: { type: thing, from: ${from} }\nenvironments:\n  staging: {}\n`;
  const payload = JSON.stringify({ data: { name: 'imported' } });

  test.each([
    ['a file', '{ file: ./given.json }'],
    ['the environment', '{ env: GIVEN }'],
  ])('from %s', async (_, from) => {
    project = await createTestProject(user, rest(from));
    await project.write('given.json', payload);
    await project.run('deploy', { processEnvironment: { ...process.env, GIVEN: payload } });
    expect(await project.read('.patchbay/environments/staging/instances/app.json')).toContain('imported/app');
  });

  test('what does not fit its type reaches nobody', async () => {
    project = await createTestProject(user, rest('{ file: ./given.json }'));
    await project.write('given.json', '{"data": {}}');
    const { outcome, events } = await project.run('deploy');
    expect(outcome).toBe('failed');
    expect(JSON.stringify(events)).toContain('The imported resource given is not a thing at data');
    expect(await project.trace()).toEqual([]);
  });

  test('of another project that is deployed from a folder beside this one', async () => {
    project = await createTestProject(user, rest('{ project: platform, environment: staging, resource: base.thing }'));
    const other = `project: platform\ncomponents:\n  base: { bundle: test-script, params: { name: base } }\nenvironments:\n  staging: {}\n`;
    await project.write('platform/infra.yaml', other);
    const missing = await project.run('deploy');
    expect(JSON.stringify(missing.events)).toContain('is not deployed from a folder here. Deploy that project first.');

    await project.run('deploy', { manifest: 'platform' });
    expect((await project.run('deploy')).outcome).toBe('done');
    expect(await project.read('.patchbay/environments/staging/instances/app.json')).toContain('base/app');
  });

  test('a link to somewhere else in place of the state folder is refused', async () => {
    project = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
    await mkdir(path.join(project.folder, 'elsewhere'));
    await symlink('elsewhere', path.join(project.folder, '.patchbay'));
    expect(await project.run('deploy').catch((error: Error) => error.message)).toContain('is a link to somewhere else');
  });

  test('a link in place of the event log is not written through', async () => {
    project = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
    await project.write('victim', 'mine');
    await mkdir(path.join(project.folder, '.patchbay/environments/staging'), { recursive: true });
    await symlink('../../../victim', path.join(project.folder, '.patchbay/environments/staging/events.ndjson'));
    expect((await project.run('deploy')).outcome).toBe('failed');
    expect(await project.read('victim')).toBe('mine');
  });
});
