import { expect, test } from 'vitest';
import { foldingRanges } from './folding.ts';

test.each([
  ['blocks', 'a:\n  b:\n    c: 1\n  d: 2\n', ['0-3', '1-2']],
  ['blank lines between blocks', 'a:\n  b: 1\n\nc:\n  d: 1\n', ['0-1', '3-4']],
  ['comments', '# one\n# two\na: 1\n', ['0-1']],
  ['lists as far left as their key', 'a:\n  b:\n  - c: 1\n    d: 2\n  - e\n  f: 1\n', ['0-5', '1-4', '2-3']],
  ['windows line ends', 'a:\r\n  b: 1\r\n', ['0-1']],
  ['broken text', 'a:\n  b: {\n c', ['0-2']],
  ['nothing', '', []],
])('%s', (_, text, expected) => {
  expect(foldingRanges(text).map(({ startLine, endLine }) => `${startLine}-${endLine}`)).toEqual(expected);
});
