import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

const codes = ['unknown-slot', 'unknown-component', 'unknown-resource', 'wrong-type', 'wrong-type-version'];
const start = 'components:\n  net: { bundle: network }\n  db:\n    bundle: database\n    connections:\n';

test.each([
  ['a connection that fits', `${start}      vpc: net.vpc\n`, []],
  [
    'a slot that is not there',
    `${start}      vcp: net.vpc\n`,
    ["'vcp' `database` has no slot `vcp`. Did you mean `vpc`?"],
  ],
  [
    'a component that is not there',
    `${start}      vpc: nett.vpc\n`,
    ["'nett.vpc' There is no component or imported resource named `nett`. Did you mean `net`?"],
  ],
  [
    'a component unlike any name',
    `${start}      vpc: somewhere.vpc\n`,
    ["'somewhere.vpc' There is no component or imported resource named `somewhere`. `net.vpc` would fit."],
  ],
  [
    'a resource that is not there',
    `${start}      vpc: net.vcp\n`,
    ["'net.vcp' `net` (network) has no resource `vcp`. Did you mean `net.vpc`?"],
  ],
  [
    'a resource left out',
    `${start}      vpc: net\n`,
    ["'net' Say which resource of `net` to connect to. Did you mean `net.vpc`?"],
  ],
  [
    'a resource of another type',
    `${start}      vpc: web.web\n  web: { bundle: app }\n`,
    ["'web.web' `web.web` is `web`, and `vpc` takes `vpc`. `net.vpc` would fit."],
  ],
  [
    'an imported resource of another type',
    `${start}      vpc: admin\nresources:\n  admin: { type: role, from: { env: A } }\n`,
    ["'admin' `admin` is `role`, and `vpc` takes `vpc`. `net.vpc` would fit."],
  ],
  [
    'a part of an imported resource',
    `${start}      vpc: old.vpc\nresources:\n  old: { type: vpc, from: { env: A } }\n`,
    ["'old.vpc' `old` is an imported resource: connect to it by its name alone, `old`."],
  ],
  [
    'a target that is another bundle in one environment',
    `${start}      vpc: net.vpc\nenvironments:\n  x: { components: { net: { bundle: app } } }\n  y: {}\n`,
    ["'net.vpc' In x: `net` (app) has no resource `vpc`. It puts out `web`."],
  ],
  [
    'an override that connects wrongly',
    `${start}      vpc: net.vpc\n  web: { bundle: app }\nenvironments:\n  x: { components: { db: { connections: { vpc: web.web } } } }\n  y: {}\n`,
    ["'web.web' In x: `web.web` is `web`, and `vpc` takes `vpc`. `net.vpc` would fit."],
  ],
])('%s', (_, text, expected) => {
  expect(problemLines(text, ...codes)).toEqual(expected);
});
