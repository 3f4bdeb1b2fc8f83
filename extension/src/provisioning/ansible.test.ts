import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createPlaybookReader } from './ansible-output.ts';
import { asInert } from './ansible-values.ts';
import { createTestProject, hasTool, type TestProject } from './test-project.ts';

let project: TestProject | undefined;
afterEach(async () => {
  await project?.remove();
  project = undefined;
});

const bundle = `name: test-playbook
version: 1.0.0
params:
  required: [text]
  properties:
    text: { type: string }
    hosts: { type: array, items: { type: string } }
dependencies:
  upstream: { resource_type: thing@~1 }
resources:
  thing: { resource_type: thing@~1 }
app:
  envs: { UPSTREAM: .connections.upstream.data.name // empty }
  secrets: { KEY: { required: false } }
steps:
  - { path: src, provisioner: ansible, config: { inventory: .params.hosts // empty } }
`;
const playbook = `- hosts: all
  gather_facts: false
  tasks:
    - name: Write the page
      ansible.builtin.copy:
        content: "{{ text }} {{ envs.UPSTREAM | default('alone') }} {{ (upstream | default({})).data.name | default('') }}\\n"
        dest: ../../../../../page.txt
        mode: '0600'
    - name: Say what it is
      ansible.builtin.debug:
        msg: "key {{ envs.KEY | default('none') }}"
    - name: Give the thing
      ansible.builtin.copy:
        content: "{{ {'data': {'name': text}} | to_json }}"
        dest: "{{ patchbay_resources }}/thing.json"
        mode: '0600'
`;
const decommission = `- hosts: all
  gather_facts: false
  tasks:
    - name: Take the page away
      ansible.builtin.file: { path: ../../../../../page.txt, state: absent }
`;

async function createPlaybookProject(params: string, more = ''): Promise<TestProject> {
  const created = await createTestProject(`  site:\n    bundle: test-playbook\n    params: { ${params} }\n${more}`);
  await created.write('bundles/test-playbook/bundle.yaml', bundle);
  await created.write('bundles/test-playbook/src/playbook.yaml', playbook);
  await created.write('bundles/test-playbook/src/decommission.yaml', decommission);
  return created;
}

describe.runIf(hasTool('ansible-playbook'))('ansible steps', { timeout: 120_000 }, () => {
  test('are planned by --check, played, give resources, are idempotent, and are taken down', async () => {
    const current = (project = await createPlaybookProject(
      'text: hello',
      '    connections: { upstream: source.thing }\n    secrets: { KEY: { env: SITE_KEY } }\n  source: { bundle: test-script, params: { name: origin } }\n',
    ));
    const processEnvironment = { ...process.env, SITE_KEY: 'open-sesame' };
    const page = path.join(current.folder, 'page.txt');
    await current.run('deploy', { only: ['source'], processEnvironment });

    const planned = await current.run('plan', { processEnvironment });
    expect(planned.events.find((event) => event.type === 'plan' && event.component === 'site')).toMatchObject({
      changes: [
        { action: 'update', address: 'localhost: Write the page' },
        { action: 'update', address: 'localhost: Give the thing' },
      ],
    });
    expect(existsSync(page)).toBe(false);

    const deployed = await current.run('deploy', { processEnvironment });
    expect(deployed.outcome).toBe('done');
    expect(await current.read('page.txt')).toBe('hello origin origin\n');
    expect(JSON.stringify(deployed.events)).not.toContain('open-sesame');
    expect(existsSync(path.join(current.folder, '.patchbay/run/staging/site/src/patchbay_variables.yaml'))).toBe(false);

    expect((await current.run('deploy', { processEnvironment })).message).toContain('Nothing to change');
    await current.write('page.txt', 'changed by hand\n');
    const drifted = await current.run('plan', { processEnvironment });
    expect(drifted.events).toContainEqual(expect.objectContaining({ type: 'instance', status: 'drifted' }));

    expect((await current.run('destroy', { processEnvironment })).outcome).toBe('done');
    expect(existsSync(page)).toBe(false);
  });

  test('a value is never taken for a template, which could run programs', async () => {
    const evil = "{{ lookup('pipe', 'touch pwned') }}";
    const current = (project = await createPlaybookProject(`text: "${evil}"`));
    expect((await current.run('deploy')).outcome).toBe('done');
    expect(await current.read('page.txt')).toContain(evil);
    expect(existsSync(path.join(current.folder, '.patchbay/run/staging/site/src/pwned'))).toBe(false);
  });

  test('a failing task is told with its host and its reason', async () => {
    const current = (project = await createPlaybookProject('text: hello'));
    await current.write(
      'bundles/test-playbook/src/playbook.yaml',
      "- hosts: all\n  gather_facts: false\n  tasks:\n    - name: Refuse\n      ansible.builtin.fail: { msg: 'no, {{ text }}' }\n",
    );
    const { events } = await current.run('plan');
    expect(events).toContainEqual(
      expect.objectContaining({
        status: 'failed',
        summary: 'ansible-playbook playbook.yaml failed: Refuse on localhost: no, hello',
      }),
    );
  });

  test('hosts come from the configuration of the step, by jq', async () => {
    const current = (project = await createPlaybookProject('text: hello, hosts: [web.invalid]'));
    const { events } = await current.run('plan');
    expect(JSON.stringify(events)).toContain('Write the page on web.invalid: ');
  });

  test('a step without decommission.yaml cannot be taken down, and says what to do', async () => {
    const current = (project = await createPlaybookProject('text: hello'));
    await current.write('bundles/test-playbook/src/decommission.yaml', '');
    await current.run('deploy');
    await rm(path.join(current.folder, 'bundles/test-playbook/src/decommission.yaml'));
    const { events, outcome } = await current.run('destroy');
    expect(outcome).toBe('failed');
    expect(JSON.stringify(events)).toContain('skip_on_delete: true');
  });
});

test('values are written so that Ansible and YAML leave them alone', () => {
  const values = { text: '{{ x }}\n"\u0085\u2028', list: [1, 'two', null, { '{{ key }}': true }] };
  expect(asInert(values)).toBe(
    '{"text": !unsafe "{{ x }}\\n\\"\\u0085\\u2028", "list": [1, !unsafe "two", null, {"{{ key }}": true}]}\n',
  );
});

test('the output of a playbook: loops once, handlers, the first error', () => {
  const reader = createPlaybookReader();
  for (const line of [
    'TASK [copy files] ******',
    'changed: [web1] => (item=a)',
    'changed: [web1] => (item=b)',
    'ok: [web2]',
    '+changed: [in a diff]',
    'RUNNING HANDLER [restart] ***',
    'changed: [web2]',
    'TASK [check] ***',
    'failed: [web1] (item=x) => {"ansible_loop_var": "item", "msg": "first line\\nsecond"}',
    'fatal: [web2]: UNREACHABLE! => {"changed": false, "msg": "later"}',
  ])
    reader.read(line);
  expect(reader.report()).toEqual({
    changed: [
      { host: 'web1', task: 'copy files' },
      { host: 'web2', task: 'restart' },
    ],
    error: 'check on web1: first line',
  });
});
