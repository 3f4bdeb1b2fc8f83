import { describe, expect, test } from 'vitest';
import { parseCheckArguments, parseRunArguments } from './arguments.ts';

const run = (line: string) => parseRunArguments(line.split(' '));

describe('arguments of plan, deploy and destroy', () => {
  test.each([
    [
      'infra.yaml --environment staging',
      { manifest: 'infra.yaml', environment: 'staging', only: [], yes: false, json: false },
    ],
    ['-e staging infra.yaml -y --json', { manifest: 'infra.yaml', yes: true, json: true }],
    ['infra.yaml -e staging --only web database', { only: ['web', 'database'] }],
    ['infra.yaml -e staging --only web --only database', { only: ['web', 'database'] }],
    ['--only web database -e staging infra.yaml', { manifest: 'infra.yaml', only: ['web', 'database'] }],
    ['--only web infra.yaml -e staging', { manifest: 'infra.yaml', only: ['web'] }],
    ['infra.yaml -e staging --registry a --registry b', { registryFolders: ['a', 'b'] }],
    ['infra.yaml -e staging --concurrency 9', { concurrency: 9 }],
  ])('%s', (line, expected) => {
    expect(run(line)).toMatchObject(expected);
  });

  test.each([
    ['-e staging', 'Which manifest?'],
    ['infra.yaml', 'Which environment?'],
    ['a.infra.yaml b.infra.yaml -e staging', 'One manifest at a time'],
    ['infra.yaml -e staging --force', "Unknown option '--force'"],
    ['infra.yaml -e', "'-e, --environment <value>' argument missing"],
    ['infra.yaml -e staging --concurrency many', 'whole number'],
  ])('%s is wrong use', (line, message) => {
    expect(() => run(line)).toThrow(message);
  });
});

test('check looks at the folder at hand unless told otherwise', () => {
  expect(parseCheckArguments([])).toMatchObject({ paths: ['.'], json: false });
  expect(parseCheckArguments(['a', 'b', '--json'])).toMatchObject({ paths: ['a', 'b'], json: true });
});
