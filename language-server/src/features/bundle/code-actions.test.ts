import { describe, expect, test } from 'vitest';
import type { ModuleFiles } from '../../model/module/module.ts';
import { fileProblems } from '../file-problems.ts';
import { createRegistry } from '../../model/registry/create.ts';
import { openBundleDocument } from './document.ts';
import { applied, bundleOf, bundleRegistry, bundleUri, openBundle } from './bundle.testkit.ts';
import { bundleCodeActions } from './code-actions.ts';

/** The text after the fix for a problem, and what is wrong then. */
function fix(
  text: string,
  code: string,
  title?: string,
): { titles: string[]; result: string | undefined; left: number } {
  const document = bundleOf(text);
  const problems = (of: string) =>
    fileProblems('bundle', bundleUri, of, bundleRegistry).filter((each) => each.code === code);
  const [problem] = problems(text);
  if (problem === undefined) throw new Error(`The text has no problem ${code}.`);
  const actions = bundleCodeActions(document, problem.range).filter((action) => action.problem?.code === code);
  const chosen = title === undefined ? actions[0] : actions.find((action) => action.title === title);
  const edits = chosen?.edit?.changes?.[bundleUri];
  const result = edits && applied(text, edits);
  return { titles: actions.map((action) => action.title), result, left: problems(result ?? text).length };
}

const head = 'name: store\nversion: 1.0.0\n';
const params = (lines: string): string => `${head}params:\n  properties:\n${lines}`;

describe('fixes', () => {
  test.each<[code: string, text: string, expected: string, title?: string]>([
    ['unknown-key', `${head}parms: {}\n`, `${head}params: {}\n`],
    [
      'unknown-key',
      `${head}steps:\n  - path: src\n    provisoner: terraform\n    provisioner: helm\n`.replace(
        '    provisioner: helm\n',
        '',
      ),
      `${head}steps:\n  - path: src\n    provisioner: terraform\n`,
    ],
    ['unknown-keyword', params('    a: { type: integer, max: 3 }\n'), params('    a: { type: integer, maximum: 3 }\n')],
    [
      'unknown-keyword',
      params('    a:\n      type: string\n      validJson: true # yes\n      title: A\n'),
      params('    a:\n      type: string\n      title: A\n'),
      'Remove `validJson`',
    ],
    ['malformed-keyword', params('    a: { type: [string, null] }\n'), params('    a: { type: [string, "null"] }\n')],
    [
      'choice-invalid',
      params('    a: { type: string, enum: ["1.9", 1.10] }\n'),
      params('    a: { type: string, enum: ["1.9", "1.10"] }\n'),
    ],
    [
      'choice-invalid',
      params('    a: { type: integer, const: "3" }\n'),
      params('    a: { type: integer, const: 3 }\n'),
    ],
    [
      'jq-path',
      `${params('    l: { type: array }\n')}app: { envs: { A: .params.l.name } }\n`,
      `${params('    l: { type: array }\n')}app: { envs: { A: ".params.l[].name" } }\n`.replaceAll('"', ''),
    ],
    [
      'env-shape',
      `${head}app:\n  envs:\n    A: [.params.a, "it's"] # why\n`,
      `${head}app:\n  envs:\n    A: '[.params.a, "it''s"]' # why\n`,
    ],
    [
      'condition-never',
      `${params('    a: { enum: [x, yes-no] }\n')}  if: { properties: { a: { enum: [yes-on] } } }\n`,
      `${params('    a: { enum: [x, yes-no] }\n')}  if: { properties: { a: { enum: [yes-no] } } }\n`,
    ],
    ['unknown-keyword', params('    a: { title: A, titel: B }\n'), params('    a: { title: A }\n')],
    [
      'md-unknown',
      params('    a: { type: string, $md.sensitiv: true }\n'),
      params('    a: { type: string, $md.sensitive: true }\n'),
    ],
    [
      'md-nested',
      params('    a:\n      type: string\n      $md:\n        sensitive: true\n        immutable: true\n'),
      params('    a:\n      type: string\n      $md.sensitive: true\n      $md.immutable: true\n'),
    ],
    [
      'md-nested',
      params('    a: { type: string, $md: { sensitive: true } }\n'),
      params('    a: { type: string, $md.sensitive: true }\n'),
    ],
    [
      'md-value',
      params('    a: { type: string, $md.sensitive: "yes" }\n'),
      params('    a: { type: string, $md.sensitive: true }\n'),
    ],
    [
      'md-unknown-connection',
      `${params('    a: { type: string, $md.enum: { connection: nett, options: . } }\n')}dependencies:\n  net: { resource_type: network }\n`,
      `${params('    a: { type: string, $md.enum: { connection: net, options: . } }\n')}dependencies:\n  net: { resource_type: network }\n`,
    ],
    ['malformed-keyword', params('    a: { type: strnig }\n'), params('    a: { type: string }\n')],
    [
      'malformed-keyword',
      `${head}params:\n  properties:\n    a:\n      type: string\n      required: true\n`,
      `${head}params:\n  required:\n    - a\n  properties:\n    a:\n      type: string\n`,
    ],
    [
      'malformed-keyword',
      `${head}params:\n  required: [b]\n  properties:\n    b: {}\n    a:\n      required: true\n      type: string\n`,
      `${head}params:\n  required: [b, a]\n  properties:\n    b: {}\n    a:\n      type: string\n`,
    ],
    [
      'malformed-keyword',
      params('    a:\n      type: string\n      required: false\n'),
      params('    a:\n      type: string\n'),
    ],
    [
      'pattern-foreign',
      params("    a: { type: string, pattern: '\\A[[:alpha:]]+\\z' }\n"),
      params("    a: { type: string, pattern: '^[A-Za-z]+$' }\n"),
    ],
    [
      'default-invalid',
      params('    a: { type: integer, default: "5" }\n'),
      params('    a: { type: integer, default: 5 }\n'),
    ],
    [
      'default-invalid',
      params('    a:\n      type: integer\n      default: many\n'),
      params('    a:\n      type: integer\n'),
      'Remove `default`',
    ],
    [
      'default-invalid',
      params('    a: { type: string, enum: [one, two], default: onne }\n'),
      params('    a: { type: string, enum: [one, two], default: one }\n'),
    ],
    [
      'required-undeclared',
      `${head}params:\n  required: [sise, gone]\n  properties: { size: {} }\n`,
      `${head}params:\n  required: [size, gone]\n  properties: { size: {} }\n`.replace('size, gone', 'size, gone'),
    ],
    [
      'required-undeclared',
      `${head}params:\n  required: [gone]\n  properties: { size: {} }\n`,
      `${head}params:\n  required: []\n  properties: { size: {} }\n`,
    ],
    [
      'required-undeclared',
      `${head}connections:\n  required:\n    - net\n    - dbb\n  properties:\n    net: { $ref: network }\n    db: { $ref: database }\n`,
      `${head}connections:\n  required:\n    - net\n    - db\n  properties:\n    net: { $ref: network }\n    db: { $ref: database }\n`,
    ],
    [
      'condition-unknown-property',
      `${params('    size: { type: string }\n')}  dependencies: { sise: [size] }\n`,
      `${params('    size: { type: string }\n')}  dependencies: { size: [size] }\n`,
    ],
    [
      'condition-never',
      `${params('    on: { type: boolean }\n')}  if: { properties: { on: { const: "true" } } }\n`,
      `${params('    on: { type: boolean }\n')}  if: { properties: { on: { const: true } } }\n`,
    ],
    [
      'preset-unknown-param',
      `${head}params:\n  examples:\n    - { __name: A, sise: 1 }\n  properties:\n    size: { type: integer }\n`,
      `${head}params:\n  examples:\n    - { __name: A, size: 1 }\n  properties:\n    size: { type: integer }\n`,
    ],
    [
      'preset-invalid',
      `${head}params:\n  examples:\n    - { __name: A, size: smal }\n  properties:\n    size: { type: string, enum: [small] }\n`,
      `${head}params:\n  examples:\n    - { __name: A, size: small }\n  properties:\n    size: { type: string, enum: [small] }\n`,
    ],
    [
      'preset-unnamed',
      `${head}params:\n  examples:\n    - size: 1\n  properties:\n    size: { type: integer }\n`,
      `${head}params:\n  examples:\n    - __name: Preset 1\n      size: 1\n  properties:\n    size: { type: integer }\n`,
    ],
    [
      'ui-order-unknown',
      `${params('    size: {}\n    disk: {}\n')}ui:\n  ui:order: [sise, disk]\n`,
      `${params('    size: {}\n    disk: {}\n')}ui:\n  ui:order: [size, disk]\n`,
    ],
    [
      'ui-order-unknown',
      `${params('    size: {}\n')}ui:\n  ui:order:\n    - size\n    - gone # long ago\n`,
      `${params('    size: {}\n')}ui:\n  ui:order:\n    - size\n`,
    ],
    [
      'ui-order-duplicate',
      `${params('    size: {}\n')}ui:\n  ui:order: [size, size]\n`,
      `${params('    size: {}\n')}ui:\n  ui:order: [size]\n`,
    ],
    [
      'ui-order-incomplete',
      `${params('    size: {}\n    disk: {}\n')}ui:\n  ui:order: [size]\n`,
      `${params('    size: {}\n    disk: {}\n')}ui:\n  ui:order: [size, disk]\n`,
    ],
    [
      'ui-order-incomplete',
      `${params('    size: {}\n    disk: {}\n')}ui:\n  ui:order:\n    - size\n`,
      `${params('    size: {}\n    disk: {}\n')}ui:\n  ui:order:\n    - size\n    - "*"\n`,
      "Add `'*'` for the rest",
    ],
    [
      'ui-unknown-field',
      `${params('    size: {}\n')}ui:\n  sise: { ui:widget: radio }\n`,
      `${params('    size: {}\n')}ui:\n  size: { ui:widget: radio }\n`,
    ],
    ['bundle-version', 'name: store\nversion: 1.0\n', 'name: store\nversion: 1.0.0\n'],
    ['bundle-version', 'name: store\nversion: "v1.10"\n', 'name: store\nversion: "1.10.0"\n'],
    ['bundle-name', 'name: My Store!\n', 'name: my-store\n'],
    [
      'version-range',
      `${head}dependencies:\n  net: { resource_type: network@about-1.2 }\n`,
      `${head}dependencies:\n  net: { resource_type: network@~1 }\n`,
    ],
    [
      'resource-type-unknown',
      `${head}dependencies:\n  net: { resource_type: netwrok@~1 }\n`,
      `${head}dependencies:\n  net: { resource_type: network@~1 }\n`,
    ],
    [
      'resource-type-version',
      `${head}dependencies:\n  net: { resource_type: "network@~7" }\n`,
      `${head}dependencies:\n  net: { resource_type: "network" }\n`,
    ],
    [
      'resource-type-missing',
      `${head}dependencies:\n  database: { title: A }\n  net: { resource_type: network }\n`,
      `${head}dependencies:\n  database: { resource_type: database, title: A }\n  net: { resource_type: network }\n`,
    ],
    [
      'step-provisioner',
      `${head}steps:\n  - path: src\n    provisioner: terafform:1.9\n`,
      `${head}steps:\n  - path: src\n    provisioner: terraform:1.9\n`,
    ],
    ['step-provisioner', `${head}steps:\n  - path: src\n`, `${head}steps:\n  - path: src\n    provisioner: opentofu\n`],
    ['step-path', `${head}steps:\n  - provisioner: helm\n`, `${head}steps:\n  - path: src\n    provisioner: helm\n`],
    ['env-name', `${head}app:\n  envs:\n    MY-KEY: .params\n`, `${head}app:\n  envs:\n    MY_KEY: .params\n`],
    ['env-shape', `${head}app:\n  envs:\n    PORT: 80\n`, `${head}app:\n  envs:\n    PORT: '"80"'\n`],
    [
      'secret-shape',
      `${head}app:\n  secrets:\n    TOKEN:\n      requred: true\n`,
      `${head}app:\n  secrets:\n    TOKEN:\n      required: true\n`,
    ],
    [
      'secret-shape',
      `${head}app:\n  secrets:\n    TOKEN:\n      title: A\n      type: string\n`,
      `${head}app:\n  secrets:\n    TOKEN:\n      title: A\n`,
      'Remove `type`',
    ],
    [
      'jq-path',
      `${params('    size: { type: string }\n')}app:\n  envs:\n    A: '"x-\\(.params.sise)"'\n`,
      `${params('    size: { type: string }\n')}app:\n  envs:\n    A: '"x-\\(.params.size)"'\n`,
    ],
    [
      'jq-format',
      `${params('    size: { type: string }\n')}app:\n  envs:\n    A: '.params.size | @test'\n`,
      `${params('    size: { type: string }\n')}app:\n  envs:\n    A: '.params.size | @text'\n`,
    ],
    [
      'jq-secret',
      `${head}app:\n  secrets: { TOKEN: {} }\n  envs:\n    A: .secrets.TOKN\n`,
      `${head}app:\n  secrets: { TOKEN: {} }\n  envs:\n    A: .secrets.TOKEN\n`,
    ],
    [
      'misplaced-dependencies',
      `${params('    size: { type: string }\n')}dependencies:\n  size:\n    oneOf:\n      - properties: { size: { const: a } }\nui: {}\n`,
      `${params('    size: { type: string }\n')}  dependencies:\n    size:\n      oneOf:\n        - properties: { size: { const: a } }\nui: {}\n`,
    ],
    [
      'dialects-mixed',
      `${head}dependencies:\n  net: { resource_type: network }\nconnections:\n  properties:\n    db: { $ref: database }\n`,
      `${head}dependencies:\n  net: { resource_type: network }\n  db: { resource_type: database }\n`,
    ],
    [
      'secret-shape',
      `${head}app:\n  secrets:\n    TOKEN: { required: "no" }\n`,
      `${head}app:\n  secrets:\n    TOKEN: { required: false }\n`,
    ],
    [
      'malformed-keyword',
      params('    a: { type: integer, minimum: "5" }\n'),
      params('    a: { type: integer, minimum: 5 }\n'),
    ],
    [
      'malformed-keyword',
      params('    a: { type: string, enum: one }\n'),
      params('    a: { type: string, enum: [one] }\n'),
    ],
    [
      'malformed-keyword',
      `${head}params:\n  required: size\n  properties: { size: {} }\n`,
      `${head}params:\n  required: [size]\n  properties: { size: {} }\n`,
    ],
    [
      'ui-order-shape',
      `${params('    size: {}\n')}ui:\n  ui:order: size\n`,
      `${params('    size: {}\n')}ui:\n  ui:order: [size]\n`,
    ],
    ['step-shape', `${head}steps:\n  - src\n`, `${head}steps:\n  - { path: src, provisioner: opentofu }\n`],
    [
      'duplicate-key',
      `${head}app:\n  envs:\n    A: .params\n    # again\n    "A": .params\n    B: .params\n`,
      `${head}app:\n  envs:\n    A: .params\n    B: .params\n`,
      'Remove the second `A`',
    ],
    [
      'duplicate-key',
      params('    a: { type: string, type: integer }\n'),
      params('    a: { type: string }\n'),
      'Remove the second `type`',
    ],
    [
      'step-duplicate',
      `${head}steps:\n  - path: src\n    provisioner: opentofu\n  - path: ./src\n    provisioner: opentofu\n`,
      `${head}steps:\n  - path: src\n    provisioner: opentofu\n`,
    ],
    [
      'reference-not-found',
      params('    a: { $ref: "./schemas/tag.json" }\n'),
      params('    a: { $ref: "./schemas/tags.json" }\n'),
    ],
    ['reference-not-found', params('    a: { $ref: regoin }\n'), params('    a: { $ref: region }\n')],
    [
      'reference-not-found',
      `${params("    a: { $ref: '#/definitions/prt' }\n")}  definitions:\n    port: { type: integer }\n`,
      `${params("    a: { $ref: '#/definitions/port' }\n")}  definitions:\n    port: { type: integer }\n`,
    ],
    ['yaml-binary', 'name: sto\u0007re\nversion: 1.0.0\n', 'name: store\nversion: 1.0.0\n'],
    [
      'jq-secret',
      `${head}app:\n  secrets: { TOKEN: {} }\n  envs:\n    A: .secrets.OTHER_THING\n`,
      `${head}app:\n  secrets: { TOKEN: {}, OTHER_THING: { required: true } }\n  envs:\n    A: .secrets.OTHER_THING\n`,
    ],
    [
      'jq-secret',
      `${head}app:\n  envs:\n    A: .secrets.TOKEN\n`,
      `${head}app:\n  envs:\n    A: .secrets.TOKEN\n  secrets:\n    TOKEN:\n      required: true\n`,
    ],
    ['bundle-name', '# mine\nversion: 1.0.0\n', '# mine\nname: store\nversion: 1.0.0\n'],
  ])('%s', (code, text, expected, title) => {
    const before = fileProblems('bundle', bundleUri, text, bundleRegistry).filter((each) => each.code === code).length;
    const { titles, result, left } = fix(text, code, title);
    expect(result, titles.join('; ')).toBe(expected);
    expect(left).toBeLessThan(before);
  });
});

describe('migration', () => {
  const older = `${head}connections:\n  properties:\n    net:\n      $ref: massdriver/network\n`;

  test.each([
    ['in the block', older.replace('$ref', '|$ref'), true],
    ['at the name', older.replace('store', 'st|ore'), true],
    ['elsewhere', older.replace('1.0.0', '1.|0.0'), false],
    ['in the current dialect', `${head}dependencies:\n  n|et: { resource_type: network }\n`, false],
  ])('%s', (_, marked, offered) => {
    const { document, position } = openBundle(marked);
    const actions = bundleCodeActions(document, { start: position, end: position });
    expect(actions.some(({ title }) => title === 'Migrate to the current dialect')).toBe(offered);
  });
});

test('no fix at a `$ref` for what is wrong behind it', () => {
  const text = `${head}params:\n  definitions:\n    a: { $ref: ./schemas/wrong.json }\n  properties:\n    b: { $ref: ./schemas/wrong.json }\n`;
  const wrong =
    '{ "type": "object", "required": ["gone"], "properties": { "c": { "type": "integer", "default": "5" } } }';
  const registry = createRegistry([
    { origin: 'folder', files: [{ uri: 'file:///registry/store/schemas/wrong.json', text: wrong }] },
  ]);
  const document = openBundleDocument('bundle', bundleUri, text, registry);
  if (document === undefined) expect.fail('It is a bundle.');
  expect(fileProblems('bundle', bundleUri, text, registry).map(({ code }) => code)).toContain('default-invalid');
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  expect(bundleCodeActions(document, whole)).toEqual([]);
});

test('no fix while the text does not parse, and no crash', () => {
  const { document, position } = openBundle(`${head}params: { a: |`);
  expect(bundleCodeActions(document, { start: position, end: position })).toEqual([]);
});

describe('the contract against the module', () => {
  const moduleOf = (text: string): ModuleFiles => ({
    step: { path: 'src', provisioner: 'opentofu', config: {}, skipOnDelete: false },
    index: 0,
    folder: 'file:///registry/store/src/',
    files: [{ uri: 'file:///registry/store/src/main.tf', text }],
  });
  const bundle = `${params('    size: { type: string }\n')}ui:\n  ui:order: [size]\nsteps:\n  - path: src\n    provisioner: opentofu\n`;

  const nested = `${params('    image:\n      type: object\n      properties:\n        tga: { type: string }\n')}steps:\n  - path: src\n    provisioner: opentofu\n`;

  test.each([
    ['unused-param', 'variable "sizes" { default = null }', bundle.replaceAll('size', 'sizes')],
    [
      'module-variable-unfilled',
      'variable "size" { default = "" }\nvariable "node_count" { type = number }',
      bundle
        .replace('params:\n', 'params:\n  required:\n    - node_count\n')
        .replace('string }\n', 'string }\n    node_count:\n      type: number\n      title: Node count\n'),
    ],
    [
      'module-variable-undeclared',
      'variable "size" { default = "" }\noutput "a" { value = var.zone }',
      bundle.replace('string }\n', 'string }\n    zone:\n      type: string\n      title: Zone\n'),
    ],
    [
      'module-variable-optional',
      'variable "size" {}',
      bundle.replace('params:\n', 'params:\n  required:\n    - size\n'),
    ],
  ])('%s', (code, hcl, expected) => expect(fixed(bundle, code, hcl)).toBe(expected));

  test.each([
    ['object({ tag = string })', nested.replaceAll('tga', 'tag')],
    ['object({ tga = string })', nested.replace('image:\n', 'image:\n      required:\n        - tga\n')],
  ])('module-variable-attribute: %s', (type, expected) => {
    expect(fixed(nested, 'module-variable-attribute', `variable "image" { type = ${type} }`)).toBe(expected);
  });

  function fixed(text: string, code: string, hcl: string): string {
    const document = bundleOf(text);
    const modules = [moduleOf(hcl)];
    const found = fileProblems('bundle', bundleUri, text, bundleRegistry, () => modules);
    const problem = found.find((each) => each.code === code);
    if (problem === undefined) expect.fail(found.map((each) => each.message).join('; '));
    const action = bundleCodeActions(document, problem.range, modules).find((each) => each.problem?.code === code);
    return applied(text, action?.edit?.changes?.[bundleUri] ?? []);
  }
});

test('a thousand problems are fixed in about the time of one', () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `name${index}`);
  const text = `${params(names.map((name) => `    ${name}: { type: string, titel: x }\n`).join(''))}`;
  const document = bundleOf(text);
  const before = process.cpuUsage();
  const whole = { start: { line: 0, character: 0 }, end: document.lines.positionAt(text.length) };
  expect(bundleCodeActions(document, whole).length).toBeGreaterThanOrEqual(1_000);
  const { user, system } = process.cpuUsage(before);
  // Half a second; reading the file again for each problem took a hundred times as long.
  expect((user + system) / 1_000_000).toBeLessThan(10);
});
