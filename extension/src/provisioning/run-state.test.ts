import { appendFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunState } from '@patchbay/language-server/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { EventLog } from './event-log.ts';
import { followLog, readRunState, watchRunState } from './run-state.ts';
import { createTestProject, type TestProject } from './test-project.ts';

const components = `  site: { bundle: test-script, params: { name: site, url: 'http://localhost:4711/', say: [hello, world] } }
  vault: { bundle: test-script, params: { name: vault, url: 'http://root:hunter22@localhost:4712/', password: 'http://hunter22' } }
`;
let project: TestProject;
afterEach(() => project.remove());

test('an environment that was never touched has no instances, and reading creates nothing', async () => {
  project = await createTestProject(components);
  expect(await readRunState(project.manifest, 'staging')).toEqual({
    environment: 'staging',
    running: false,
    instances: [],
  });
  await expect(project.read('.patchbay/.gitignore')).rejects.toThrow();
});

test('states and links, without any that holds a login or is sensitive', async () => {
  project = await createTestProject(components);
  await project.run('deploy');
  const state = await readRunState(project.manifest, 'staging');
  expect(state).toMatchObject({
    running: false,
    instances: [
      { component: 'site', status: 'deployed', links: ['http://localhost:4711/'] },
      { component: 'vault', status: 'deployed' },
    ],
  });
  expect(JSON.stringify(state)).not.toContain('hunter22');
});

test('a damaged record hides itself and nothing else', async () => {
  project = await createTestProject(components);
  await project.run('deploy');
  await project.write('.patchbay/environments/staging/instances/vault.json', '{"format":1,');
  expect((await readRunState(project.manifest, 'staging')).instances.map(({ component }) => component)).toEqual([
    'site',
  ]);
  const next = await project.run('deploy');
  expect(next).toMatchObject({ outcome: 'failed', message: expect.stringContaining('vault.json cannot be read') });
});

test('watching tells every state of a run, also when the folder appears later', async () => {
  project = await createTestProject(components);
  const seen: RunState[] = [];
  const lines: string[] = [];
  const state = watchRunState(project.manifest, 'staging', (now) => seen.push(now));
  const log = followLog(project.manifest, 'staging', (component, some) =>
    lines.push(...some.map((line) => `${component}: ${line}`)),
  );
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  await project.run('deploy');
  await vi.waitFor(
    () => expect(seen.at(-1)?.instances.map(({ status }) => status)).toEqual(['deployed', 'deployed']),
    10_000,
  );
  await vi.waitFor(() => expect(lines).toContain('site: world'), 10_000);
  state.dispose();
  log.dispose();
});

test('a torn line in the log is skipped, and the next one stands alone', async () => {
  project = await createTestProject(components);
  await project.run('plan');
  const file = path.join(project.folder, '.patchbay/environments/staging/events.ndjson');
  const lines: string[] = [];
  const log = followLog(project.manifest, 'staging', (_, some) => lines.push(...some));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await appendFile(file, '{"type":"log","comp');
  const writer = new EventLog(file);
  writer.append({
    type: 'log',
    component: 'site',
    step: 'src',
    stream: 'stdout',
    line: 'whole',
    time: 't',
    run: 'r',
    environment: 'staging',
  });
  writer.close();
  await vi.waitFor(() => expect(lines).toEqual(['whole']), 5_000);
  await rm(file);
  await writeFile(file, '');
  log.dispose();
});
