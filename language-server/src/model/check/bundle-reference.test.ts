import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

const codes = ['missing-bundle', 'unknown-bundle', 'unknown-version', 'broken-bundle'];

test.each([
  ['a bundle that is there', 'components:\n  a:\n    bundle: loop@~1\n', []],
  [
    'a misspelled bundle',
    'components:\n  a:\n    bundle: lopo@~1\n',
    ["'lopo@~1' There is no bundle named `lopo`. Did you mean `loop`?"],
  ],
  [
    'a bundle that nobody knows',
    'components:\n  a:\n    bundle: kubernetes\n',
    [
      "'kubernetes' There is no bundle named `kubernetes`. Check the name, or add the folder that holds it to `patchbay.registry.folders`.",
    ],
  ],
  [
    'a version that is not there',
    'components:\n  a:\n    bundle: loop@~7\n',
    ["'loop@~7' `loop` has no version that `~7` allows. There is `1.0.0`."],
  ],
  [
    'no bundle at all',
    'components:\n  a:\n    title: A\n',
    ["'a' `a` does not say which bundle it is. Add `bundle: NAME@VERSION`."],
  ],
  [
    'a bundle that every environment names',
    'components:\n  a: {}\nenvironments:\n  x:\n    components: { a: { bundle: loop } }\n',
    [],
  ],
  [
    'a bundle that one environment misspells',
    'components:\n  a: { bundle: loop }\nenvironments:\n  x:\n    components: { a: { bundle: lop } }\n  y: {}\n',
    ["'lop' In x: There is no bundle named `lop`. Did you mean `loop`?"],
  ],
])('%s', (_, text, expected) => {
  expect(problemLines(text, ...codes)).toEqual(expected);
});
