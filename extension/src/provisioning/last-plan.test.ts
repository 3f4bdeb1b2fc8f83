import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLastPlan } from './last-plan.ts';

let project: string;
beforeEach(async () => {
  project = await mkdtemp(path.join(os.tmpdir(), 'plan-'));
  await mkdir(path.join(project, '.patchbay/environments/staging'), { recursive: true });
});
afterEach(() => rm(project, { recursive: true, force: true }));

const counts = { add: 1, change: 0, destroy: 0 };
const plan = (component: string, summary: string) => ({ type: 'plan', component, counts, changes: [], summary });
const finished = (message: string) => ({ type: 'run-finished', action: 'plan', outcome: 'done', message });

async function readAfter(...runs: readonly (readonly object[])[]) {
  const lines = runs.flatMap((events, index) =>
    events.map((event) => JSON.stringify({ time: 't', run: `run-${index}`, environment: 'staging', ...event })),
  );
  await writeFile(path.join(project, '.patchbay/environments/staging/events.ndjson'), `${lines.join('\n')}\n`);
  return readLastPlan(path.join(project, 'infra.yaml'), 'staging');
}

test('the newest run counts, deferred components included', async () => {
  const deferred = {
    type: 'deferred',
    component: 'api',
    waitsFor: ['network'],
    message: 'planned once network is deployed',
  };
  const read = await readAfter(
    [plan('cache', 'old'), finished('old')],
    [deferred, plan('network', '1 to add'), finished('1 to add.')],
  );
  expect(read).toEqual({
    components: [
      { component: 'api', summary: 'planned once network is deployed' },
      { component: 'network', summary: '1 to add' },
    ],
    message: '1 to add.',
  });
});

test('a run that did not finish is no plan, and no log is none', async () => {
  expect(await readAfter([plan('cache', '1 to add')])).toBeUndefined();
  expect(await readLastPlan(path.join(project, 'infra.yaml'), 'production')).toBeUndefined();
});
