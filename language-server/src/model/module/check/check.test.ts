import { describe, expect, it } from 'vitest';
import { moduleProblems, type Files } from './check.testkit.ts';
import { processorTime } from '../../testing/processor-time.ts';

const bundleText = `name: web-app
params:
  required: [size]
  properties:
    size: { type: integer }
    label: { type: string }
    image: { type: object, properties: { tag: {}, repository: {} } }
dependencies:
  network: { resource_type: aws-vpc, required: true }
resources:
  site: { resource_type: aws-vpc }
app:
  secrets: { API_KEY: { required: true } }
steps:
  - { path: src, provisioner: PROVISIONER }
`;

const good = `
variable "size" {}
variable "label" { default = null }
variable "image" { type = any }
variable "network" { type = any }
variable "md_metadata" {}
variable "API_KEY" {}
output "site" { value = local.site }
`;

function check(files: Files, provisioner = 'opentofu', text = bundleText): string[] {
  return moduleProblems(text.replace('PROVISIONER', provisioner), files);
}

describe('variables', () => {
  it.each<[string, string, string[]]>([
    ['all match', good, []],
    [
      'one in a file of its own',
      `${good.replace('variable "size" {}', '')}`,
      [
        'size warning unused-param No module has a variable for the param `size`, so it has no effect. Add `variable "size"`, or remove it here.',
      ],
    ],
    ['declared for us by the engine', `${good.replace('variable "size" {}', 'locals { a = var.size }')}`, []],
    [
      'needed, and nothing fills it',
      `${good}variable "region" {}`,
      [
        'src error module-variable-unfilled src/main.tf:8 The module `src` needs the variable `region`, and no param, dependency or secret has this name. Declare a param, or give the variable a default.',
      ],
    ],
    ['needed, with a default', `${good}variable "region" { default = "x" }`, []],
    [
      'misspelled',
      good.replace('"network"', '"netwrok"'),
      [
        'src error module-variable-unfilled src/main.tf:4 The module `src` needs the variable `netwrok`, and no param, dependency or secret has this name. Did you mean `network`?',
        'network warning unused-dependency src/main.tf:4 No module has a variable for the dependency `network`, so it has no effect. Did you mean `netwrok`?',
      ],
    ],
    [
      'left out',
      good.replace('{ default = null }', '{}'),
      [
        'label warning module-variable-optional src/main.tf:2 `label` may be left out, and then Terraform stops: its variable has no default. Add `default = null` to the variable, or make the param required.',
      ],
    ],
    [
      'read, and declared nowhere',
      `${good}locals { a = var.sise }`,
      [
        'src error module-variable-undeclared src/main.tf:8 The module `src` reads `var.sise`, which neither the module nor the bundle declares. Did you mean `size`?',
      ],
    ],
    ['half typed', `${good}variable "regi`, []],
    [
      'a way that leads nowhere',
      `${good}locals { a = var.network.data.infrastructure.arm, b = var.image.tga, c = var.network.data.other, d = var.size.x }`,
      [
        'src warning module-path src/main.tf:8 The module `src` reads `var.network.data.infrastructure.arm`, and there is no `arm`. Did you mean `arn`?',
        'src warning module-path src/main.tf:8 The module `src` reads `var.image.tga`, and there is no `tga`. Did you mean `tag`?',
      ],
    ],
  ])('%s', (_, main, expected) => expect(check({ 'main.tf': main })).toEqual(expected));

  it.each([
    [{ 'terraform.tfvars': 'region = "x"' }],
    [{ 'more.auto.tfvars.json': '{"region": "x"}' }],
    [{ 'z_override.tf': 'variable "region" { default = 1 }' }],
    [{ 'broken.tf': 'resource {' }],
    [{ 'broken.tf.json': '{' }],
  ])('fills a variable elsewhere: %j', (files) => {
    expect(check({ 'main.tf': `${good}variable "region" {}`, ...files })).toEqual([]);
  });

  it('reads what Massdriver generates', () => {
    const files = {
      'main.tf': 'output "site" {}\n',
      '_params_variables.tf.json': '{"variable": {"size": {"type": "any"}, "label": {"default": null}, "image": {}}}',
      '_connections_variables.tf.json': '{"variable": [{"network": {}, "netwerk": {}}]}',
      '_params.auto.tfvars.json': '{"netwerk": 1}',
    };
    expect(check(files)).toEqual([
      expect.stringContaining(
        'src warning module-variable-unfilled src/_connections_variables.tf.json:0 The module `src` needs the variable `netwerk`',
      ),
    ]);
  });

  it('takes what an expression reads to be used', () => {
    const main = good.replace('variable "image" { type = any }', '');
    const text = bundleText.replace('secrets:', 'envs: { TAG: .params.image.tag }\n  secrets:');
    expect(check({ 'main.tf': main }, 'opentofu', text)).toEqual([]);
    expect(check({ 'main.tf': main })).toHaveLength(1);
  });

  it.each(['script', 'ansible', 'something-else'])('knows nothing of %s', (provisioner) => {
    expect(check({ 'main.tf': 'variable "x" {}' }, provisioner)).toEqual([]);
  });

  it('says only that there are no files where there are none', () =>
    expect(check({})).toEqual([
      'src warning step-path There are no files of a module in `src`. Correct the path, or put the module there.',
    ]));
});

describe('resources', () => {
  const bare = good.replace('output "site" { value = local.site }', '');
  it.each<[string, Files, string[]]>([
    ['an output', { 'main.tf': `${bare}output "site" {}` }, []],
    ['an output as older bundles call it', { 'main.tf': `${bare}output "artifact_site" {}` }, []],
    ['a template', { 'main.tf': bare, 'resource_site.jq': '{data: .outputs}' }, []],
    ['an older template', { 'main.tf': bare, 'artifact_site.jq': '.outputs' }, []],
    ["Massdriver's resource", { 'main.tf': `${bare}resource "massdriver_artifact" "a" { field = "site" }` }, []],
    [
      "Massdriver's resource in a module below",
      {
        'main.tf': `${bare}module "c" { source = "./child" }`,
        'child/main.tf': 'variable "other" {}\nresource "massdriver_resource" "a" { field = "site" }',
      },
      [],
    ],
    ['a module elsewhere', { 'main.tf': `${bare}module "c" { source = "github.com/massdriver-cloud/x" }` }, []],
    [
      'nothing',
      { 'main.tf': bare },
      [
        'site warning resource-not-given No module gives the resource `site`. Add `output "site"` or the file `resource_site.jq` to the module.',
      ],
    ],
    [
      'a misspelled output',
      { 'main.tf': `${bare}output "sites" {}` },
      ['site warning resource-not-given src/main.tf:8 No module gives the resource `site`. Did you mean `sites`?'],
    ],
    [
      'a template that nothing declares',
      { 'main.tf': `${bare}output "site" {}`, 'resource_siet.jq': '1' },
      [
        'src warning resource-undeclared src/resource_siet.jq:0 The module `src` gives the resource `siet`, which the bundle does not declare. Did you mean `site`?',
      ],
    ],
    [
      'a field that nothing declares',
      { 'main.tf': `${bare}output "site" {}\nresource "massdriver_artifact" "a" {\n field = "databse"\n}` },
      [
        'src warning resource-undeclared src/main.tf:10 The module `src` gives the resource `databse`, which the bundle does not declare. Declare it, or nobody can use it.',
      ],
    ],
    [
      'a template with typos',
      {
        'main.tf': `${bare}output "address" {}`,
        'resource_site.jq': '{\n  data: .outputs.adress.value,\n  b: .params.sise | @test\n}',
      },
      [
        'src/resource_site.jq: adress warning jq-path bundle.yaml:10 `.outputs` has no `adress`. Did you mean `address`?',
        'src/resource_site.jq: sise warning jq-path bundle.yaml:10 `.params` has no `sise`. Did you mean `size`?',
        'src/resource_site.jq: @test error jq-format bundle.yaml:10 jq has no format `@test`. Did you mean `@text`?',
      ],
    ],
    [
      'a template that is none',
      { 'main.tf': bare, 'resource_site.jq': '{a: }' },
      ['src/resource_site.jq: } error jq-syntax bundle.yaml:10 This is not a jq expression. `}` cannot stand here.'],
    ],
  ])('%s', (_, files, expected) => expect(check(files)).toEqual(expected));
});

describe('charts', () => {
  it.each<[string, Files, string[]]>([
    [
      'fine',
      {
        'resource_site.jq': '.params',
        'templates/a.yaml': '{{ .Values.params.image.tag }} {{ .Values.connections.network.data }}',
      },
      [],
    ],
    [
      'gives nothing',
      { 'Chart.yaml': 'name: x' },
      [
        'site warning resource-not-given No module gives the resource `site`. Add the file `resource_site.jq` to the module.',
      ],
    ],
    [
      'a typo',
      { 'resource_site.jq': '.params', 'templates/a.yaml': 'x:\n  {{ .Values.params.image.tga }}' },
      [
        'src warning module-path src/templates/a.yaml:1 The module `src` reads `.Values.params.image.tga`, and there is no `tga`. Did you mean `tag`?',
      ],
    ],
    [
      'values of its own',
      {
        'resource_site.jq': '.params',
        'values.jq': '{image: .params.imago}',
        'templates/a.yaml': '{{ .Values.params.image.tga }}',
      },
      ['src/values.jq: imago warning jq-path bundle.yaml:14 `.params` has no `imago`. Did you mean `image`?'],
    ],
    [
      'defaults of its own',
      {
        'resource_site.jq': '.params',
        'values.yaml': 'params:\n  image: {tga: 1, tag: a, repository: b}',
        'templates/a.yaml': '{{ .Values.params.image.tga }}',
      },
      [],
    ],
  ])('%s', (_, files, expected) => expect(check(files, 'helm')).toEqual(expected));
});

describe('what is given', () => {
  const bare = good.replace('output "site" { value = local.site }', '');
  const jq = (text: string) => ({ 'main.tf': bare, 'resource_site.jq': text });
  const tf = (value: string) => ({ 'main.tf': `${bare}output "site" {\n  value = ${value}\n}` });
  const without = (name: string, at: string, part = '') =>
    `site warning resource-incomplete ${at} The module gives \`site\` without \`${name}\`${part}, which \`aws-vpc\` requires.`;
  const unknown = (name: string, meant: string, at: string, part = '') =>
    `site warning resource-unknown-field ${at} The module gives \`site\` with \`${name}\`${part}, which \`aws-vpc\` does not have. Did you mean \`${meant}\`?`;
  it.each<[string, Files, string[]]>([
    ['all of it', tf('{ data = { infrastructure = { arn = 1, cidr = 2 } } }'), []],
    ['as text', tf('jsonencode({\n    data = {}\n  })'), [without('infrastructure', 'src/main.tf:10', ' in `data`')]],
    [
      'on lines of its own',
      tf('jsonencode(\n\n    {\n      data = {}\n    }\n\n  )'),
      [without('infrastructure', 'src/main.tf:12', ' in `data`')],
    ],
    [
      'a local',
      tf(
        'local.all }\nlocals {\n  all = { data = local.data }\n  data = { infrastructure = local.gone }\n  gone = local.gone',
      ),
      [],
    ],
    [
      'a local with a typo',
      tf('local.all }\nlocals {\n  all = { dat = local.data }'),
      [without('data', 'src/main.tf:11'), unknown('dat', 'data', 'src/main.tf:11')],
    ],
    ['a part', tf('{ "data" : local.x }'), []],
    ['something computed', tf('merge({}, { dta = 1 })'), []],
    ['computed keys', tf('{ (local.key) = 1 }'), []],
    ['a comprehension', tf('{ for k, v in local.x : k => v }'), []],
    ['nothing', tf('{}'), [without('data', 'src/main.tf:9')]],
    [
      'a typo',
      tf('{\n    data = { infrastructure = { arm = 1 } }\n  }'),
      [unknown('arm', 'arn', 'src/main.tf:10', ' in `data.infrastructure`')],
    ],
    ['more than the type says', tf('{ data = { infrastructure = { region = 1 } }, other = 1 }'), []],
    ['jq', jq('{data: {infrastructure: {arn: .outputs}}}'), []],
    [
      'jq with a typo',
      jq('{\n  dat: 1\n}'),
      [without('data', 'src/resource_site.jq:0'), unknown('dat', 'data', 'src/resource_site.jq:1')],
    ],
    ['jq that computes', jq('{data: 1} + {}'), []],
    [
      "Massdriver's field",
      {
        'main.tf': `${bare}resource "massdriver_artifact" "a" {\n  field = "site"\n  artifact = jsonencode({ data = {} })\n}`,
      },
      [without('infrastructure', 'src/main.tf:10', ' in `data`')],
    ],
  ])('%s', (_, files, expected) => expect(check(files)).toEqual(expected));
});

it('never throws for a module that is being typed, and follows locals only so far', () => {
  const main = `${good}locals {\n  a = { data = { infrastructure = { arn = "\${var.network.data.infrastructure.arn}" } } }\n}\noutput "x" { value = local.a }\n`;
  for (let length = 0; length <= main.length; length++) {
    check({ 'main.tf': main.slice(0, length) });
    check({
      'main.tf': main.slice(0, length) + main.slice(length + 1),
      'resource_site.jq': '{data: {infrastructure: {arn: .outputs.x}}}'.slice(0, length),
    });
  }
  const names = Array.from({ length: 60 }, (_, index) => `l${index}`);
  const locals = names.map((name, index) => `  ${name} = { data = local.l${index + 1}, other = local.l${index + 1} }`);
  const doubling = `${good.replace('local.site', 'local.l0')}locals {\n${locals.join('\n')}\n}\n`;
  expect(processorTime(() => void check({ 'main.tf': doubling }))).toBeLessThan(2_000);
});
