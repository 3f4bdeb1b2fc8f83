import type { InstanceState, RunState } from '@patchbay/language-server/protocol';
import { expect, test } from 'vitest';
import { confirmDeploy, confirmDestroy } from './confirmation.ts';

const state = (...instances: InstanceState[]): RunState => ({ environment: 'staging', running: false, instances });
const network: InstanceState = { component: 'network', status: 'planned', summary: '3 to add' };
const database: InstanceState = { component: 'database', status: 'deployed' };

test('a deploy shows the plan of every component', () => {
  const components = [
    { component: 'network', summary: '3 to add' },
    { component: 'api', summary: 'planned once network is deployed' },
  ];
  const message = '3 to add; 1 more is planned during the deployment.';
  expect(confirmDeploy('staging', { components, message })).toEqual({
    question: 'Deploy staging?',
    detail: [
      'network: 3 to add',
      'api: planned once network is deployed',
      '',
      '3 to add; 1 more is planned during the deployment.',
      'Each component is applied after those it depends on, exactly as its saved plan says.',
    ].join('\n'),
    answer: 'Deploy',
  });
});

test('a destroy shows what stands and says that data is lost', () => {
  const { detail, question } = confirmDestroy('staging', state(database, { component: 'api', status: 'none' }));
  expect(question).toBe('Destroy staging?');
  expect(detail).toMatch(/^database: deployed\n\n/);
  expect(detail).toContain('Data in it is lost');
});

test('a long list is cut, and says so', () => {
  const many = Array.from({ length: 30 }, (_, index): InstanceState => ({ ...network, component: `c${index}` }));
  expect(confirmDestroy('staging', state(...many)).detail).toContain('… and 10 more');
});
