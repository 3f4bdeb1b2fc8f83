import { expect, test } from 'vitest';
import { inlayHints } from './inlay-hints.ts';
import { manifestOf, testRegistry } from '../model/testing/in-memory.ts';

const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

test.each([
  ['the version a range resolved to', 'components:\n  a:\n    bundle: network@~1\n', ['2:22 1.2.0']],
  ['no version when it is exact', 'components:\n  a:\n    bundle: network@1.2.0\n', []],
  [
    'defaults in force',
    'components:\n  a:\n    bundle: network@1.2.0\n    params:\n      cidr: 10.0.0.0/16\n',
    ['3:11 size: small'],
  ],
  ['nothing for a bundle that is not known', 'components:\n  a:\n    bundle: nope\n', []],
])('%s', (_, text, expected) => {
  const hints = inlayHints(manifestOf(text), testRegistry, all);
  expect(hints.map(({ position, label }) => `${position.line}:${position.character} ${String(label)}`)).toEqual(
    expected,
  );
});

test('only what is in sight', () => {
  const manifest = manifestOf('components:\n  a:\n    bundle: network\n  b:\n    bundle: network\n');
  const range = { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } };
  expect(inlayHints(manifest, testRegistry, range)).toHaveLength(1);
});
