import { expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
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
