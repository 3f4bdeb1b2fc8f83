import { describe, expect, it } from 'vitest';
import { moduleProblems } from './check.testkit.ts';

/** What is said of a param with this schema and a variable of this type. */
function param(schema: string, type: string, file = 'main.tf'): string[] {
  const text = `name: web-app\nparams:\n  required: [value]\n  properties:\n    value: ${schema}\nsteps:\n  - { path: src, provisioner: opentofu }\n`;
  return moduleProblems(text, { [file]: `variable "value" {\n  type = ${type}\n}\n` });
}

function refused(given: string, taken: string): string[] {
  const message = `\`value\` is ${given} here, and the variable of the module \`src\` takes ${taken}: Terraform stops. Change one of the two types.`;
  return [`value error module-variable-type src/main.tf:0 ${message}`];
}

function sometimes(given: string, taken: string, texts: string): string[] {
  const message = `\`value\` is ${given} here, and the variable of the module \`src\` takes ${taken}: Terraform stops for ${texts}. Change one of the two types.`;
  return [`value warning module-variable-type src/main.tf:0 ${message}`];
}

describe('what Terraform converts', () => {
  it.each<[schema: string, type: string, expected: string[]]>([
    ['{ type: string }', 'string', []],
    ['{ type: integer }', 'string', []],
    ['{ type: boolean }', 'string', []],
    ['{ type: [string, "null"] }', 'string', []],
    ['{ enum: [1, a] }', 'string', []],
    ['{ type: object }', 'string', refused('an object', 'a string')],
    ['{ type: array }', 'string', refused('a list', 'a string')],
    ['{ properties: { a: {} } }', 'string', refused('an object', 'a string')],
    ['{ type: [string, array] }', 'string', []],
    ['{ type: [object, array] }', 'string', refused('an object or a list', 'a string')],
    ['{}', 'string', []],
    ['{ type: number }', 'number', []],
    ['{ type: boolean }', 'number', refused('a boolean', 'a number')],
    ['{ type: string }', 'number', sometimes('a string', 'a number', 'every text that is none')],
    ['{ type: string, enum: ["1", "20"] }', 'number', []],
    ['{ type: string, enum: ["1", max] }', 'number', sometimes('a string', 'a number', '`max`')],
    ['{ type: string, enum: [small, large] }', 'number', refused('a string', 'a number')],
    ['{ type: string, pattern: "^[0-9]+$" }', 'number', []],
    ['{ type: boolean }', 'bool', []],
    ['{ type: integer }', 'bool', refused('a number', 'a boolean')],
    ['{ type: string, enum: ["true", "false"] }', 'bool', []],
    ['{ type: string, enum: ["on", "off"] }', 'bool', refused('a string', 'a boolean')],
    ['{ type: array, items: { type: string } }', 'list(string)', []],
    ['{ type: array, items: { type: integer } }', 'set(string)', []],
    ['{ type: array }', 'list', []],
    ['{ type: array }', 'tuple([string, number])', []],
    ['{ type: string }', 'list(string)', refused('a string', 'a list')],
    ['{ type: object }', 'set(any)', refused('an object', 'a set')],
    ['{ type: object }', 'map(string)', []],
    ['{ type: array }', 'map(string)', refused('a list', 'a map')],
    ['{ type: array }', 'object({})', refused('a list', 'an object')],
    ['{ type: object }', 'any', []],
    ['{ type: object }', '"string"', refused('an object', 'a string')],
    ['{ type: object }', 'strin', []],
    ['{ type: object }', 'list(', []],
    ['{ type: object }', 'optional(string)', []],
  ])('%s to %s', (schema, type, expected) => expect(param(schema, type)).toEqual(expected));

  it('reads the types of generated files and of JSON, and takes the former for what they are', () => {
    const text =
      'name: web-app\nparams:\n  required: [value]\n  properties:\n    value: { type: array }\nsteps:\n  - { path: src, provisioner: opentofu }\n';
    expect(moduleProblems(text, { 'v.tf.json': '{"variable": {"value": {"type": "${map(string)}"}}}' })).toHaveLength(
      1,
    );
    expect(param('{ type: array }', 'string', '_massdriver_variables.tf')).toEqual([
      'value warning module-variable-type src/_massdriver_variables.tf:0 `value` is a list here, and the variable of the module `src` takes a string: Terraform stops. Change one of the two types. Or generate `_massdriver_variables.tf` again.',
    ]);
  });

  it('says nothing when another file types the variable, too', () => {
    const text =
      'name: web-app\nparams:\n  required: [value]\n  properties:\n    value: { type: array }\nsteps:\n  - { path: src, provisioner: opentofu }\n';
    const files = {
      'main.tf': 'variable "value" { type = string }',
      'main_override.tf': 'variable "value" { type = any }',
    };
    expect(moduleProblems(text, files)).toEqual([]);
  });
});

describe('what is in lists, maps and objects', () => {
  const nested = (path: string, given: string, taken: string) =>
    `error module-variable-type src/main.tf:0 \`${path}\` is ${given} here, and the variable \`value\` of the module \`src\` takes ${taken}: Terraform stops. Change one of the two types.`;
  const optional = (path: string, variable = 'the variable') =>
    `warning module-variable-attribute src/main.tf:0 \`${path}\` may be left out, and then Terraform stops: ${variable} of the module \`src\` needs it. Make it required, or write \`optional(…)\` in the variable.`;
  const missing = (path: string, owner: string, hint: string) =>
    `warning module-variable-attribute src/main.tf:0 ${owner} has the attribute \`${path}\`, which is not declared here. ${hint}`;
  const declare = 'Declare it, or write `optional(…)` in the variable.';
  const dropped = (path: string) =>
    `hint unused-param src/main.tf:0 The variable of the module \`src\` does not have \`${path}\`, so Terraform drops it and it has no effect. Add it to the variable's type, or remove it here.`;
  const whole = 'The variable of the module `src`';
  it.each<[schema: string, type: string, expected: string[]]>([
    [
      '{ type: array, items: { type: object } }',
      'list(string)',
      [`{ ${nested('value[]', 'an object', 'a string')}`.replace('{', 'items')],
    ],
    [
      '{ type: object, properties: { tag: { type: array } } }',
      'map(string)',
      [`tag ${nested('value.tag', 'a list', 'a string')}`],
    ],
    [
      '{ type: object, additionalProperties: { type: array } }',
      'map(string)',
      [`additionalProperties ${nested('value.*', 'a list', 'a string')}`],
    ],
    [
      '{ required: [a, b, c], properties: { a: { type: string }, b: { type: integer }, c: { type: array } } }',
      'map(any)',
      [
        'value error module-variable-type src/main.tf:0 In a `map(any)`, all values have one type, and here `value.a` is a single value and `value.c` is a list: Terraform stops. Write `any` or `object({ … })` in the variable of the module `src`.',
      ],
    ],
    ['{ required: [a, b], properties: { a: { type: string }, b: { type: integer } } }', 'map(any)', []],
    ['{ required: [a], properties: { a: { type: string }, b: { type: array } } }', 'map(any)', []],
    ['{ required: [a, b], properties: { a: { type: string }, b: { type: [string, array] } } }', 'map(any)', []],
    ['{ required: [tag], properties: { tag: { type: string } } }', 'object({ tag = string })', []],
    ['{ properties: { tag: { type: string } } }', 'object({ tag = optional(string, "latest") })', []],
    ['{ properties: { tag: { type: string } } }', 'object({ tag = string })', [`tag ${optional('value.tag')}`]],
    ['{ properties: { tag: { type: string, default: a } } }', 'object({ tag = string })', []],
    ['{ properties: { on: { type: boolean } } }', 'object({ on = bool })', []],
    [
      '{ required: [tag], properties: { tag: { type: object } } }',
      'object({\n    "tag" : string\n    more = optional(any)\n  })',
      [`tag ${nested('value.tag', 'an object', 'a string')}`],
    ],
    [
      '{ required: [tag], properties: { tag: {} } }',
      'object({ tag = string, repository = string })',
      [`value ${missing('value.repository', whole, declare)}`],
    ],
    [
      '{ required: [tga, name], properties: { tga: {}, name: {} } }',
      'object({ tag = string, name = any })',
      [`tga ${missing('value.tag', whole, 'Is `tga` meant?')}`],
    ],
    [
      '{ required: [tga, name], properties: { tga: {}, name: {} } }',
      'object({ tag = optional(string), name = any })',
      [`tga ${missing('value.tag', whole, 'Is `tga` meant?')}`],
    ],
    [
      '{ required: [tag, pull], properties: { tag: {}, pull: {} } }',
      'object({ tag = string })',
      [`pull ${dropped('value.pull')}`],
    ],
    ['{ additionalProperties: true, properties: { tag: {} } }', 'object({ tag = optional(any), other = string })', []],
    ['{ type: object }', 'object({ other = string })', []],
    [
      '{ type: array, items: { required: [a], properties: { a: { type: string }, b: { type: string } } } }',
      'list(object({ a = string, b = string }))',
      [`b ${optional('value[].b', 'the variable `value`')}`],
    ],
    // Branches: each holds now and then.
    [
      '{ oneOf: [{ properties: { a: { type: string } } }, { properties: { a: { type: object } } }] }',
      'object({ a = optional(string) })',
      [],
    ],
    [
      '{ oneOf: [{ required: [a], properties: { a: {} } }, { required: [a], properties: { a: {} } }] }',
      'object({ a = string })',
      [],
    ],
    [
      '{ properties: { on: { type: boolean } }, if: { properties: { on: { const: true } } }, then: { required: [a], properties: { a: { type: string } } } }',
      'object({ on = bool, a = string })',
      [`a ${optional('value.a')}`],
    ],
    [
      '{ properties: { size: { type: string } }, oneOf: [{ properties: { size: { const: a } } }] }',
      'object({ size = optional(number) })',
      [],
    ],
  ])('%s to %s', (schema, type, expected) => expect(param(schema, type)).toEqual(expected));

  it('keeps what an expression reads, and what another module may take', () => {
    const text = `name: web-app
params:
  required: [value]
  properties:
    value: { required: [a, bee], properties: { a: {}, bee: {} } }
app:
  envs: { BEE: .params.value.bee }
steps:
  - { path: src, provisioner: opentofu }
`;
    const files = { 'main.tf': 'variable "value" { type = object({ a = any }) }' };
    expect(moduleProblems(text, files)).toEqual([]);
    expect(moduleProblems(text.replace('  envs: { BEE: .params.value.bee }', '  envs: {}'), files)).toHaveLength(1);
    const two = `${text.replace('  envs: { BEE: .params.value.bee }', '  envs: {}')}  - { path: two, provisioner: opentofu }\n`;
    expect(moduleProblems(two, files)).toEqual([]);
  });

  it.each<[type: string, expected: string[]]>([
    ['object({ data = object({ infrastructure = optional(object({ cidr = optional(string) })) }) })', []],
    ['object({ data = any, other = optional(any) })', []],
    [
      'object({ data = object({ infrastructure = object({ cidr = optional(list(string)) }) }) })',
      [
        'network error module-variable-type src/main.tf:0 `network.data.infrastructure.cidr` is a string here, and the variable `network` of the module `src` takes a list: Terraform stops. Change one of the two types.',
      ],
    ],
    [
      'object({ data = object({ infrastructure = object({ cidr = string }) }) })',
      [
        'network warning module-variable-attribute src/main.tf:0 `network.data.infrastructure.cidr` may be left out, and then Terraform stops: the variable `network` of the module `src` needs it. Make it required, or write `optional(…)` in the variable.',
      ],
    ],
    [
      'object({ date = optional(any) })',
      [
        'network warning module-variable-attribute src/main.tf:0 The variable of the module `src` has the attribute `network.date`, which is not declared here. Is `data` meant?',
      ],
    ],
    [
      'string',
      [
        'network error module-variable-type src/main.tf:0 `network` is an object here, and the variable of the module `src` takes a string: Terraform stops. Change one of the two types.',
      ],
    ],
  ])('compares what a slot gives with %s', (type, expected) => {
    const text =
      'name: web-app\nparams: {}\ndependencies:\n  network: { resource_type: aws-vpc, required: true }\nsteps:\n  - { path: src, provisioner: opentofu }\n';
    expect(moduleProblems(text, { 'main.tf': `variable "network" { type = ${type} }` })).toEqual(expected);
  });
});

it('never throws for a type that is being typed, and ends at types without end', () => {
  const schema = '{ required: [a], properties: { a: { type: array, items: { properties: { b: {} } } }, c: {} } }';
  const type = 'object({\n  "a" = list(object({ b = optional(map(set(any)), {}) })), c : tuple([string]) # all\n})';
  for (let length = 0; length <= type.length; length++) {
    param(schema, type.slice(0, length));
    param(schema, type.slice(0, length) + type.slice(length + 1));
  }
  expect(param('{ type: array }', 'list('.repeat(500) + ')'.repeat(500))).toEqual([]);
});
