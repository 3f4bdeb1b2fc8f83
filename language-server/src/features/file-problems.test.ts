import { expect, test } from 'vitest';
import { testRegistry } from '../model/testing/in-memory.ts';
import { fileProblems } from './file-problems.ts';

const severities = (kind: 'bundle' | 'resource-type' | 'other', name: string, text: string): string[] =>
  fileProblems(kind, `file:///project/${name}`, text, testRegistry).map(({ severity }) => severity);

test.each([
  [
    'a sound bundle',
    'bundle',
    'bundle.yaml',
    'name: net\nversion: 1.0.0\nsteps:\n  - { path: src, provisioner: script }\n',
    false,
  ],
  ['a bundle that does not parse', 'bundle', 'bundle.yaml', 'name: [', true],
  [
    'a bundle with two dialects',
    'bundle',
    'bundle.yaml',
    'name: net\nconnections:\n  properties: { vpc: { $ref: vpc } }\ndependencies:\n  vpc: { resource_type: vpc }\n',
    true,
  ],
  ['a template', 'bundle', 'massdriver.yaml', 'name: {{ name }}\n', false],
  ['a sound resource type', 'resource-type', 'vpc.yaml', 'name: vpc\nversion: 1.0.0\nschema:\n  type: object\n', false],
  ['a file that is nothing of ours', 'resource-type', 'values.yaml', 'replicas: [', false],
  ['any other file', 'other', 'notes.txt', '{{', false],
] as const)('%s', (_, kind, name, text, isWrong) => {
  expect(severities(kind, name, text).includes('error')).toBe(isWrong);
});
