import { expect, it } from 'vitest';
import { names } from './shape.ts';
import { ownerAtEnd } from './unfinished.ts';

const input = {
  properties: {
    list: { type: 'array', items: { properties: { host: {}, port: {} } } },
    map: { properties: { size: {}, zone: {} } },
  },
};

it.each<[string, readonly string[]]>([
  ['.', ['list', 'map']],
  ['.map.si', ['size', 'zone']],
  ['.map | .', ['size', 'zone']],
  ['.list | map(.', ['host', 'port']],
  ['.list[] | select(.po', ['host', 'port']],
  ['.list[0] as $first | $first.', ['host', 'port']],
  ['"a \\(.map.', ['size', 'zone']],
  ['[.list[] | {h: .', ['host', 'port']],
  ['if .map | .', ['size', 'zone']],
  ['if .map then .map.', ['size', 'zone']],
  ['reduce .list[] as $each (0; . + $each.', ['host', 'port']],
  ['(.map).', ['size', 'zone']],
  ['reduce .list[] as $each (0; .', []],
  ['.map )) | .', []],
])('%s', (before, expected) => {
  const owner = ownerAtEnd(before, input);
  expect(owner === undefined ? [] : names(owner)).toEqual(expected);
});
