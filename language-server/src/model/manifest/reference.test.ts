import { describe, expect, test } from 'vitest';
import {
  formatBundleReference,
  formatConnectionTarget,
  isValidName,
  parseBundleReference,
  parseConnectionTarget,
} from './reference.ts';

describe('bundle references', () => {
  test.each([
    ['aws-vpc', { name: 'aws-vpc', dev: false }],
    ['aws-vpc@1.2.3', { name: 'aws-vpc', range: '1.2.3', dev: false }],
    ['aws-vpc@~1', { name: 'aws-vpc', range: '~1', dev: false }],
    ['aws-vpc@~1.2', { name: 'aws-vpc', range: '~1.2', dev: false }],
    ['aws-vpc@latest+dev', { name: 'aws-vpc', range: 'latest', dev: true }],
    ['aws-vpc+dev', { name: 'aws-vpc', dev: true }],
  ])('%s', (text, reference) => {
    expect(parseBundleReference(text)).toEqual(reference);
    expect(formatBundleReference(reference)).toBe(text);
  });

  test.each(['', 'AWS', 'a@', 'a@^1', 'a@1', 'a b', 'org/a', '../a', '-chdir=..', 'a@1.2.3\n', '$(rm)', 'a-'])(
    'not %j',
    (text) => {
      expect(parseBundleReference(text)).toBeUndefined();
    },
  );
});

describe('connection targets', () => {
  test.each([
    ['network.vpc', { component: 'network', resource: 'vpc' }],
    ['dns', { component: 'dns' }],
  ])('%s', (text, target) => {
    expect(parseConnectionTarget(text)).toEqual(target);
    expect(formatConnectionTarget(target)).toBe(text);
  });

  test.each(['', '.', 'a.', '.a', 'a.b.c', 'a b'])('not %j', (text) => {
    expect(parseConnectionTarget(text)).toBeUndefined();
  });
});

test.each([
  ['a', true],
  ['a-1', true],
  ['a'.repeat(40), true],
  ['a'.repeat(41), false],
  ['', false],
  ['1a', false],
  ['A', false],
  ['a_b', false],
  ['a\n', false],
  ['; rm', false],
  ['__proto__', false],
])('isValidName(%j) is %j', (name, valid) => {
  expect(isValidName(name)).toBe(valid);
});
