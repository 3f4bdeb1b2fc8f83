import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

const db = 'components:\n  db:\n    bundle: database\n';

test.each([
  [
    'nothing that would fit',
    db,
    ["'db' `db` needs something in its slot `vpc` (vpc). Nothing here puts out `vpc` yet: add a component that does."],
  ],
  [
    'one that would fit',
    `${db}  net: { bundle: network }\n`,
    ["'db' `db` needs something in its slot `vpc` (vpc). `net.vpc` would fit."],
  ],
  ['a connection fills it', `${db}    connections: { vpc: net.vpc }\n  net: { bundle: network }\n`, []],
  [
    'a default of every environment fills it',
    `${db}resources:\n  old: { type: vpc, from: { env: A } }\nenvironments:\n  x: { defaults: { vpc: old } }\n`,
    [],
  ],
  [
    'a default of one environment fills it',
    `${db}resources:\n  old: { type: vpc, from: { env: A } }\nenvironments:\n  x: { defaults: { vpc: old } }\n  y: {}\n`,
    ["'db' In y: `db` needs something in its slot `vpc` (vpc). `old` would fit."],
  ],
  [
    'an override of one environment fills it',
    `${db}  net: { bundle: network }\nenvironments:\n  x: { components: { db: { connections: { vpc: net.vpc } } } }\n  y: {}\n`,
    ["'db' In y: `db` needs something in its slot `vpc` (vpc). `net.vpc` would fit."],
  ],
  [
    'a connection whose slot is misspelled says so itself',
    `${db}    connections: { vcp: net.vpc }\n  net: { bundle: network }\n`,
    [],
  ],
  [
    'a connection whose slot is none',
    `${db}    connections: { peering: net.vpc }\n  net: { bundle: network }\n`,
    ["'db' `db` needs something in its slot `vpc` (vpc). `net.vpc` would fit."],
  ],
])('%s', (_, text, expected) => {
  expect(problemLines(text, 'missing-connection')).toEqual(expected);
});
