import { expect, test } from 'vitest';
import { codeLenses } from './code-lens.ts';
import type { DeployedInstance, Deployments } from '../model/deployment/deployments.ts';
import { manifestOf } from '../model/testing/in-memory.ts';

test('the diagram above the components, plan and deploy above each environment', () => {
  const manifest = manifestOf(
    'project: x\ncomponents:\n  a: { bundle: app }\nenvironments:\n  staging: {}\n  production: {}\n',
  );
  const lenses = codeLenses(manifest).map(({ range, command }) => [
    range.start.line,
    command?.command,
    command?.arguments?.[1],
  ]);
  expect(lenses).toEqual([
    [1, 'patchbay.openDiagram', undefined],
    [4, 'patchbay.openDiagram', undefined],
    [4, 'patchbay.plan', 'staging'],
    [4, 'patchbay.deploy', 'staging'],
    [5, 'patchbay.openDiagram', undefined],
    [5, 'patchbay.plan', 'production'],
    [5, 'patchbay.deploy', 'production'],
  ]);
});

test('an empty file still opens its diagram', () => {
  expect(codeLenses(manifestOf(''))).toHaveLength(1);
});

const there: DeployedInstance = { status: 'deployed', deployed: { bundle: 'x', params: {}, resources: new Map() } };

test.each<[state: string, running: boolean, instances: Record<string, DeployedInstance>]>([
  ['Not deployed', false, {}],
  ['Deployed', false, { a: there, b: there }],
  ['1 of 2 deployed', false, { a: there }],
  ['Failed: b, 1 of 2 deployed', false, { a: there, b: { status: 'failed' } }],
  ['Failed: a, deployed', false, { a: { ...there, status: 'failed' }, b: there }],
  ['A run is under way, 1 of 2 deployed', true, { a: there, b: { status: 'applying' } }],
  ['Deployed, 1 to destroy', false, { a: there, b: there, old: there }],
])('the state of an environment: %s', (state, running, instances) => {
  const deployments: Deployments = {
    environments: new Map([['staging', { running, instances: new Map(Object.entries(instances)) }]]),
    imported: new Map(),
  };
  const manifest = manifestOf(
    'components:\n  a: { bundle: app }\n  b: { bundle: app }\nenvironments:\n  staging: {}\n',
  );
  expect(codeLenses(manifest, deployments)[1]?.command?.title).toBe(state);
});
