import type { InstanceState, RunState } from '@patchbay/language-server/protocol';
import { expect, test } from 'vitest';
import { confirmDeploy, confirmDestroy } from './confirmation.ts';

const state = (...instances: InstanceState[]): RunState => ({ environment: 'staging', running: false, instances });
const network: InstanceState = { component: 'network', status: 'planned', summary: '3 to add' };
const database: InstanceState = { component: 'database', status: 'deployed' };

test('a deploy shows the plan of every component', () => {
  const api: InstanceState = { component: 'api', status: 'pending', summary: 'waits for database' };
  expect(confirmDeploy('staging', state(network, api))).toEqual({
    question: 'Deploy staging?',
    detail:
      'network: 3 to add\napi: waits for database\n\nThe saved plans are applied, each component after those it depends on.',
    answer: 'Deploy',
  });
});

test('a deploy of some components shows those', () => {
  const { detail } = confirmDeploy('staging', state(network, { ...database, summary: '1 to change' }), ['database']);
  expect(detail).toMatch(/^database: 1 to change\n/);
});

test('a destroy shows what stands and says that data is lost', () => {
  const { detail, question } = confirmDestroy('staging', state(database, { component: 'api', status: 'none' }));
  expect(question).toBe('Destroy staging?');
  expect(detail).toMatch(/^database: deployed\n\n/);
  expect(detail).toContain('Data in it is lost');
});

test('a long list is cut, and says so', () => {
  const many = Array.from({ length: 30 }, (_, index): InstanceState => ({ ...network, component: `c${index}` }));
  expect(confirmDeploy('staging', state(...many)).detail).toContain('… and 10 more');
});
