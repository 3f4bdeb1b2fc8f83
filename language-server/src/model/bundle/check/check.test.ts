import { describe, expect, it } from 'vitest';
import { createRegistry, loadContextOf } from '../../registry/create.ts';
import { loadResourceType } from '../../resource-type/load.ts';
import { loadBundle } from '../load.ts';
import { checkBundle, checkResourceType } from './check.ts';

const registry = createRegistry([
  {
    origin: 'built-in',
    files: [{ uri: 'file:///types/vpc.yaml', text: 'name: aws-vpc\nversion: 1.0.0\nschema:\n  type: object' }],
  },
]);

/** One line for each problem: severity, code, the text it stands at, message. */
function check(text: string): string[] {
  const loaded = loadBundle('file:///b/bundle.yaml', text, loadContextOf(registry));
  const lines = text.split('\n');
  return [...loaded.problems, ...checkBundle(loaded, registry)].map(({ severity, code, range, message }) => {
    const line = lines[range.start.line] ?? '';
    const end = range.end.line === range.start.line ? range.end.character : line.length;
    return `${severity} ${code} [${line.slice(range.start.character, end).trim()}] ${message}`;
  });
}

function params(yaml: string): string {
  return `name: web-app\nparams:\n${yaml.replaceAll(/^/gm, '  ')}`;
}

describe('checkBundle', () => {
  it.each<[string, string, string[]]>([
    ['nothing', params('properties: { a: { type: string } }'), []],
    ['a key of one’s own', 'name: web-app\nx-anchors: &a { type: string }', []],
    [
      'a misspelled key',
      'name: web-app\nparam: {}',
      ['warning unknown-key [param] Bundles have no `param`. Did you mean `params`?'],
    ],
    ['steps that are a map', 'name: web-app\nsteps: {}', ['error bundle-shape [{}] `steps` must be a list.']],
    [
      'conditions at the top',
      'name: web-app\nconnections: {}\ndependencies: { mode: { oneOf: [{ properties: { mode: { const: a } } }] } }',
      [
        'warning misplaced-dependencies [dependencies] `dependencies` with conditions belongs inside `params`; here it has no effect. Indent it below `params:`.',
      ],
    ],
    [
      'misspelled keywords',
      params('properties: { a: { type: string, descrition: x, max: 3, validJson: true } }'),
      [
        'warning unknown-keyword [descrition] JSON Schema has no keyword `descrition`, so this has no effect. Did you mean `description`?',
        'warning unknown-keyword [max] JSON Schema has no keyword `max`, so this has no effect. Did you mean `maximum`?',
        'information unknown-keyword [validJson] JSON Schema has no keyword `validJson`, so this has no effect.',
      ],
    ],
    [
      'keywords in the wrong form',
      params('properties:\n  a: { type: strng, required: true }\n  b: { enum: [] }\n  c: { minimum: "1" }'),
      [
        'warning malformed-keyword [strng] There is no type `strng`. Did you mean `string`? As it is, this has no effect.',
        'warning malformed-keyword [true] `required` is a list of names that stands beside `properties`, not a flag of one property. As it is, this has no effect.',
        'warning malformed-keyword [[]] `enum` must be a list with at least one value. As it is, this has no effect.',
        'warning malformed-keyword ["1"] `minimum` must be a number. As it is, this has no effect.',
      ],
    ],
    [
      'choices of another type',
      params(
        'properties:\n  a: { type: string, enum: [1.10, "1.11", on, true] }\n  b: { type: [integer, "null"], enum: [1, "2", null, two] }\n  c: { type: boolean, const: "true" }\n  d: { type: number, enum: [1, 1.5] }\n  e: { type: string, enum: [a, null] }\n  f: { enum: [1, a] }',
      ),
      [
        'warning choice-invalid [1.10] This is a number, and `type` asks for text: nobody can choose it. Put it in quotes.',
        'warning choice-invalid [true] This is `true` or `false`, and `type` asks for text: nobody can choose it. Put it in quotes.',
        'warning choice-invalid ["2"] This is text, and `type` asks for a whole number or null: nobody can choose it. Remove the quotes.',
        'warning choice-invalid [two] This is text, and `type` asks for a whole number or null: nobody can choose it.',
        'warning choice-invalid ["true"] This is text, and `type` asks for `true` or `false`: nobody can choose it. Remove the quotes.',
        'warning choice-invalid [null] This is null, and `type` asks for text: nobody can choose it.',
      ],
    ],
    [
      'lists of types',
      params('properties:\n  a: { type: [string, null] }\n  b: { type: [string, nubmer] }\n  c: { type: [] }'),
      [
        'warning malformed-keyword [null] The type of null is a text: write `"null"`. As it is, this has no effect.',
        'warning malformed-keyword [nubmer] There is no type `nubmer`. Did you mean `number`? As it is, this has no effect.',
        'warning malformed-keyword [[]] `type` must be the name of a type, or a list of such names. As it is, this has no effect.',
      ],
    ],
    [
      'keywords that need another',
      params('properties: { a: { type: string } }\nthen: { required: [a] }\nelse: {}'),
      [
        'warning malformed-keyword [then] `then` has no effect without `if` beside it. Say there when it applies.',
        'warning malformed-keyword [else] `else` has no effect without `if` beside it. Say there when it applies.',
      ],
    ],
    [
      'metadata without its sign',
      params('properties: { a: { md.sensitive: true, md.imutable: true } }'),
      [
        'warning unknown-keyword [md.sensitive] JSON Schema has no keyword `md.sensitive`, so this has no effect. Did you mean `$md.sensitive`?',
        'warning unknown-keyword [md.imutable] JSON Schema has no keyword `md.imutable`, so this has no effect. Did you mean `$md.immutable`?',
      ],
    ],
    [
      'patterns',
      params(
        "properties:\n  a: { pattern: 'a++' }\n  b: { pattern: '^(?!x)' }\n  c: { pattern: '\\Aa\\z' }\n  d: { pattern: '^[a-z\\-]+$' }",
      ),
      [
        "warning pattern-invalid ['a++'] This is not an ECMAScript pattern (nothing to repeat), which is what JSON Schema uses. Values are not checked against it.",
        "hint pattern-not-linear ['^(?!x)'] This pattern cannot be tested in linear time: it looks ahead or behind. Patchbay does not check values against it.",
        "warning pattern-foreign ['\\Aa\\z'] This pattern uses syntax that ECMAScript reads as plain letters. Write `^`, `$` and character classes in its way.",
      ],
    ],
    [
      'metadata',
      `${params('properties:\n  a: { $md: { sensitive: true } }\n  b: { $md.sensitve: true }\n  c: { $md.immutable: "yes" }\n  d: { $md.enum: { connection: vpd, options: "." } }\n  e: { $md.enum: {} }')}\ndependencies: { vpc: { resource_type: aws-vpc } }`,
      [
        'warning md-nested [$md] `$md` is not a map here, so this has no effect. Write the flat key `$md.sensitive`.',
        'warning md-unknown [$md.sensitve] There is no `$md.sensitve`. Did you mean `$md.sensitive`?',
        'warning md-value ["yes"] `$md.immutable` must be `true` or `false`.',
        'warning md-unknown-connection [vpd] This bundle has no connection `vpd`. Did you mean `vpc`?',
        'warning md-value [$md.enum] `$md.enum` needs a `connection` and `options`, a jq expression over the connected resource.',
      ],
    ],
    [
      'names that are declared nowhere',
      params('required: [sise]\nproperties: { size: {} }\ndependencies: { sizes: { required: [other] } }'),
      [
        'warning required-undeclared [sise] `sise` is required, and no `properties` declares it. Did you mean `size`?',
        'warning condition-unknown-property [sizes] This depends on `sizes`, and no `properties` declares it. Did you mean `size`?',
        'warning required-undeclared [other] `other` is required, and no `properties` declares it.',
      ],
    ],
    [
      'conditions that never apply',
      params(
        'properties: { mode: { enum: [on, off] }, flag: { type: boolean } }\ndependencies:\n  mode: { oneOf: [{ properties: { mode: { const: offf } } }, { properties: { mode: { const: on } } }] }\nif: { properties: { flag: { const: "true" } } }',
      ),
      [
        'warning condition-never [offf] `mode` is never `offf`, so this never applies. Did you mean `off`?',
        'warning condition-never ["true"] `flag` is never `true`, so this never applies. Remove the quotes.',
      ],
    ],
    [
      'choices without a branch',
      params(
        'properties: { m: { enum: [a, b, c] }, f: { type: boolean }, g: { enum: [x, y] } }\ndependencies:\n  m: { oneOf: [{ properties: { m: { const: a } } }, { properties: { m: { const: b }, z: {} } }] }\n  f: { oneOf: [{ properties: { f: { const: true } } }, { properties: { f: { const: false } } }] }\n  g: { anyOf: [{ properties: { g: { const: x } } }, { required: [m] }] }\nif: { required: [f] }\nthen: { oneOf: [{ properties: { g: { const: x } } }, { properties: { g: { const: x }, z: {} } }] }',
      ),
      [
        'warning choice-without-branch [oneOf] No branch is for `c` of `m`, so nobody can choose it. Add a branch, or take it out of the choices.',
      ],
    ],
    [
      'branches that declare what they tell apart',
      params(
        'properties: { f: { enum: [a, b] } }\noneOf:\n  - properties: { f: { const: a }, size: { enum: [s] } }\n  - properties: { f: { const: b }, size: { enum: [l] } }',
      ),
      [],
    ],
    [
      'defaults',
      params(
        'properties: { a: { type: integer, default: "1" }, b: { type: object, required: [x], properties: { x: {} }, default: {} }, c: { enum: [x], default: y } }',
      ),
      [
        'warning default-invalid ["1"] The default does not fit its own schema: This must be a whole number, and this is the text "1". Remove the quotes.',
        'warning default-invalid [y] The default does not fit its own schema: This must be `x`, and this is `y`.',
      ],
    ],
    [
      'defaults with decimals',
      params(
        'properties: { a: { type: number, multipleOf: 0.1, default: 0.3 }, b: { multipleOf: 0.1, default: 0.35 } }',
      ),
      [
        'warning default-invalid [0.35] The default does not fit its own schema: This must be a multiple of 0.1, and this is 0.35.',
      ],
    ],
    [
      'presets',
      params(
        'examples:\n  - { __name: Partial, size: 1 }\n  - { __name: Wrong, size: one, sise: 2, nested: { gone: 1 } }\n  - { size: 1 }\nrequired: [name]\nproperties: { name: { type: string }, size: { type: integer }, nested: { properties: { here: {} } } }',
      ),
      [
        'warning preset-invalid [one] `size` must be a whole number, and this is the text "one".',
        'warning preset-unknown-param [sise] There is no `sise`. Did you mean `size`?',
        'warning preset-unknown-param [gone] `nested` has no `gone`. It has no effect.',
        'hint preset-unnamed [{ size: 1 }] This preset has no label. Add `__name`.',
      ],
    ],
    [
      'ui',
      `${params('properties: { size: {}, list: { type: array, items: { properties: { x: {} } } } }\ndependencies: { size: { properties: { extra: {} } } }')}\nui:\n  ui:order: [size, extra, list, gone, size]\n  list: { items: { ui:order: [y, "*"] } }\n  lst: { ui:widget: text }\n  other: { options: 1 }`,
      [
        'warning ui-order-unknown [gone] There is no param `gone` here. Remove it from the order.',
        'hint ui-order-duplicate [size] `size` is in this list already.',
        'warning ui-order-unknown [y] There is no param `y` here. Remove it from the order.',
        'warning ui-unknown-field [lst] There is no param `lst` here, so this has no effect. Did you mean `list`?',
      ],
    ],
    [
      'a name in an order, once',
      `${params('properties: { size: {}, zone: {}, name: {} }')}\nui: { ui:order: [siez, name] }`,
      [
        'information ui-order-incomplete [ui:order] `ui:order` leaves out `zone`, which forms refuse to draw. Add the names, or `"*"` for the rest.',
        'warning ui-order-unknown [siez] There is no param `siez` here. Did you mean `size`?',
      ],
    ],
    [
      'an order that leaves something out',
      `${params('properties: { a: {}, b: {} }')}\nui: { ui:order: [a] }`,
      [
        'information ui-order-incomplete [ui:order] `ui:order` leaves out `b`, which forms refuse to draw. Add the names, or `"*"` for the rest.',
      ],
    ],
    [
      'steps',
      'name: web-app\nsteps:\n  - { path: ../other, provisioner: terrafrm }\n  - { provisioner: opentofu:1.10 }\n  - { path: src }\n  - { path: ./src/, provisioner: helm, confg: {} }',
      [
        "error step-path [../other] `../other` is outside the bundle. A step's module is a folder of the bundle.",
        'warning step-provisioner [terrafrm] Patchbay cannot run `terrafrm`. Did you mean `terraform`?',
        'error step-path [{ provisioner: opentofu:1.10 }] This step does not say where its module is. Add `path:`, a folder of the bundle.',
        'warning step-provisioner [{ path: src }] This step does not say what runs it. Add `provisioner:` with one of terraform, opentofu, helm, ansible, script.',
        'warning step-duplicate [./src/] Another step runs `./src/` already.',
        'warning unknown-key [confg] Steps have no `confg`. Did you mean `config`?',
      ],
    ],
    [
      'slots',
      'name: web-app\ndependencies:\n  vpc: { resource_type: aws-vpc, requird: true, properties: {}, $md.x: 1 }\n  net: { resource_type: aws-vpc, required: "yes" }\n  sub: { resource_type: aws-vpc, required: [data] }\nresources:\n  out: { resource_type: aws-vpc, titel: Out }',
      [
        'warning slot-shape [requird] There is no `requird` here. Did you mean `required`?',
        'warning slot-shape ["yes"] `required` must be `true` or `false`.',
        'warning slot-shape [titel] There is no `titel` here. Did you mean `title`?',
      ],
    ],
    [
      'a slot without a type, once',
      `${params('properties: { a: { $md.enum: { connection: vpc, options: . } } }')}\ndependencies: { vpc: { title: A }, net: { resource_type: aws-vpc } }\napp: { envs: { A: .dependencies.vpc.data } }`,
      ['warning resource-type-missing [vpc] `vpc` does not say its resource type. Add `resource_type: NAME`.'],
    ],
    [
      'a misspelled key of a step, once',
      'name: web-app\nsteps:\n  - path: src\n    provisoner: helm\n  - pathe: lib\n    provisioner: helm\n    skip_on_delete: "no"\n    config: [a]',
      [
        'warning unknown-key [provisoner] Steps have no `provisoner`. Did you mean `provisioner`?',
        'warning unknown-key [pathe] Steps have no `pathe`. Did you mean `path`?',
        'warning step-shape ["no"] `skip_on_delete` must be `true` or `false`.',
        'warning step-shape [[a]] `config` must be a map of settings for what runs the step.',
      ],
    ],
    [
      'what is missing, on one line',
      'version: 1.0\nparams:\n  examples:\n    - a: 1\n      b: 2\n  properties: { a: {}, b: {} }',
      [
        'error bundle-name [version: 1.0] This bundle has no name. Add `name:` with lower-case letters, digits and dashes.',
      ],
    ],
    [
      'an alias of nothing',
      'name: web-app\nx-a: &base {}\nparams: { <<: *bas }',
      [
        'error unknown-anchor [*bas] There is no anchor `&bas` above this line. Define it first, or write the value out.',
      ],
    ],
    [
      'app',
      'name: web-app\napp:\n  env: {}\n  envs: { A-B: .params, PORT: 80 }\n  secrets: { KEY: { type: string, requird: true, json: "no" }, TOKEN: abc }',
      [
        'warning unknown-key [env] `app` has no `env`, so this has no effect. Did you mean `envs`?',
        'warning env-name [A-B] `A-B` cannot name an environment variable. Use letters, digits and underscores; do not start with a digit.',
        'warning env-shape [80] `PORT` must be a jq expression, as text. For a fixed text, put it in two pairs of quotes: `\'"80"\'`.',
        'warning secret-shape [type] Secrets have no `type`, so this has no effect.',
        'warning secret-shape [requird] Secrets have no `requird`, so this has no effect. Did you mean `required`?',
        'warning secret-shape ["no"] `json` must be `true` or `false`.',
        'error secret-shape [abc] A secret is declared by a map with `required`, `title`, `description` and `json`. Its value is never in the bundle.',
      ],
    ],
    [
      'parts of an app in other forms',
      'name: web-app\napp: { envs: [A], secrets: TOKEN, policies: { a: .b } }',
      [
        'warning bundle-shape [[A]] `envs` must be a map: a name, and what it stands for.',
        'warning bundle-shape [TOKEN] `secrets` must be a map: a name, and what it stands for.',
        'warning bundle-shape [{ a: .b }] `policies` must be a list of jq expressions: begin each with `- `.',
      ],
    ],
    [
      'expressions that YAML reads as something else',
      'name: web-app\napp: { envs: { A: [.params], B: , C: { x: 1 } }, policies: [{ a: .b }] }',
      [
        'warning env-shape [[.params]] `A` must be a jq expression, as text. Put it in quotes, or YAML reads it as a list or a map.',
        'warning env-shape [B] `B` must be a jq expression, as text. It is empty.',
        'warning env-shape [{ x: 1 }] `C` must be a jq expression, as text. Put it in quotes, or YAML reads it as a list or a map.',
        'warning bundle-shape [{ a: .b }] A policy is a jq expression, as text, that gives the policy of a dependency.',
      ],
    ],
    [
      'names and types',
      `${params('properties: { vpc: {}, md_metadata: {} }')}\ndependencies:\n  vpc: { resource_type: aws-vpc@~2 }\n  net: { resource_type: aws-vcp }\n  odd: { resource_type: aws-vpc@one }\nresources:\n  x: { resource_type: something-else }`,
      [
        'warning name-reserved [md_metadata] `md_metadata` is what the engine passes to every module. Choose another name.',
        'warning name-collision [vpc] `vpc` is a param, too, and modules get both as a variable of this name. Rename one of them.',
        'information resource-type-version [aws-vpc@~2] The registry has `aws-vpc`, and no version of it in `~2`.',
        'warning resource-type-unknown [aws-vcp] The registry has no resource type `aws-vcp`, so what it holds is not checked. Did you mean `aws-vpc`?',
        'error version-range [aws-vpc@one] `one` is not a range of versions. Write `1.2.3`, `~1`, `~1.2` or `latest`.',
        'information resource-type-unknown [something-else] The registry has no resource type `something-else`, so what it holds is not checked.',
      ],
    ],
    [
      'required connections',
      'name: web-app\nconnections: { required: [vcp], properties: { vpc: { $ref: massdriver/aws-vpc } } }',
      [
        'warning required-undeclared [vcp] `vcp` is required, and `connections` does not declare it. Did you mean `vpc`?',
      ],
    ],
    [
      'text that does not parse',
      'name: web-app\nparams: {',
      ['error yaml-syntax [] Flow map in block collection must be sufficiently indented and end with a }.'],
    ],
  ])('%s', (_, text, expected) => {
    expect(check(text)).toEqual(expected);
  });

  it('says once what an anchor repeats', () => {
    const text =
      'name: web-app\nx: &x { type: string, max: 1 }\nparams: { properties: { a: *x, b: { <<: *x }, c: *x } }';
    expect(check(text)).toEqual([
      'warning unknown-keyword [max] JSON Schema has no keyword `max`, so this has no effect. Did you mean `maximum`?',
    ]);
  });
});

it.each<[string, string, string[]]>([
  [
    'YAML',
    'name: queue\nschema:\n  properties: { url: { type: string, minValue: 1, $md: { sensitive: true } } }',
    ['unknown-keyword', 'md-nested'],
  ],
  [
    'JSON',
    '{"$md": {"name": "queue"}, "required": ["data"], "properties": {"date": {"type": "objekt"}}}',
    ['malformed-keyword', 'required-undeclared'],
  ],
])('checks resource types: %s', (_, text, codes) => {
  const loaded = loadResourceType('file:///t.json', text, loadContextOf(registry));
  expect(checkResourceType(loaded, registry).map(({ code }) => code)).toEqual(codes);
});
