import { describe, expect, test } from 'vitest';
import type { ModuleFiles } from '../../model/module/module.ts';
import { applied, bundleUri, openBundle } from './bundle.testkit.ts';
import { prepareRenameInBundle, renameInBundle } from './rename.ts';

const bundle = `name: store
tagged: &tagged { type: string }
params:
  required: [size]
  properties:
    "size": { type: string, enum: [small, large] }
    disk:
      type: object
      default: { gigabytes: 10 }
      properties:
        gigabytes: { type: integer }
    tags: { $ref: ./schemas/tags.json }
    zone: { type: string, $md.enum: { connection: net, options: .ranges } }
  dependencies:
    size:
      oneOf:
        - properties: { size: { const: small }, disk: {} }
  examples:
    - { __name: Small, size: small, disk: { gigabytes: 1 } }
ui:
  ui:order: ['size', disk, "*"]
  disk:
    ui:order: [gigabytes]
connections:
  required: [net]
  properties:
    net: { $ref: massdriver/network }
    db: { $ref: database }
artifacts:
  required: [out]
  properties:
    out: { $ref: network }
app:
  envs:
    SIZE: .params.size + .dependencies.net.id
    BOTH: '.params | {size, gigabytes: .disk.gigabytes}'
    HOST: ".connections.net.id"
  secrets:
    TOKEN: { title: Token }
  policies:
    - .secrets.TOKEN
checks:
  - { name: small, expression: "params.disk.gigabytes < 10 && params.size == 'size'" }
`;

function at(text: string, where: string): ReturnType<typeof openBundle> {
  const cursor = where.indexOf('|');
  const plain = where.replace('|', '');
  const start = text.indexOf(plain);
  if (start < 0) throw new Error(`There is no ${plain}.`);
  return openBundle(`${text.slice(0, start + cursor)}¦${text.slice(start + cursor)}`);
}

function renamed(text: string, where: string, newName: string, modules: readonly ModuleFiles[] = []): string {
  const { document, position } = at(text, where);
  const result = renameInBundle(document, position, newName, modules);
  if (result.kind === 'refused') return result.reason;
  return applied(text, result.changes.get(bundleUri) ?? []);
}

/** The whole bundle with some of its lines written otherwise. */
const changed = (...changes: readonly (readonly [string, string])[]): string =>
  changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`There is no ${from}.`);
    return text.replaceAll(from, to);
  }, bundle);

describe('a name, everywhere', () => {
  test.each<[string, string, string, string]>([
    [
      'a param, from its declaration',
      '"si|ze":',
      'volume',
      changed(
        ['required: [size]', 'required: [volume]'],
        ['"size":', '"volume":'],
        ['    size:\n      oneOf', '    volume:\n      oneOf'],
        ['{ size: { const', '{ volume: { const'],
        ['Small, size:', 'Small, volume:'],
        ["['size',", "['volume',"],
        ['.params.size +', '.params.volume +'],
        ['{size,', '{size: .volume,'],
        ['params.size ==', 'params.volume =='],
      ),
    ],
    [
      'a nested param, from a preset',
      'disk: { giga|bytes: 1 }',
      'gib',
      changed(['gigabytes', 'gib']).replace('{size, gib: .disk', '{size, gigabytes: .disk'),
    ],
    ['a map of params', '.di|sk.', 'storage', changed(['disk', 'storage'])],
    [
      'a dependency, from an expression',
      '.connections.n|et',
      'network',
      changed(
        ['connection: net,', 'connection: network,'],
        ['[net]', '[network]'],
        ['    net: {', '    network: {'],
        ['.dependencies.net.', '.dependencies.network.'],
        ['.connections.net.', '.connections.network.'],
      ),
    ],
    ['a resource', '  ou|t: {', 'primary', changed(['[out]', '[primary]'], ['    out:', '    primary:'])],
    ['a secret', '.TOK|EN', 'KEY', changed(['TOKEN:', 'KEY:'], ['.TOKEN', '.KEY'])],
    [
      'a name that YAML takes for another kind',
      '"si|ze":',
      'on',
      changed(
        ['required: [size]', 'required: ["on"]'],
        ['"size":', '"on":'],
        ['    size:\n      oneOf', '    "on":\n      oneOf'],
        ['{ size: { const', '{ "on": { const'],
        ['Small, size:', 'Small, "on":'],
        ["['size',", "['on',"],
        ['.params.size +', '.params.on +'],
        ['{size,', '{size: .on,'],
        ['params.size ==', 'params.on =='],
      ),
    ],
  ])('%s', (_, where, newName, expected) => {
    expect(renamed(bundle, where, newName)).toBe(expected);
  });

  test('an anchor with its aliases', () => {
    const text = bundle.replace('tags: { $ref: ./schemas/tags.json }', 'first: *tagged');
    expect(renamed(text, '*tag|ged', 'label')).toBe(text.replace('&tagged', '&label').replace('*tagged', '*label'));
  });

  const moduleOf = (files: { readonly [path: string]: string }): ModuleFiles => ({
    step: { path: 'src', provisioner: 'opentofu', config: {}, skipOnDelete: false },
    index: 0,
    folder: 'file:///registry/store/src/',
    files: Object.entries(files).map(([path, text]) => ({ uri: `file:///registry/store/src/${path}`, text })),
  });

  /** The files of a module after `size` is called `volume`; those that stay are left out. */
  function moduleAfter(files: { readonly [path: string]: string }): { readonly [path: string]: string } {
    const { document, position } = at(bundle, '"si|ze":');
    const result = renameInBundle(document, position, 'volume', [moduleOf(files)]);
    if (result.kind === 'refused') expect.fail(result.reason);
    return Object.fromEntries(
      [...result.changes].flatMap(([uri, edits]) => {
        const path = uri.replace('file:///registry/store/src/', '');
        return uri === bundleUri ? [] : [[path, applied(files[path] ?? '', edits)]];
      }),
    );
  }

  test.each<[string, { readonly [path: string]: string }, { readonly [path: string]: string }]>([
    [
      'in the jq templates of the modules',
      { 'resource_out.jq': '{ data: { size: .params.size, all: .params | {size} } }', 'main.tf': '' },
      { 'resource_out.jq': '{ data: { size: .params.volume, all: .params | {size: .volume} } }' },
    ],
    [
      'in plain Terraform',
      {
        'variables.tf': 'variable "size" {\n  type = string\n}\nvariable "size_2" {}\n',
        'main.tf': 'locals {\n  size = var.size\n  other = "x-${var.size}-${var.size_2}"\n  size_2 = local.size\n}\n',
        'child/main.tf': 'variable "size" {}\n',
      },
      {
        'variables.tf': 'variable "volume" {\n  type = string\n}\nvariable "size_2" {}\n',
        'main.tf':
          'locals {\n  size = var.volume\n  other = "x-${var.volume}-${var.size_2}"\n  size_2 = local.size\n}\n',
      },
    ],
    ['not where a comment speaks of it, too', { 'main.tf': 'variable "size" {} # see var.size\n' }, {}],
    ['not where a file fills it', { 'main.tf': 'variable "size" {}\n', 'terraform.tfvars': 'size = 1\n' }, {}],
    ['not where the name is taken', { 'main.tf': 'variable "size" {}\nvariable "volume" {}\n' }, {}],
    ['not in what does not parse', { 'main.tf': 'variable "size" {\n' }, {}],
  ])('%s', (_, files, expected) => {
    expect(moduleAfter(files)).toEqual(expected);
  });
});

describe('refused, with a reason', () => {
  test.each<[string, string, string, string, RegExp]>([
    ['a name that is taken', bundle, '"si|ze":', 'disk', /There is a param `disk` already, in line 7/],
    ['a name of a dependency', bundle, '"si|ze":', 'net', /`net` is a dependency already, in line \d+, and modules/],
    ['no name', bundle, '"si|ze":', '1st size', /cannot be a name/],
    ['a minus in an expression', bundle, '"si|ze":', 'my-size', /Line \d+ reads it in an expression/],
    ["a name of the engine's own", bundle, '"si|ze":', 'md_metadata', /engine/],
    [
      'what is declared behind a reference',
      bundle.replace('.params.size +', '.params.tags.team +'),
      '.tags.te|am',
      'group',
      /declared behind a `\$ref`/,
    ],
    [
      'an expression that nobody can follow',
      bundle.replace('.params.size +', '(.params | has("size")) as $x | .params.size +'),
      '"si|ze":',
      'volume',
      /In line 35, it is not clear whether `size` is this param/,
    ],
    [
      'an expression that does not parse',
      bundle.replace('.params.size +', '.params.size | (+'),
      '"si|ze":',
      'volume',
      /In line 35/,
    ],
    [
      'a check that indexes',
      bundle.replace('params.size ==', "params['size'] =="),
      '"si|ze":',
      'volume',
      /In line \d+/,
    ],
    [
      'an expression with escapes',
      bundle.replace('".connections.net.id"', '".connections.n\\x65t.id"'),
      'n|et: { $ref',
      'network',
      /In line \d+, `net` is written in a way/,
    ],
    [
      'what an alias makes two things',
      bundle
        .replace('disk:\n      type: object', 'disk: &disk\n      type: object')
        .replace('tags: { $ref: ./schemas/tags.json }', 'cache: *disk'),
      '  giga|bytes: { type',
      'gib',
      /repeated through a YAML alias/,
    ],
    ['what is no name of its own', bundle, 'massdriver/net|work', 'vpc', /Only params/],
  ])('%s', (_, text, where, newName, reason) => {
    expect(renamed(text, where, newName)).toMatch(reason);
  });
});

test.each<[string, string | undefined]>([
  ['"si|ze":', 'size'],
  ['.params.si|ze', 'size'],
  ["['si|ze'", 'size'],
  ['&tag|ged', 'tagged'],
  ['name: st|ore', undefined],
  ['type: str|ing', undefined],
])('%s starts a rename with %s', (where, placeholder) => {
  const { document, position } = at(bundle, where);
  const prepared = prepareRenameInBundle(document, position);
  expect(prepared?.placeholder).toBe(placeholder);
  if (!prepared) return;
  const { start, end } = prepared.range;
  expect(bundle.split('\n')[start.line]?.slice(start.character, end.character)).toBe(placeholder);
});
