import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

const text = (environment: string): string =>
  `components:\n  net: { bundle: network }\nresources:\n  admin: { type: role, from: { env: A } }\nenvironments:\n  x: ${environment}\n`;

test.each([
  [
    'an override of nothing',
    text('{ components: { nett: {} } }'),
    ["'nett' There is no component named `nett`. Did you mean `net`?"],
  ],
  ['a default that fits', text('{ defaults: { role: admin } }'), []],
  [
    'a default for a type that is not there',
    text('{ defaults: { roll: admin } }'),
    ["'roll' There is no resource type named `roll`. Did you mean `role`?"],
  ],
  [
    'a default of another type',
    text('{ defaults: { vpc: admin } }'),
    ["'admin' `admin` is `role`, not `vpc`. `net.vpc` would fit."],
  ],
  [
    'a default that is not there',
    text('{ defaults: { role: admim } }'),
    ["'admim' There is no imported resource or component named `admim`. Did you mean `admin`?"],
  ],
  [
    'a component without its resource',
    text('{ defaults: { vpc: net } }'),
    ["'net' Say which resource of `net` is the default. Did you mean `net.vpc`?"],
  ],
])('%s', (_, manifest, expected) => {
  expect(problemLines(manifest, 'unknown-component', 'unknown-type', 'wrong-type', 'unknown-resource')).toEqual(
    expected,
  );
});
