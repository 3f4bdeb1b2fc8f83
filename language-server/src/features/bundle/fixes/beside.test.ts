import { expect, test } from 'vitest';
import type { ModuleFiles } from '../../../model/module/module.ts';
import { fileProblems } from '../../file-problems.ts';
import { applied, bundleOf, bundleRegistry, bundleUri } from '../bundle.testkit.ts';
import { bundleCodeActions } from '../code-actions.ts';

const bundle = `name: store
version: 1.0.0
params:
  required: [size]
  properties:
    size: { type: integer }
    disk: { type: object, properties: { gigabytes: { type: integer } } }
dependencies:
  net: { resource_type: network, required: true }
steps:
  - path: src
    provisioner: opentofu
`;

const all = 'variable "size" {}\nvariable "disk" { default = null }\nvariable "net" {}\n';

function fixed(code: string, title: string, files: { readonly [name: string]: string }, text: string): string {
  const module: ModuleFiles = {
    step: { path: 'src', provisioner: 'opentofu', config: {}, skipOnDelete: false },
    index: 0,
    folder: 'file:///registry/store/src/',
    files: Object.entries(files).map(([name, content]) => ({
      uri: `file:///registry/store/src/${name}`,
      text: content,
    })),
  };
  const document = bundleOf(text);
  const problems = fileProblems('bundle', bundleUri, text, bundleRegistry, () => [module]);
  const problem = problems.find((each) => each.code === code);
  if (problem === undefined) expect.fail(problems.map((each) => `${each.code}: ${each.message}`).join('; '));
  const actions = bundleCodeActions(document, problem.range, [module]).filter((each) => each.problem?.code === code);
  const action = actions.find((each) => each.title === title);
  if (action === undefined) expect.fail(actions.map((each) => each.title).join('; '));
  const [[uri = '', edits] = []] = Object.entries(action.edit?.changes ?? {});
  const file = module.files.find((each) => each.uri === uri);
  if (file === undefined) expect.fail(`The fix changes ${uri}.`);
  return applied(file.text, edits ?? []);
}

test.each<[string, string, { readonly [name: string]: string }, string, string?]>([
  [
    'module-path',
    'Change `gigabyte` to `gigabytes` in `main.tf`',
    { 'variables.tf': all, 'main.tf': 'locals {\n  size = var.disk.gigabyte\n}\n' },
    'locals {\n  size = var.disk.gigabytes\n}\n',
  ],
  [
    'module-variable-undeclared',
    'Change `sise` to `size` in `main.tf`',
    { 'variables.tf': all, 'main.tf': 'locals {\n  size = var.sise\n}\n' },
    'locals {\n  size = var.size\n}\n',
  ],
  [
    'unused-param',
    'Add `variable "size"` to `variables.tf`',
    { 'main.tf': 'locals {}\n', 'variables.tf': all.replace('variable "size" {}\n', '') },
    'variable "disk" { default = null }\nvariable "net" {}\n\nvariable "size" {\n  type = number\n}\n',
  ],
  [
    'unused-dependency',
    'Add `variable "net"` to `main.tf`',
    { 'main.tf': 'variable "size" {}\r\nvariable "disk" { default = null }', '_connections_variables.tf': '' },
    'variable "size" {}\r\nvariable "disk" { default = null }\r\n\r\nvariable "net" {\r\n  type = any\r\n}\r\n',
  ],
  [
    'module-variable-optional',
    'Add `default = null` in `variables.tf`',
    { 'variables.tf': all.replace('"size" {}', '"size" {\n  type = number\n}') },
    all.replace('"size" {}', '"size" {\n  default = null\n  type = number\n}'),
    bundle.replace('  required: [size]\n', ''),
  ],
  [
    'module-variable-optional',
    'Add `default = null` in `variables.tf`',
    { 'variables.tf': all },
    all.replace('"size" {}', '"size" {\n  default = null\n}'),
    bundle.replace('  required: [size]\n', ''),
  ],
  [
    'resource-unknown-field',
    'Change `rangs` to `ranges` in `resource_out.jq`',
    { 'variables.tf': all, 'resource_out.jq': '{ id: 1, rangs: [] }' },
    '{ id: 1, ranges: [] }',
    `${bundle}resources:\n  out: { resource_type: network }\n`,
  ],
])('%s: %s', (code, title, files, expected, text = bundle) => {
  expect(fixed(code, title, files, text)).toBe(expected);
});

test('a part of a param gets no variable of its own', () => {
  const module: ModuleFiles = {
    step: { path: 'src', provisioner: 'opentofu', config: {}, skipOnDelete: false },
    index: 0,
    folder: 'file:///registry/store/src/',
    files: [
      {
        uri: 'file:///registry/store/src/main.tf',
        text: all.replace('"disk" { default = null }', '"disk" {\n  type = object({})\n}'),
      },
    ],
  };
  const problem = fileProblems('bundle', bundleUri, bundle, bundleRegistry, () => [module]).find(
    ({ code, message }) => code === 'unused-param' && message.includes('disk.gigabytes'),
  );
  if (problem === undefined) expect.fail('The part is used.');
  expect(
    bundleCodeActions(bundleOf(bundle), problem.range, [module]).filter((each) => each.problem === problem),
  ).toEqual([]);
});
