import { describe, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { applied, openBundle } from './bundle.testkit.ts';
import { completeInBundle } from './completion.ts';

function itemsAt(marked: string, uri?: string): readonly CompletionItem[] {
  const { document, position } = openBundle(marked, uri);
  return completeInBundle(document, position)?.items ?? [];
}

const labels = (marked: string, uri?: string): string[] => itemsAt(marked, uri).map(({ label }) => label);

/** The text after the item was chosen. */
function choose(marked: string, label: string): string {
  const { text } = openBundle(marked);
  const item = itemsAt(marked).find((each) => each.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`There is no ${label}.`);
  return applied(text, [item.textEdit]);
}

const params = `name: store
params:
  required: [size]
  properties:
    size: { type: string, enum: [small, large] }
    disk:
      type: object
      properties:
        gigabytes: { type: integer }
        fast: { type: boolean }
dependencies:
  net: { resource_type: network }
app:
  secrets:
    TOKEN: { title: Token }
`;

describe('what is offered', () => {
  test.each<[string, string, string[]]>([
    [
      'provisioners',
      'steps:\n  - path: src\n    provisioner: |',
      ['terraform', 'opentofu', 'helm', 'ansible', 'script'],
    ],
    ['keys of a step', 'steps:\n  - path: src\n    |', ['provisioner', 'config', 'skip_on_delete']],
    ['keys of a step in flow style', 'steps: [{ path: src, | }]', ['provisioner', 'config', 'skip_on_delete']],
    ['folders of modules', 'steps:\n  - path: |', ['src', 'schemas', 'chart']],
    [
      'types of JSON Schema',
      'params:\n  properties:\n    a:\n      type: |',
      ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'],
    ],
    ['resource types', 'dependencies:\n  net:\n    resource_type: |', ['network', 'database']],
    [
      'resource types of the older dialect',
      'connections:\n  properties:\n    net:\n      $ref: |',
      ['network', 'database'],
    ],
    [
      'keys of a dependency',
      'dependencies:\n  net:\n    resource_type: network\n    |',
      ['required', 'title', 'description'],
    ],
    ['what may be required', `${params}`.replace('[size]', '[size, |]'), ['disk']],
    ['what may be required, in a block', params.replace('[size]', '\n    - |'), ['size', 'disk']],
    [
      'what may be required, nested',
      params
        .replace('        fast', '        # |\n        fast')
        .replace('# |', 'fast: {}')
        .replace('      properties:\n        gigabytes', '      required: [|]\n      properties:\n        gigabytes'),
      ['gigabytes', 'fast'],
    ],
    ['the order of the form', `${params}ui:\n  ui:order: [size, |]`, ['disk', '*']],
    ['the order of the form, new item', `${params}ui:\n  ui:order:\n    - size\n    |`, ['disk', '*']],
    ['the order of a part of the form', `${params}ui:\n  disk:\n    ui:order: [|]`, ['gigabytes', 'fast', '*']],
    [
      'widgets',
      'ui:\n  a:\n    ui:widget: |',
      ['text', 'textarea', 'password', 'select', 'radio', 'checkbox', 'checkboxes', 'updown', 'range', 'hidden'],
    ],
    [
      'slots for choices',
      `${params.replace('size: { type: string, enum: [small, large] }', 'size:\n      $md.enum:\n        connection: |')}`,
      ['net'],
    ],
    ['params in an expression', `${params}  envs:\n    A: .params.|`, ['size', 'disk']],
    ['nested params in a text', `${params}  envs:\n    A: '"x\\(.params.disk.|)"'`, ['gigabytes', 'fast']],
    ['the input of an expression', `${params}  envs:\n    A: .|`, ['params', 'connections', 'dependencies', 'secrets']],
    ['slots in an expression', `${params}  envs:\n    A: .connections.|`, ['net']],
    ['a connected resource in an expression', `${params}  envs:\n    A: .connections.net.|`, ['id', 'ranges']],
    ['items of a connected resource', `${params}  envs:\n    A: .connections.net.ranges[0].|`, ['name']],
    ['secrets in an expression', `${params}  envs:\n    A: .secrets.T|`, ['TOKEN']],
    [
      'expressions over several lines',
      `${params}  envs:\n    A: ¦-\n      .params.size\n      | .params.`
        .replace('¦-', '|-')
        .replace(/\.params\.$/, '.params.¦'),
      ['size', 'disk'],
    ],
    ['what a pipe gives', `${params}  envs:\n    A: .params.disk | .¦`, ['gigabytes', 'fast']],
    ['items in a function', `${params}  envs:\n    A: .connections.net.ranges | map(.¦`, ['name']],
    ['what a variable holds', `${params}  envs:\n    A: "(.params.disk) as $d | $d.f¦"`, ['gigabytes', 'fast']],
    ['params in CEL', `${params}checks:\n  - expression: params.disk.|`, ['gigabytes', 'fast']],
    [
      'params in a preset',
      params.replace('  required', '  examples:\n    - __name: Small\n      |\n  required'),
      ['size', 'disk'],
    ],
    [
      'values in a preset',
      params.replace('  required', '  examples:\n    - __name: Small\n      size: |\n  required'),
      ['small', 'large'],
    ],
    [
      'values of conditions',
      params.replace('dependencies:', '  if: { properties: { size: { const: | } } }\ndependencies:'),
      ['small', 'large'],
    ],
    ['defaults', params.replace('enum: [small, large]', 'enum: [small, large], default: |'), ['small', 'large']],
    ['booleans', 'params:\n  properties:\n    a:\n      $md.sensitive: |', ['true', 'false']],
    [
      'references',
      'params:\n  definitions: { port: {} }\n  properties:\n    a:\n      $ref: |',
      ['#/params/definitions/port', './schemas/tags.json', 'network', 'database', 'tags', 'region'],
    ],
    ['severities', 'checks:\n  - name: a\n    severity: |', ['error', 'warning']],
    [
      'keys of $md.enum',
      'params:\n  properties:\n    a:\n      $md.enum:\n        connection: x\n        |',
      ['options', 'value', 'label'],
    ],
    [
      'formats',
      'params:\n  properties:\n    a: { type: string, format: ipv| }',
      [
        'date',
        'date-time',
        'time',
        'duration',
        'email',
        'hostname',
        'ipv4',
        'ipv6',
        'uri',
        'uri-reference',
        'uuid',
        'regex',
        'json-pointer',
      ],
    ],
    ['a half-typed item', `${params}ui:\n  ui:order:\n    - size\n    - di|\napp2: 1\n`, ['disk', '*']],
    [
      'a half-typed key before others',
      'steps:\n  - pro|\n    path: src\n',
      ['provisioner', 'config', 'skip_on_delete'],
    ],
    ['a half-typed value', 'dependencies:\n  net:\n    resource_type: ne|\nui: {}\n', ['network', 'database']],
    ['nothing in a comment', 'params: # |', []],
    ['nothing for a name', 'name: |', []],
  ])('%s', (_, marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });

  test('top-level keys, those of the older dialect last and crossed out', () => {
    const items = itemsAt('name: store\n|');
    expect(items[0]?.label).toBe('version');
    expect(items.filter(({ deprecated }) => deprecated).map(({ label }) => label)).toEqual([
      'connections',
      'artifacts',
      'schema',
      'type',
      'access',
    ]);
    expect(items.at(-1)?.label).toBe('access');
  });

  test('keywords that make sense for the type', () => {
    const ofText = labels('params:\n  properties:\n    a:\n      type: string\n      |');
    expect(ofText).toContain('minLength');
    expect(ofText).toContain('$md.sensitive');
    expect(ofText).not.toContain('minimum');
    expect(ofText).not.toContain('type');
    expect(labels('params:\n  properties:\n    a:\n      type: [integer, "null"]\n      |')).toContain('minimum');
  });

  test('the same in a resource type of either dialect', () => {
    const current = 'name: a\nschema:\n  properties:\n    id:\n      type: string\n      pat|';
    expect(labels(current, 'file:///registry/types/a.yaml')).toContain('pattern');
    const older = '{ "$md": { "name": "a" }, "properties": { "id": { "type": "|" } } }';
    expect(labels(older, 'file:///registry/types/a.json')).toContain('string');
  });

  test('every key has words for it', () => {
    for (const marked of ['|', 'params:\n  |', 'ui:\n  |', 'app:\n  |', 'steps:\n  - |', 'checks:\n  - |'])
      for (const item of itemsAt(marked)) expect(item.documentation, `${item.label} at ${marked}`).toBeDefined();
  });
});

describe('what is written', () => {
  test.each([
    [
      'a step',
      'steps:\n  - path: src\n    prov|',
      'provisioner',
      'steps:\n  - path: src\n    provisioner: ${1|terraform,opentofu,helm,ansible,script|}',
    ],
    [
      'a section',
      'name: store\ndep|',
      'dependencies',
      'name: store\ndependencies:\n  ${1:name}:\n    resource_type: $2\n    required: true',
    ],
    [
      'a nested section',
      'params:\n  properties:\n    a:\n      type: object\n      prop|',
      'properties',
      'params:\n  properties:\n    a:\n      type: object\n      properties:\n        ${1:name}:\n          type: ${2:string}',
    ],
    [
      'a keyword with a dollar',
      'params:\n  properties:\n    a:\n      $md.imm|',
      '$md.immutable',
      'params:\n  properties:\n    a:\n      \\$md.immutable: ${1|true,false|}',
    ],
    [
      'a key that has its colon',
      'params:\n  properties:\n    a:\n      typ|: string',
      'type',
      'params:\n  properties:\n    a:\n      type: string',
    ],
    [
      'a value with the space it needs',
      'dependencies:\n  net:\n    resource_type:|',
      'network',
      'dependencies:\n  net:\n    resource_type: network',
    ],
    [
      'a value in its quotes',
      'dependencies:\n  net:\n    resource_type: "net|"',
      'network',
      'dependencies:\n  net:\n    resource_type: "network"',
    ],
    [
      'a name in a path',
      `${params}  envs:\n    A: .params.disk.gi|`,
      'gigabytes',
      `${params}  envs:\n    A: .params.disk.gigabytes`,
    ],
    ['the star in quotes', 'ui:\n  ui:order: [|]', '*', 'ui:\n  ui:order: ["*"]'],
    ['an item', `${params}ui:\n  ui:order:\n    |`, 'size', `${params}ui:\n  ui:order:\n    - size`],
  ])('%s', (_, marked, label, expected) => {
    expect(choose(marked, label)).toBe(expected);
  });

  test('a key of JSON in quotes', () => {
    const { document, position } = openBundle('{ "$md": { "name": "a" }, | }', 'file:///registry/types/a.json');
    const item = completeInBundle(document, position)?.items.find(({ label }) => label === 'title');
    expect(item?.textEdit?.newText).toBe('"title": "$1"');
  });
});

test('where a schema or a list of them may stand, each keyword is offered once', () => {
  const offered = labels('params:\n  properties:\n    a:\n      type: array\n      items:\n        |');
  expect(offered).toContain('type');
  expect(new Set(offered).size).toBe(offered.length);
});

test.each([
  ['.params.size | asc¦', 'ascii_downcase'],
  ['.params.size | @ba¦', 'base64'],
  ['[.params.size | sp¦', 'split'],
])('functions and formats of jq: %s', (expression, label) => {
  expect(labels(`${params}  envs:\n    A: "${expression}"`)).toContain(label);
});
