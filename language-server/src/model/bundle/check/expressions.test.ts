import { expect, it } from 'vitest';
import { createRegistry, loadContextOf } from '../../registry/create.ts';
import { loadBundle } from '../load.ts';
import { checkBundle } from './check.ts';

const database = `
name: postgresql-authentication
version: 1.0.0
schema:
  properties:
    data:
      oneOf:
        - properties: { authentication: { properties: { hostname: {}, port: {} } } }
        - properties: { authentication: { properties: { socket: {} } }, open: { additionalProperties: true } }
`;
const registry = createRegistry([{ origin: 'built-in', files: [{ uri: 'file:///types/db.yaml', text: database }] }]);

function check(expression: string): string[] {
  const text = `
name: web-app
params:
  properties:
    size: { type: integer }
    free: { type: object }
    two-words: { type: object }
    a-b-c: { type: integer }
    list: { type: array, items: { properties: { name: {} } } }
dependencies:
  db: { resource_type: postgresql-authentication }
  other: { resource_type: nobody-knows }
app:
  secrets: { API_KEY: {} }
  envs: { VALUE: ${JSON.stringify(expression)} }
`;
  const loaded = loadBundle('file:///b/bundle.yaml', text, loadContextOf(registry));
  return checkBundle(loaded, registry)
    .filter(({ code }) => code.startsWith('jq-'))
    .map(({ severity, code, message }) => `${severity} ${code} ${message}`);
}

it.each<[string, string[]]>([
  ['.params.size', []],
  ['.params.sise', ['warning jq-path `.params` has no `sise`. Did you mean `size`?']],
  [
    '.params.colour',
    ['information jq-path `.params` has no `colour`. It has `size`, `free`, `two-words`, `a-b-c`, `list`.'],
  ],
  ['.params.free.anything', []],
  ['.params.size.deeper', ['warning jq-path `.params.size` is a single value, so it has no `deeper`.']],
  [
    '.params.list.name',
    [
      'warning jq-path `.params.list` is a list, and a list has no `name`. Write `.params.list[].name` for that of each item.',
    ],
  ],
  ['params.size', ['error jq-function jq has no function `params`. Write `.params` for what has this name.']],
  [
    '.params.two-words',
    ['warning jq-path jq reads `-` as minus. Write `.params["two-words"]` for what has this name.'],
  ],
  [
    '.params.two-words.deeper + .params.a-b-c',
    [
      'warning jq-path jq reads `-` as minus. Write `.params["two-words"]` for what has this name.',
      'warning jq-path jq reads `-` as minus. Write `.params["a-b-c"]` for what has this name.',
    ],
  ],
  ['.params.size -1, .params.size-length', []],
  ['.params.list[0].name', []],
  ['.params.list[].nam', ['warning jq-path `.params.list[]` has no `nam`. Did you mean `name`?']],
  ['.param.size', ['warning jq-path `.` has no `param`. Did you mean `params`?']],
  ['.connections.db.data.authentication.hostname', []],
  ['.dependencies.db.data.authentication.socket', []],
  [
    '.connections.db.data.authentication.hostnam',
    ['warning jq-path `.connections.db.data.authentication` has no `hostnam`. Did you mean `hostname`?'],
  ],
  ['.connections.db.data.open.anything', []],
  ['.connections.dbs', ['warning jq-path `.connections` has no `dbs`. Did you mean `db`?']],
  ['.connections.other.data.anything', []],
  ['.secrets.API_KEY', []],
  ['.secrets.API_KEI', ['warning jq-secret This bundle declares no secret `API_KEI`. Did you mean `API_KEY`?']],
  ['.secrets.OTHER', ['warning jq-secret This bundle declares no secret `OTHER`. Declare it under `app.secrets`.']],
  ['.params.md_metadata.name_prefix', []],
  [
    '.params.list | map(.nam) | joined(",")',
    [
      'warning jq-path `.params.list[]` has no `nam`. Did you mean `name`?',
      'error jq-function jq has no function `joined`. Did you mean `join`?',
    ],
  ],
  [
    '.params.size | join',
    ['error jq-arguments `join` of jq takes 1 argument, and here it has 0. A semicolon separates arguments.'],
  ],
  ['.params as $p | $q.size', ['error jq-variable There is no variable `$q` here.']],
  ['@test "x"', ['error jq-format jq has no format `@test`. Did you mean `@text`?']],
  ['.params.size |', ['error jq-syntax This is not a jq expression. It ends in the middle.']],
  ['.params.size)', ['error jq-syntax This is not a jq expression. This `)` closes nothing.']],
  ['', ['error jq-syntax This is not a jq expression. It is empty.']],
])('%s', (expression, expected) => {
  expect(check(expression)).toEqual(expected);
});

it.each<[string, string]>([
  ['VALUE: .params.sise + .params.size', '0:19-0:23'],
  ["VALUE: '.params.sise'", '0:20-0:24'],
  ['VALUE: "\\"\\\\(.params.sise)\\""', '0:25-0:29'],
  ['VALUE: |\n      if .params.size\n      then .params.sise\n      end', '2:19-2:23'],
  ['VALUE: >-\n      (.params.size),\n      .params.sise', '2:14-2:18'],
])('points into the expression: %s', (env, expected) => {
  const text = `name: web-app\nparams: { properties: { size: {} } }\napp:\n  envs:\n    ${env}\n`;
  const loaded = loadBundle('file:///b/bundle.yaml', text, loadContextOf(registry));
  const ranges = checkBundle(loaded, registry)
    .filter(({ code }) => code === 'jq-path')
    .map(({ range: { start, end } }) => `${start.line - 4}:${start.character}-${end.line - 4}:${end.character}`);
  expect(ranges.length > 1 ? ranges.slice(-1) : ranges).toEqual([expected]);
});

it.each<[string, readonly string[]]>([
  ['app: { policies: [.params.sise] }', ['jq-path 5']],
  ['steps: [{ path: src, config: { size: .params.sise, text: params.sise } }]', ['jq-path 5']],
  ['steps: [{ path: src, config: { checkov: { halt: [.params.sise] } } }]', ['jq-path 5']],
  [
    'params: { properties: { zone: { $md.enum: { connection: db, options: .data.authentication.hostnam } } } }',
    ['jq-path 5'],
  ],
  ['steps: [{ path: src, config: { a: "[.params.sise]", b: "{x: .params.sise}" } }]', ['jq-path 5', 'jq-path 5']],
  ['steps: [{ path: src, config: { a: see .params.sise there, b: a/.params.sise, c: say .params.sise } }]', []],
  [
    'params: { properties: { zone: { $md.enum: { connection: db, options: ., value: .a | .b), label: plain text } } } }',
    ['jq-syntax 5'],
  ],
  [
    'params: { properties: { zone: { $md.enum: { connection: db, options: "[.data.authentication.hostname]" } } } }',
    [],
  ],
  ['app: { envs: { A: "until(false; .)", B: "[repeat(1)]" } }', []],
])('finds expressions wherever they are: %s', (part, expected) => {
  const params = part.startsWith('params') ? '#\n' : 'params: { properties: { size: {} } }\n';
  const text = `name: web-app\n${params}dependencies:\n  db: { resource_type: postgresql-authentication }\n${part}\n`;
  const loaded = loadBundle('file:///b/bundle.yaml', text, loadContextOf(registry));
  const found = checkBundle(loaded, registry).filter(({ code }) => code.startsWith('jq-'));
  expect(found.map(({ code, range }) => `${code} ${range.start.line + 1}`)).toEqual(expected);
});
