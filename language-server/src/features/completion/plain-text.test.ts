import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test.each([
  ['bundle: app', 'bundle: app'],
  ['port: ${1:8080}', 'port: 8080'],
  ['size: ${1|small,large|}', 'size: small'],
  ['text: ${1|a\\,b,c|}', 'text: a,b'],
  ['map: ${1:{ a: 1 \\}}', 'map: { a: 1 }'],
  ['cost: ${1:5\\$}', 'cost: 5$'],
  ['in: $1', 'in: '],
  ['size: ${1|$1 or more,b|}', 'size: $1 or more'],
  ['${1:net}:\n  bundle: net@~1\n  params:\n    cidr: $2', 'net:\n  bundle: net@~1\n  params:\n    cidr: '],
])('%s', (snippet, expected) => {
  expect(plainText(snippet)).toBe(expected);
});
