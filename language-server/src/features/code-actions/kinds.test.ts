import { expect, test } from 'vitest';
import { isWanted } from './kinds.ts';

test.each([
  ['quickfix', undefined, true],
  ['quickfix', ['quickfix'], true],
  ['quickfix', ['refactor'], false],
  ['refactor.extract', ['refactor'], true],
  ['refactor.extract', ['refactor.rewrite', 'refactor.extract'], true],
  ['refactor', ['refactor.extract'], false],
  ['source.fixAll.patchbay', ['source.fixAll'], true],
  ['source.fixAll.patchbay', ['source.fixAll.other'], false],
  ['source.fixAll.patchbay', ['source.fixAllButThis'], false],
  ['quickfix', [''], true],
  ['quickfix', [], false],
])('%s asked for by %j: %s', (kind, only, expected) => {
  expect(isWanted(kind, only)).toBe(expected);
});
