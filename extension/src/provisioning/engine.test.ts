import { rmSync, writeFileSync } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createTestProject, manifestOf, statuses, type TestProject } from './test-project.ts';

const chain = `  first: { bundle: test-script, params: { name: first } }
  second: { bundle: test-script, params: { name: second }, connections: { upstream: first.thing } }
  third: { bundle: test-script, params: { name: third }, connections: { upstream: second.thing } }
  alone: { bundle: test-script, params: { name: alone } }
`;

let project: TestProject;
afterEach(() => project.remove());

describe('deploy and destroy', () => {
  test('resources flow along the connections, in dependency order, and back in reverse', async () => {
    project = await createTestProject(chain);
    const deployed = await project.run('deploy');
    expect(deployed.message).toBe('staging is deployed.');
    expect(deployed.outcome).toBe('done');
    expect(statuses(deployed.events)).toEqual({
      first: 'deployed',
      second: 'deployed',
      third: 'deployed',
      alone: 'deployed',
    });
    const record = JSON.parse(await project.read('.patchbay/environments/staging/instances/third.json'));
    expect(record.deployment.resources[0].value.data.name).toBe('first/second/third');
    expect(record.deployment.params.size).toBe(3);

    const trace = await project.trace();
    expect(trace.indexOf('done first')).toBeLessThan(trace.indexOf('provision second'));
    expect(trace.indexOf('done second')).toBeLessThan(trace.indexOf('provision third'));

    const destroyed = await project.run('destroy');
    expect(destroyed.outcome).toBe('done');
    const after = (await project.trace()).slice(trace.length);
    expect(after.indexOf('done third')).toBeLessThan(after.indexOf('decommission second'));
    expect(after.indexOf('done second')).toBeLessThan(after.indexOf('decommission first'));
    expect(await readdir(path.join(project.folder, '.patchbay/environments/staging/instances'))).toEqual([]);
    await expect(access(path.join(project.folder, '.patchbay/run/staging/first'))).rejects.toThrow();
  });

  test('what is deployed as the manifest says is left alone, and nobody is asked', async () => {
    project = await createTestProject(chain);
    await project.run('deploy');
    const before = await project.trace();
    const again = await project.run('deploy', { confirm: () => Promise.reject(new Error('asked')) });
    expect(again.message).toBe('Nothing to change: staging is as the manifest says.');
    expect(await project.trace()).toEqual(before);
  });

  test('a change flows to what depends on it, and no further than it reaches', async () => {
    project = await createTestProject(chain);
    await project.run('deploy');
    const before = (await project.trace()).length;
    await project.write('infra.yaml', manifestOf(chain.replace('name: second', 'name: zweite')));
    await project.run('deploy');
    expect((await project.trace()).slice(before)).toEqual([
      'provision second',
      'done second',
      'provision third',
      'done third',
    ]);
  });

  test('a refusal changes nothing', async () => {
    project = await createTestProject(chain);
    const questions: string[] = [];
    const refused = await project.run('deploy', {
      confirm: async ({ text }) => {
        questions.push(text);
        return false;
      },
    });
    expect(refused.outcome).toBe('refused');
    expect(questions).toEqual(['Deploy staging: 2 to add, and then second and third, planned on the way. Go ahead?']);
    expect(await project.trace()).toEqual([]);
  });

  test('a protected environment is not destroyed', async () => {
    project = await createTestProject(chain, 'environments:\n  staging: { protected: true }\n');
    await project.run('deploy');
    const refused = await project.run('destroy');
    expect(refused).toMatchObject({ outcome: 'refused', message: expect.stringContaining('staging is protected') });
    expect((await project.trace()).some((line) => line.startsWith('decommission'))).toBe(false);
  });

  test('components can be selected, with all that they need', async () => {
    project = await createTestProject(chain);
    const missing = await project.run('deploy', { only: ['second'] });
    expect(missing.outcome).toBe('failed');
    expect(missing.events).toContainEqual(
      expect.objectContaining({
        type: 'instance',
        component: 'second',
        summary: 'It needs first, which is not deployed. Select it too.',
      }),
    );
    expect((await project.run('deploy', { only: ['first', 'second'] })).outcome).toBe('done');
    expect(await project.run('destroy', { only: ['first'] })).toMatchObject({
      outcome: 'failed',
      message: 'second is deployed and uses first. Destroy second too, or first.',
    });
    expect((await project.run('destroy', { only: ['second'] })).outcome).toBe('done');
  });

  test('what vanished from the manifest is reported by plan and taken down by destroy', async () => {
    project = await createTestProject(chain);
    await project.run('deploy');
    await project.write('infra.yaml', manifestOf(chain.replace(/ {2}alone.*\n/, '')));
    const plan = await project.run('plan');
    expect(plan.events).toContainEqual(expect.objectContaining({ type: 'orphan', component: 'alone' }));
    await project.run('destroy');
    expect(await project.trace()).toContain('decommission alone');
  });

  test('what was deployed can be taken down although its bundle is gone and the manifest has errors', async () => {
    project = await createTestProject(chain);
    await project.run('deploy');
    await project.write('bundles/test-script/bundle.yaml', 'name: other-bundle\n');
    await project.write('infra.yaml', manifestOf(chain.replace('name: first', 'nme: 7')));
    const destroyed = await project.run('destroy');
    expect(destroyed.outcome).toBe('done');
    expect(await project.trace()).toContain('decommission first');
  });

  test('drift is seen by the next plan', async () => {
    project = await createTestProject(chain);
    await project.run('deploy');
    await project.write('.patchbay/run/staging/alone/src/state.json', '{}');
    const plan = await project.run('plan');
    expect(statuses(plan.events)).toMatchObject({ alone: 'drifted', first: 'deployed' });
  });

  test('state is for the eyes of its owner', async () => {
    project = await createTestProject(chain);
    await project.run('deploy');
    const mode = async (file: string) => (await stat(path.join(project.folder, '.patchbay', file))).mode & 0o777;
    expect(await mode('environments/staging/instances/first.json')).toBe(0o600);
    expect(await mode('environments/staging/events.ndjson')).toBe(0o600);
    expect(await mode('run/staging/first/src')).toBe(0o700);
    expect(await project.read('.patchbay/.gitignore')).toBe('*\n');
  });
});

describe('what cannot go on', () => {
  test('a failure in the middle: dependents do not start, the rest goes on, and the next run resumes', async () => {
    project = await createTestProject(chain.replace('name: second', 'name: second, fail: provision'));
    const failed = await project.run('deploy');
    expect(failed.outcome).toBe('failed');
    expect(failed.message).toBe(
      'second failed. Not started: third. Correct it and deploy again: what is deployed stays as it is.',
    );
    expect(statuses(failed.events)).toEqual({ first: 'deployed', second: 'failed', third: 'none', alone: 'deployed' });
    expect(failed.events).toContainEqual(
      expect.objectContaining({
        type: 'instance',
        component: 'second',
        summary: 'it broke: provision. The script ended with exit code 4 on provision.',
      }),
    );
    expect(await project.trace()).not.toContain('provision third');

    const before = (await project.trace()).length;
    await project.write('second.fail', 'not any more');
    expect((await project.run('deploy')).outcome).toBe('done');
    expect((await project.trace()).slice(before)).toEqual([
      'provision second',
      'done second',
      'provision third',
      'done third',
    ]);
  });

  test('a failing destroy keeps what it uses, and its record', async () => {
    project = await createTestProject(chain.replace('name: second', 'name: second, fail: decommission'));
    await project.run('deploy');
    const failed = await project.run('destroy');
    expect(failed.outcome).toBe('failed');
    expect(statuses(failed.events)).toEqual({
      first: 'deployed',
      second: 'failed',
      third: 'destroyed',
      alone: 'destroyed',
    });
    await project.write('second.fail', 'not any more');
    expect((await project.run('destroy')).outcome).toBe('done');
  });

  test('a cycle is refused before anything runs', async () => {
    project =
      await createTestProject(`  a: { bundle: test-script, params: { name: aa }, connections: { upstream: b.thing } }
  b: { bundle: test-script, params: { name: bb }, connections: { upstream: a.thing } }
`);
    const result = await project.run('deploy');
    expect(result).toMatchObject({
      outcome: 'failed',
      message: 'These components wait for each other: a → b → a. Remove one of the connections.',
    });
  });

  test.each([
    [
      'the wrong type',
      'connections: { upstream: net.network }',
      'Its slot upstream takes thing@~1, and net.network is network',
    ],
    [
      'a resource that nobody gives',
      'connections: { upstream: net.thing }',
      'connected to net.thing, which does not exist',
    ],
    [
      'a component that is not there',
      'connections: { upstream: ghost.thing }',
      'connected to ghost.thing, which does not exist',
    ],
    ['a slot that is not there', 'connections: { sideways: net.network }', 'has no slot sideways'],
  ])('a connection to %s is refused before anything runs', async (_, connections, message) => {
    project = await createTestProject(`  net: { bundle: local-network, params: {} }
  app: { bundle: test-script, params: { name: app }, ${connections} }
`);
    const result = await project.run('deploy');
    expect(result).toMatchObject({ outcome: 'failed', message: expect.stringContaining('app cannot be planned') });
    expect(JSON.stringify(result.events)).toContain(message);
    expect(await project.trace()).toEqual([]);
  });

  test('what cannot be recorded is not begun, or done again by the next run', async () => {
    project = await createTestProject(chain);
    const records = path.join(project.folder, '.patchbay/environments/staging/instances');
    const failed = await project.run('deploy', {
      onEvent: (event) => {
        if (event.type !== 'instance' || event.component !== 'first' || event.status !== 'applying') return;
        rmSync(records, { recursive: true });
        writeFileSync(records, 'in the way');
      },
    });
    expect(failed.outcome).toBe('failed');
    expect(await project.trace()).not.toContain('provision second');
    expect(JSON.stringify(failed.events)).toContain('Its state cannot be recorded');
    rmSync(records);
    expect((await project.run('deploy')).outcome).toBe('done');
    expect((await project.trace()).filter((line) => line === 'provision first')).toHaveLength(2);
  });

  test('a resource that is not what its type says fails the instance and stops its dependents', async () => {
    project = await createTestProject(`  bad: { bundle: test-script, params: { name: x } }
  user: { bundle: test-script, params: { name: user }, connections: { upstream: bad.thing } }
`);
    const result = await project.run('deploy');
    expect(statuses(result.events)).toEqual({ bad: 'failed', user: 'none' });
    expect(result.events).toContainEqual(
      expect.objectContaining({
        component: 'bad',
        summary: expect.stringMatching(/^The resource thing of bad is not a thing at data\.name: /),
      }),
    );
  });

  test('a resource that was declared and not given fails the instance', async () => {
    project = await createTestProject(`  quiet: { bundle: test-script, params: { name: quiet, silent: true } }\n`);
    await project.write(
      'bundles/test-script/bundle.yaml',
      (await project.read('bundles/test-script/bundle.yaml')).replace(
        'thing: { resource_type: thing@~1 }\napp',
        'thing: { resource_type: thing@~1, required: true }\napp',
      ),
    );
    const result = await project.run('deploy');
    expect(JSON.stringify(result.events)).toContain('lacks resources/thing.json');
  });

  test('checks: an error refuses, a warning tells', async () => {
    project = await createTestProject(`  big: { bundle: test-script, params: { name: big, size: 12 } }\n`);
    const result = await project.run('deploy');
    expect(result.outcome).toBe('refused');
    expect(result.events.filter(({ type }) => type === 'check')).toMatchObject([
      { name: 'size', severity: 'error', message: 'At most ten.' },
      { name: 'odd', severity: 'warning', message: 'Odd sizes are better.' },
    ]);
    expect(await project.trace()).toEqual([]);
  });

  test('a check that does not evaluate closes the gate', async () => {
    project = await createTestProject(`  big: { bundle: test-script, params: { name: big } }\n`);
    const text = await project.read('bundles/test-script/bundle.yaml');
    await project.write('bundles/test-script/bundle.yaml', text.replace('params.size <= 10', 'params.nothing <= 10'));
    const result = await project.run('deploy');
    expect(result.outcome).toBe('refused');
    expect(JSON.stringify(result.events)).toContain('The check could not be evaluated');
  });

  test('helm is refused honestly, before anything runs', async () => {
    project = await createTestProject(chain);
    const text = await project.read('bundles/test-script/bundle.yaml');
    await project.write('bundles/test-script/bundle.yaml', text.replace('provisioner: script', 'provisioner: helm'));
    const result = await project.run('plan');
    expect(result.outcome).toBe('failed');
    expect(JSON.stringify(result.events)).toContain('This version runs terraform, opentofu, script and ansible steps');
  });

  test('a plan made on the way asks again when it takes away more than was agreed to', async () => {
    const replacing = chain.replace('name: second', 'name: second, replace: true');
    project = await createTestProject(replacing);
    await project.run('deploy');
    await project.write('infra.yaml', manifestOf(replacing.replace('name: first', 'name: erste')));
    const before = (await project.trace()).length;
    const questions: string[] = [];
    const result = await project.run('deploy', {
      confirm: async ({ text }) => {
        questions.push(text);
        return questions.length === 1;
      },
    });
    expect(questions).toEqual([
      'Deploy staging: 1 to change. Go ahead?',
      'second, planned again with what it needs now: 1 to add, 1 to destroy. Go on with it?',
    ]);
    expect(result.outcome).toBe('failed');
    expect((await project.trace()).slice(before)).toEqual(['provision first', 'done first']);
  });

  test('two manifests in one folder do not overwrite each other', async () => {
    project = await createTestProject(chain);
    await project.run('deploy');
    await project.write('data.infra.yaml', manifestOf(chain).replace('project: test', 'project: data'));
    const other = await project.run('deploy', { manifest: 'data.infra.yaml' });
    expect(other).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('already recorded for infra.yaml of the project test'),
    });
  });

  test('an unknown environment or component is wrong use', async () => {
    project = await createTestProject(chain);
    await expect(project.run('plan', { environment: 'live' })).rejects.toThrow(
      'has no environment "live". There is: staging.',
    );
    await expect(project.run('plan', { only: ['fourth'] })).rejects.toThrow('There is no component fourth.');
  });
});
