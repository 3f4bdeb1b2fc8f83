import fc from 'fast-check';
import { expect, it } from 'vitest';
import { literalText, parseHcl, type HclBlock } from './hcl.ts';
import { processorTime } from '../testing/processor-time.ts';

const text = `# comment "{
terraform { required_version = ">= 1.5" } // one more {
/* and { one
   more */
variable "plain" {}
variable unquoted { default = 1 }
variable "typed" {
  type = object({
    name = string # }
    more = optional(map(string), {})
  })
  default     = { name = "a\\"}\${var.inner}" }
  description = "A $\${not} a %%{template}."
}
output "config" {
  value = <<-EOT
    { "unbalanced": "\${join(",", [for k, v in var.map["key"] : "\${k}=\${v.name}"])}"
    %{ if var.flag ~}
    EOT is not the end
    %{ endif ~}
  EOT
}
resource "massdriver_artifact" "x" {
  field = "database"
  dynamic "block" { for_each = var.list.0.items[*].name }
  value = var.plain == 1 ? local.var.no : var.typed.name[0].x
}
`;

function names(blocks: readonly HclBlock[] | undefined): unknown[] {
  return (blocks ?? []).map(({ type, labels }) => [type, ...labels].join(' '));
}

it('reads blocks, labels and attributes', () => {
  const file = parseHcl(text);
  expect(names(file?.blocks)).toEqual([
    'terraform',
    'variable plain',
    'variable unquoted',
    'variable typed',
    'output config',
    'resource massdriver_artifact x',
  ]);
  const typed = file?.blocks[3];
  expect([...(typed?.attributes.keys() ?? [])]).toEqual(['type', 'default', 'description']);
  expect(text.slice(typed?.start, typed?.end)).toBe('typed');
  expect(names(file?.blocks[5]?.blocks)).toEqual(['dynamic block']);
  const field = file?.blocks[5]?.attributes.get('field');
  expect(field && literalText(field)).toBe('database');
  const value = typed?.attributes.get('default');
  expect(value && literalText(value)).toBeUndefined();
});

it('finds what reads variables, in texts too', () => {
  const reads = parseHcl(text)?.variables.map(({ steps }) => steps.map(({ name }) => name ?? '?').join('.'));
  expect(reads).toEqual(['inner', 'map.key', 'flag', 'list.?.items.?.name', 'plain', 'typed.name.?.x']);
});

it.each([
  'variable "a" {',
  'a = "b',
  'a = <<EOT\nnever',
  '}',
  'variable "a" { default = [ } ]',
  '"only a text"',
  'a ='.repeat(3),
  'resource "${x}" {}',
])('does not guess: %s', (broken) => expect(parseHcl(broken)?.blocks ?? []).toEqual([]));

it('never throws, whatever the text, and takes time in proportion', () => {
  const pieces = fc.constantFrom(
    'a',
    ' = ',
    '"',
    '${',
    '}',
    '{',
    '\n',
    '<<EOT\n',
    'EOT',
    '#',
    '/*',
    '*/',
    '[',
    ']',
    '(',
    ')',
    '%{',
    '$${',
    '\\',
    'var.',
    'é',
    '~',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces).map((parts) => parts.join('')),
    fc.nat(text.length).map((length) => text.slice(0, length)),
    fc.nat(text.length).map((at) => text.slice(0, at) + text.slice(at + 1)),
  );
  fc.assert(
    fc.property(texts, (given) => void parseHcl(given)),
    { numRuns: 2_000 },
  );
  const repeated = [
    'a {\n',
    'a = [',
    '"${',
    'var.a',
    '/* ',
    '<<EOT\n',
    'a = <<EOT\nx\nEOT\n',
    '$',
    'a "b" ',
    '-',
    '# \n',
    'x\n',
  ];
  const work = () => repeated.forEach((piece) => void parseHcl(piece.repeat(30_000)));
  expect(processorTime(work)).toBeLessThan(5_000);
});
