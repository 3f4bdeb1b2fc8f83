import { expect, test } from 'vitest';
import { apply } from '../model/testing/in-memory.ts';
import { layoutUri, renameInLayout } from './rename-layout.ts';

test('lies beside the manifest', () => {
  expect(layoutUri('file:///project/infra.yaml')).toBe('file:///project/infra.layout.json');
  expect(layoutUri('file:///my.project/shop.infra.yaml')).toBe('file:///my.project/shop.infra.layout.json');
});

test.each([
  [
    'the position goes with the node',
    '{\n  "db": { "x": 1, "y": 2 },\n  "net": { "x": 3, "y": 4 }\n}\n',
    '{\n  "db": { "x": 1, "y": 2 },\n  "core": { "x": 3, "y": 4 }\n}\n',
  ],
  ['on one line', '{"net":{"x":3,"y":4}}', '{"core":{"x":3,"y":4}}'],
  ['a key further inside is another thing', '{ "db": { "net": 1 } }', '{ "db": { "net": 1 } }'],
  ['no position', '{}', '{}'],
  ['both have one', '{ "net": {}, "core": {} }', '{ "net": {}, "core": {} }'],
  ['no JSON', 'net: "net"', 'net: "net"'],
])('%s', (_, text, expected) => {
  expect(apply(text, renameInLayout(text, 'net', 'core'))).toBe(expected);
});
