import { expect, it } from 'vitest';
import { plainText } from './ansi.ts';

it.each([
  ['plain', 'plain'],
  ['\u001b[1m\u001b[38;5;10mdone\u001b[0m', 'done'],
  ['\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007', 'link'],
  ['10%\r50%\r100%', '100%'],
  ['line\r', 'line'],
  ['a\tb\u0000\u0008c', 'a\tbc'],
  ['\u001b(B\u001b[mx', '(Bx'],
])('%j', (line, expected) => {
  expect(plainText(line)).toBe(expected);
});
