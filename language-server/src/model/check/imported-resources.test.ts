import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

const text = (resource: string, rest = ''): string =>
  `components:\n  a: { bundle: app, connections: { role: r } }\nresources:\n  r: ${resource}\n${rest}`;

test.each([
  ['used and known', text('{ type: role, from: { env: A } }'), []],
  [
    'not used',
    text('{ type: role, from: { env: A } }', '  s: { type: role, from: { env: B } }\n'),
    ["'s' Nothing is connected to `s`."],
  ],
  [
    'used as a default',
    text(
      '{ type: role, from: { env: A } }',
      '  s: { type: role, from: { env: B } }\nenvironments: { x: { defaults: { role: s } } }\n',
    ),
    [],
  ],
  [
    'of a misspelled type',
    text('{ type: rol, from: { env: A } }'),
    ["'rol' There is no resource type named `rol`. Did you mean `role`?"],
  ],
  [
    'of a version that is not there',
    text('{ type: role@~7, from: { env: A } }'),
    ["'role@~7' `role` has no version that `~7` allows. There is `1.0.0`."],
  ],
])('%s', (_, manifest, expected) => {
  expect(problemLines(manifest, 'unused-resource', 'unknown-type')).toEqual(expected);
});
