import { execFileSync } from 'node:child_process';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createTestProject, hasTool, manifestOf, statuses, type TestProject } from './test-project.ts';

let project: TestProject;
afterEach(() => project.remove());

const pair = `  database: { bundle: test-terraform, params: { name: db, command: 'echo "made $NAME" >> ../../../../../trace.log' }, secrets: { KEY: { env: TEST_KEY } } }
  app: { bundle: test-terraform, params: { name: app }, connections: { upstream: database.thing } }
`;
const processEnvironment = { ...process.env, TEST_KEY: 'correct horse' };

describe.runIf(hasTool('terraform'))('terraform steps', () => {
  test('plan, apply the saved plan, pass resources on, destroy', async () => {
    project = await createTestProject(pair);
    const plan = await project.run('plan', { processEnvironment });
    expect(plan.outcome).toBe('done');
    // A saved plan holds the values of its variables.
    await expect(
      access(path.join(project.folder, '.patchbay/run/staging/database/src/patchbay.tfplan')),
    ).rejects.toThrow();
    expect(plan.events).toContainEqual(
      expect.objectContaining({
        type: 'plan',
        component: 'database',
        summary: '1 to add',
        changes: [{ action: 'create', address: 'terraform_data.thing' }],
      }),
    );
    expect(plan.events).toContainEqual(
      expect.objectContaining({ type: 'deferred', component: 'app', message: 'planned once database is deployed' }),
    );

    const deployed = await project.run('deploy', { processEnvironment });
    expect(deployed.outcome).toBe('done');
    expect(await project.trace()).toEqual(['made db']);
    const record = JSON.parse(await project.read('.patchbay/environments/staging/instances/app.json'));
    expect(record.deployment.resources[0].value.data.name).toBe('db/app');
    expect(record.deployment.links).toEqual(['http://localhost/app']);
    await expect(access(path.join(project.folder, '.patchbay/run/staging/app/src/patchbay.tfplan'))).rejects.toThrow();

    const again = await project.run('deploy', { processEnvironment });
    expect(again.message).toContain('Nothing to change');

    const destroyed = await project.run('destroy', { processEnvironment });
    expect(destroyed.outcome).toBe('done');
    expect(await readdir(path.join(project.folder, '.patchbay/environments/staging/instances'))).toEqual([]);
  });

  test('a secret is on no disk and in no event', async () => {
    project = await createTestProject(pair.replace('made $NAME', 'key is $TF_VAR_KEY'));
    const deployed = await project.run('deploy', { processEnvironment });
    expect(deployed.outcome).toBe('done');
    const state = path.join(project.folder, '.patchbay');
    for (const file of await readdir(state, { recursive: true })) {
      const content = await readFile(path.join(state, file), 'latin1').catch(() => '');
      expect(content.includes('correct horse'), file).toBe(false);
    }
    // The password of the resource is in its record and its state, and is said nowhere.
    const said = JSON.stringify(deployed.events) + (await project.read('.patchbay/environments/staging/events.ndjson'));
    expect(said).not.toContain('hunter2');
    expect(said).not.toContain('correct horse');
  });

  test('a failing apply says why, and the next run goes on from there', async () => {
    project = await createTestProject(pair.replace('echo "made', 'test -e ../../../../../ready && echo "made'));
    const failed = await project.run('deploy', { processEnvironment });
    expect(failed.outcome).toBe('failed');
    expect(statuses(failed.events)).toEqual({ database: 'failed', app: 'none' });
    expect(JSON.stringify(failed.events)).toContain('terraform apply failed: local-exec provisioner error');
    await project.write('ready', '');
    expect((await project.run('deploy', { processEnvironment })).outcome).toBe('done');
    expect(await project.trace()).toEqual(['made db']);
  });

  test('a plan gone stale is not applied', async () => {
    project = await createTestProject(pair.replace(/ {2}app.*\n/, ''));
    await project.run('deploy', { processEnvironment });
    await project.write('infra.yaml', manifestOf(pair.replace(/ {2}app.*\n/, '').replace('name: db', 'name: other')));
    const folder = path.join(project.folder, '.patchbay/run/staging/database/src');
    const result = await project.run('deploy', {
      processEnvironment,
      confirm: async () => {
        execFileSync('terraform', ['apply', '-auto-approve', '-var', 'KEY=x'], { cwd: folder, stdio: 'ignore' });
        return true;
      },
    });
    expect(result.outcome).toBe('failed');
    expect(JSON.stringify(result.events)).toContain('Saved plan is stale');
    expect(JSON.stringify(result.events)).toContain('plans anew');
    expect((await project.run('deploy', { processEnvironment })).outcome).toBe('done');
  });

  test('drift is planned and repaired', async () => {
    project = await createTestProject(pair);
    await project.run('deploy', { processEnvironment });
    const folder = path.join(project.folder, '.patchbay/run/staging/app/src');
    execFileSync('terraform', ['state', 'rm', 'terraform_data.thing'], { cwd: folder, stdio: 'ignore' });
    const plan = await project.run('plan', { processEnvironment });
    expect(statuses(plan.events)).toEqual({ database: 'deployed', app: 'drifted' });
    expect((await project.run('deploy', { processEnvironment })).outcome).toBe('done');
  });

  test('init runs only when the module or its lock changed', async () => {
    project = await createTestProject(pair.replace(/ {2}app.*\n/, ''));
    const inits = async (): Promise<number> => {
      const { events } = await project.run('plan', { processEnvironment });
      return events.filter((event) => event.type === 'log' && event.line.includes('Initializing the backend')).length;
    };
    expect(await inits()).toBe(1);
    expect(await inits()).toBe(0);
    const file = path.join(project.folder, 'bundles/test-terraform/src/main.tf');
    await writeFile(file, `${await readFile(file, 'utf8')}\n# changed\n`);
    expect(await inits()).toBe(1);
  });

  test('what the module uses without declaring it is declared for it, and nothing warns', async () => {
    project = await createTestProject(pair);
    const deployed = await project.run('deploy', { processEnvironment });
    const log = deployed.events.flatMap((event) => (event.type === 'log' ? [event.line] : [])).join('\n');
    expect(log).not.toContain('undeclared variable');
    expect(await project.read('.patchbay/run/staging/app/src/_patchbay_variables.tf.json')).toContain('md_metadata');
  });

  test('a resource may be built by a jq file from params, connections and outputs', async () => {
    project = await createTestProject(pair);
    await project.write(
      'bundles/test-terraform/src/resource_thing.jq',
      '{data: {name: (.params.name + "-" + .outputs.thing.value.data.url)}}',
    );
    await project.run('deploy', { processEnvironment });
    const record = JSON.parse(await project.read('.patchbay/environments/staging/instances/database.json'));
    expect(record.deployment.resources[0].value).toEqual({ data: { name: 'db-http://localhost/db' } });
  });
});
