import { expect, test } from 'vitest';
import type { EventBody } from '../provisioning/events.ts';
import { createPrinter, plain } from './print-events.ts';

const envelope = { time: '2026-01-01T00:00:00Z', run: 'r', environment: 'staging' };

function printed(...events: EventBody[]): string[] {
  const print = createPrinter(plain);
  return events.flatMap((event) => print({ ...envelope, ...event }));
}

const started: EventBody = { type: 'run-started', action: 'deploy', manifest: '/shop/infra.yaml', components: [] };
const log = (line: string): EventBody => ({ type: 'log', component: 'web', step: 'src', stream: 'stdout', line });
const status = (name: 'planning' | 'planned' | 'applying' | 'deployed' | 'failed', summary?: string): EventBody => ({
  type: 'instance',
  component: 'web',
  status: name,
  ...(summary !== undefined && { summary }),
});

test('a deployment, without what tools say while they plan', () => {
  const changes = [{ action: 'create', address: 'terraform_data.server' }] as const;
  const plan: EventBody = {
    type: 'plan',
    component: 'web',
    counts: { add: 1, change: 0, destroy: 0 },
    changes: [...changes],
    summary: '1 to add',
  };
  expect(
    printed(
      started,
      status('planning'),
      log('planning noise'),
      plan,
      status('planned'),
      status('applying'),
      log('made'),
      status('deployed'),
    ),
  ).toEqual([
    'Deploy staging (/shop/infra.yaml)',
    '  web              1 to add',
    '    + terraform_data.server',
    '  web              applying …',
    '    web │ made',
    '  web              deployed',
  ]);
});

test('a plan that fails shows what the tool said', () => {
  expect(
    printed(started, status('planning'), log('Error: no such thing'), status('failed', 'terraform plan failed')),
  ).toEqual([
    'Deploy staging (/shop/infra.yaml)',
    '    web │ Error: no such thing',
    '  web              failed: terraform plan failed',
  ]);
});

test('what a tool writes cannot move the cursor or set the title', () => {
  expect(printed(log('\u001b[31mred\u001b[0m \u001b]0;title\u0007\u001b[2Jcleared'))).toEqual([
    '    web │ red �]0;title��[2Jcleared',
  ]);
});

test('what connections give is said by name, below the plan', () => {
  const given: EventBody = {
    type: 'given',
    component: 'web',
    connections: [
      { slot: 'database', source: 'orders', envs: ['DATABASE_URL', 'DATABASE_CA'], policies: [] },
      { slot: 'queue', source: 'jobs', envs: ['QUEUE_URL'], policies: ['iam.subscribe'] },
      { slot: 'bucket', source: 'files', envs: [], policies: ['iam.read', 'iam.write'] },
    ],
  };
  expect(printed(given)).toEqual([
    '    orders gives DATABASE_URL, DATABASE_CA',
    '    jobs gives QUEUE_URL; policies: iam.subscribe',
    '    files gives policies: iam.read, iam.write',
  ]);
});
