import { expect, test } from 'vitest';
import { runChecks } from './checks.ts';

const subject = {
  action: 'deploy',
  environment: 'production',
  params: { replicas: 3, ratio: 0.5, tags: { team: 'a', constructor: 'b' }, zones: ['a', 'b'] },
  connections: { vpc: { data: { cidr: '10.0.0.0/8' } } },
  plan: { add: 1, change: 0, destroy: 2, changes: [{ action: 'delete', address: 'x' }], steps: [] },
} as const;

const check = (expression: string) => ({ name: 'rule', expression, message: 'No.', severity: 'error' as const });

test.each([
  'params.replicas >= 3',
  'params.replicas % 2 == 1',
  'params.ratio < 1.0',
  'environment == "production"',
  '"team" in params.tags',
  'has(params.tags.team)',
  'params.tags["constructor"] == "b"',
  'size(params.zones) == 2',
  'connections.vpc.data.cidr.startsWith("10.")',
  'plan.destroy == 2',
  'plan.changes.exists(change, change.action == "delete")',
])('%s holds', (expression) => {
  expect(runChecks([check(expression)], subject)).toEqual([]);
});

test.each([
  ['is false', 'params.replicas > 3', 'No.'],
  ['names nothing', 'params.nothing > 3', 'The check could not be evaluated'],
  ['does not parse', 'params.replicas >', 'The check could not be evaluated'],
  ['gives no answer', 'params.replicas', 'instead of true or false'],
  ['asks for what objects inherit', 'params.toString != ""', 'The check could not be evaluated'],
])('a check that %s refuses', (_, expression, message) => {
  expect(runChecks([check(expression)], subject)).toEqual([
    expect.objectContaining({ severity: 'error', message: expect.stringContaining(message) }),
  ]);
});

test('when something is destroyed, only checks of the plan are asked', () => {
  const checks = [check('params.replicas > 3'), check('plan.destroy == 0')];
  expect(runChecks(checks, { ...subject, action: 'destroy' })).toHaveLength(1);
});
