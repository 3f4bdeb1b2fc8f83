import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

test.each([
  ['10.0.0.0/16', 0],
  ['172.16.0.0/12', 0],
  ['172.31.4.0/24', 0],
  ['192.168.1.0/24', 0],
  ['100.64.0.0/10', 0],
  ['172.32.0.0/16', 1],
  ['8.8.8.0/24', 1],
  ['192.0.0.0/8', 1],
  ['0.0.0.0/0', 1],
  ['not-an-address', 0],
  ['999.1.1.1/8', 0],
])('%s', (range, count) => {
  const text = `components:\n  net:\n    bundle: network\n    params: { cidr: ${range} }\n`;
  expect(problemLines(text, 'public-address-range')).toHaveLength(count);
});

test('only networks are looked at', () => {
  expect(
    problemLines('components:\n  a: { bundle: app, params: { cidr: 8.8.8.0/24 } }\n', 'public-address-range'),
  ).toEqual([]);
});
