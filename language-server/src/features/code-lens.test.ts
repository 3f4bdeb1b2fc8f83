import { expect, test } from 'vitest';
import { codeLenses } from './code-lens.ts';
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
    [4, 'patchbay.plan', 'staging'],
    [4, 'patchbay.deploy', 'staging'],
    [5, 'patchbay.plan', 'production'],
    [5, 'patchbay.deploy', 'production'],
  ]);
});

test('an empty file still opens its diagram', () => {
  expect(codeLenses(manifestOf(''))).toHaveLength(1);
});
