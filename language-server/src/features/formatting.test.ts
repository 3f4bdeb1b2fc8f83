import { expect, test } from 'vitest';
import { format } from './formatting.ts';
import { apply } from '../model/testing/in-memory.ts';

test.each([
  ['spaces at line ends', 'a: 1  \nb: 2\t\n', 'a: 1\nb: 2\n'],
  ['blank lines', 'a: 1\n\n\n\nb: 2\n', 'a: 1\n\nb: 2\n'],
  ['a missing last line break', 'a: 1', 'a: 1\n'],
  ['windows line ends', 'a: 1 \r\nb: 2', 'a: 1\r\nb: 2\r\n'],
  ['comments stay', '# one \na: 1 # two\n', '# one\na: 1 # two\n'],
  ['block scalars stay', 'a: |\n  x  \n\n\n  y\nb: 1 \n', 'a: |\n  x  \n\n\n  y\nb: 1\n'],
  ['block scalars in lists stay', 'a:\n  - |-\n    x  \n  - y \n', 'a:\n  - |-\n    x  \n  - y\n'],
  ['quoted texts over lines stay', 'a: "x  \n\n\n  y  "\nb: 1 \n', 'a: "x  \n\n\n  y  "\nb: 1\n'],
  ['tidy text stays', 'a:\n  b: [1, 2]\n', 'a:\n  b: [1, 2]\n'],
  ['nothing', '', ''],
])('%s', (_, text, expected) => {
  const formatted = apply(text, format(text));
  expect(formatted).toBe(expected);
  expect(format(formatted)).toEqual([]);
});
