import { describe, expect, it } from 'vitest';
import type { Location, MarkupContent } from 'vscode-languageserver-types';
import type { ModuleFiles } from '../../model/module/module.ts';
import { openBundle } from './bundle.testkit.ts';
import { hoverInBundle } from './hover.ts';
import { definitionInBundle, referencesInBundle } from './navigation.ts';

const main = `variable "size" {}
variable "net" {}
variable "disk" {}
locals {
  a = var.size
  b = var.disk.gigabytes + var.disk.other
  c = var.net.id
}
output "artifact_out" {}
`;

const module: ModuleFiles = {
  step: { path: 'src', provisioner: 'opentofu', config: {}, skipOnDelete: false },
  index: 0,
  folder: 'file:///registry/store/src/',
  files: [
    { uri: 'file:///registry/store/src/main.tf', text: main },
    { uri: 'file:///registry/store/src/resource_out.jq', text: '{}' },
  ],
};

const bundle = `name: store
params:
  properties:
    size: { type: string }
    disk: { properties: { gigabytes: { type: integer } } }
dependencies:
  net: { resource_type: network }
resources:
  out: { resource_type: network }
app:
  envs: { ID: .connections.net.id }
`;

function places(at: string, find: typeof definitionInBundle): string[] {
  const { document, position } = openBundle(bundle.replace(at, `${at.slice(0, 2)}|${at.slice(2)}`));
  return find(document, position, [module])
    .filter(({ uri }) => uri.includes('/src/'))
    .map(
      ({ uri, range }) =>
        `${uri.split('/').at(-1) ?? ''} ${main.split('\n')[range.start.line]?.slice(range.start.character, range.end.character) ?? ''} ${range.start.line}`,
    );
}

it.each<[string, string[], string[]]>([
  ['size', ['main.tf size 0'], ['main.tf size 4']],
  ['net:', ['main.tf net 1'], ['main.tf net 6']],
  ['disk', ['main.tf disk 2'], ['main.tf disk 5', 'main.tf disk 5']],
  ['gigabytes', [], ['main.tf gigabytes 5']],
  ['out:', ['main.tf artifact_out 8', 'resource_out.jq  0'], []],
])('finds %s in the modules', (at, definitions, references) => {
  expect(places(at, definitionInBundle)).toEqual(definitions);
  expect(places(at, (document, position, modules) => referencesInBundle(document, position, false, modules))).toEqual(
    references,
  );
});

it.each<[string, string, string[]]>([
  ['size', '', ['Variable `size`: `any` (src/main.tf:1)']],
  [
    'size',
    'variable "size" {\n  type        = string\n  description = "How *large*."\n  default     = "s"\n}',
    ['Variable `size`: `string`, with a default (src/main.tf:1)', 'How \\*large\\*.'],
  ],
  ['net:', '', ['Variable `net`: `any` (src/main.tf:2)']],
  ['gigabytes', '', []],
  ['out:', '', []],
])('shows the variable of %s', (at, text, expected) => {
  const { document, position } = openBundle(bundle.replace(at, `${at.slice(0, 2)}|${at.slice(2)}`));
  const [first = { uri: '', text: '' }] = module.files;
  const files = [{ ...first, text: text === '' ? main : text }];
  const hover = hoverInBundle(document, position, [{ ...module, files }]);
  const { value } = hover?.contents as MarkupContent;
  const shown = value.split('\n\n');
  const from = shown.findIndex((paragraph) => paragraph.startsWith('Variable'));
  expect(from < 0 ? [] : shown.slice(from)).toEqual(expected);
});

describe('charts', () => {
  const files = (texts: { readonly [path: string]: string }): ModuleFiles => ({
    ...module,
    step: { ...module.step, path: 'chart', provisioner: 'helm' },
    folder: 'file:///registry/store/chart/',
    files: Object.entries(texts).map(([path, text]) => ({ uri: `file:///registry/store/chart/${path}`, text })),
  });
  const flat = files({
    'values.yaml': 'size: small\ndisk:\n  gigabytes: 10\n',
    'templates/a.yaml': '{{ .Values.disk.gigabytes }}',
  });
  const nested = files({
    'values.yaml': 'params:\n  size: small\n',
    'templates/a.yaml': '{{ .Values.connections.net }}',
  });
  const shaped = files({ 'values.yaml': 'size: small\n', 'params.jq': '{size}', 'templates/a.yaml': '' });

  it.each<[string, string, ModuleFiles, string[], string[], string[]]>([
    ['a param', 'size', flat, ['values.yaml:0'], [], ['Default of the chart: `small` (chart/values.yaml:1)']],
    [
      'a part of a param',
      'gigabytes',
      flat,
      ['values.yaml:2'],
      ['a.yaml:0'],
      ['Default of the chart: `10` (chart/values.yaml:3)'],
    ],
    [
      'a map',
      'disk',
      flat,
      ['values.yaml:1'],
      ['a.yaml:0'],
      ['Default of the chart: `{ gigabytes: 10 }` (chart/values.yaml:2)'],
    ],
    [
      'a param in its section',
      'size',
      nested,
      ['values.yaml:1'],
      [],
      ['Default of the chart: `small` (chart/values.yaml:2)'],
    ],
    ['a slot in its section', 'net:', nested, [], ['a.yaml:0'], []],
    ['a param that a program takes', 'size', shaped, [], [], []],
  ])('finds %s', (_, name, chart, definitions, references, shown) => {
    const { document, position } = openBundle(bundle.replace(name, `${name.slice(0, 2)}|${name.slice(2)}`));
    const inChart = (found: readonly Location[]) =>
      found
        .filter(({ uri }) => uri.includes('/chart/'))
        .map(({ uri, range }) => `${uri.split('/').at(-1) ?? ''}:${range.start.line}`);
    expect(inChart(definitionInBundle(document, position, [chart]))).toEqual(definitions);
    expect(inChart(referencesInBundle(document, position, false, [chart]))).toEqual(references);
    const { value } = hoverInBundle(document, position, [chart])?.contents as MarkupContent;
    expect(value.split('\n\n').filter((paragraph) => paragraph.startsWith('Default of'))).toEqual(shown);
  });

  it.each(['size: { $md.sensitive: true, type', 'db_password: { type'])(
    'shows no default of what is sensitive: %s',
    (to) => {
      const [name = ''] = to.split(':');
      const text = bundle.replace('size: { type', `${to.slice(0, 2)}|${to.slice(2)}`);
      const { document, position } = openBundle(text);
      const chart = files({ 'values.yaml': `${name}: small\n`, 'templates/a.yaml': '' });
      const { value } = hoverInBundle(document, position, [chart])?.contents as MarkupContent;
      expect(value).toContain('Default of the chart: `(hidden)` (chart/values.yaml:1)');
      expect(value).not.toContain('small');
    },
  );
});
