import { afterEach, describe, expect, test } from 'vitest';
import { createTestProject, hasTool, manifestOf, statuses, type TestProject } from './test-project.ts';

let project: TestProject;
afterEach(() => project.remove());

const one = (bundle: string) => manifestOf(`  app: { bundle: ${bundle}, params: { name: app } }\n`);

async function deployThenChange(bundle: string): Promise<string> {
  const { outcome, events } = await project.run('deploy');
  expect(outcome).toBe('done');
  await project.write('infra.yaml', one(bundle));
  const changed = await project.run('deploy');
  expect(changed.outcome).toBe('failed');
  expect(statuses(events)).toEqual({ app: 'deployed' });
  return JSON.stringify(changed.events);
}

describe('what is deployed is not forgotten', () => {
  test('when a script of another bundle would take its place', async () => {
    project = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
    const bundle = await project.read('bundles/test-script/bundle.yaml');
    await project.write('bundles/other/bundle.yaml', bundle.replace('name: test-script', 'name: other'));
    await project.write('bundles/other/src/run.mjs', await project.read('bundles/test-script/src/run.mjs'));
    const said = await deployThenChange('other');
    expect(said).toContain('It was deployed by test-script 1.0.0, and other 1.0.0 does not go on with its step src');
    expect(said).toContain('patchbay destroy infra.yaml --environment staging --only app');
    expect(await project.trace()).toEqual(['provision app', 'done app']);

    expect((await project.run('destroy', { only: ['app'] })).outcome).toBe('done');
    expect((await project.run('deploy')).outcome).toBe('done');
    expect(await project.trace()).toContain('decommission app');
  });

  test('when its bundle loses a step', async () => {
    project = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
    expect((await project.run('deploy')).outcome).toBe('done');
    const bundle = await project.read('bundles/test-script/bundle.yaml');
    await project.write('bundles/test-script/bundle.yaml', bundle.replace('path: src', 'path: lib'));
    await project.write('bundles/test-script/lib/run.mjs', await project.read('bundles/test-script/src/run.mjs'));
    const changed = await project.run('deploy');
    expect(changed.outcome).toBe('failed');
    expect(JSON.stringify(changed.events)).toContain('does not go on with its step src (script)');
  });

  test('when its environment is taken out of the manifest', async () => {
    project = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
    await project.run('deploy');
    await project.write(
      'infra.yaml',
      manifestOf('  app: { bundle: test-script, params: { name: app } }\n', 'environments:\n  production: {}\n'),
    );
    await expect(project.run('deploy')).rejects.toThrow('has no environment "staging"');
    await expect(project.run('destroy', { environment: '../staging' })).rejects.toThrow('has no environment');
    expect((await project.run('destroy')).outcome).toBe('done');
    expect(await project.trace()).toContain('decommission app');
    await expect(project.run('destroy')).rejects.toThrow('has no environment "staging"');
  });

  test.runIf(hasTool('terraform'))(
    'when Terraform takes the place of a script; the state of one module serves another',
    async () => {
      project = await createTestProject('  app: { bundle: test-script, params: { name: app } }\n');
      expect(await deployThenChange('test-terraform')).toContain('does not go on with its step src (script)');

      expect((await project.run('destroy')).outcome).toBe('done');
      expect((await project.run('deploy')).outcome).toBe('done');
      const bundle = await project.read('bundles/test-terraform/bundle.yaml');
      await project.write(
        'bundles/next/bundle.yaml',
        bundle.replace('name: test-terraform', 'name: next').replace('provisioner: terraform', 'provisioner: opentofu'),
      );
      await project.write('bundles/next/src/main.tf', await project.read('bundles/test-terraform/src/main.tf'));
      await project.write('infra.yaml', one('next'));
      expect((await project.run('deploy')).outcome).toBe('done');
    },
  );
});
