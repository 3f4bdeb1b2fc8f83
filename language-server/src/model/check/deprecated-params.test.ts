import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

test.each([
  [
    'a deprecated param',
    'components:\n  net: { bundle: network, params: { cidr: 10.0.0.0/8, old: x } }\n',
    ["'old' `old` is deprecated. Use size."],
  ],
  ['a param that is not', 'components:\n  net: { bundle: network, params: { cidr: 10.0.0.0/8 } }\n', []],
  [
    'in an override',
    'components:\n  net: { bundle: network, params: { cidr: 10.0.0.0/8 } }\nenvironments:\n  x: { components: { net: { params: { old: x } } } }\n  y: {}\n',
    ["'old' In x: `old` is deprecated. Use size."],
  ],
])('%s', (_, text, expected) => {
  expect(problemLines(text, 'deprecated-param')).toEqual(expected);
});
