import { Ajv } from 'ajv';
import { describe, expect, it, vi } from 'vitest';
import type { JsonSchema } from './json-schema.ts';
import { validatorFor, validatorOfPart } from './validate.ts';
import { processorTime } from '../testing/processor-time.ts';

let count = 0;
function problems(schema: JsonSchema, value: unknown) {
  return validatorFor(schema, `test ${count++}`).validate(value);
}

function messages(schema: JsonSchema, value: unknown): string[] {
  return problems(schema, value).map(({ path, on, message }) => `${path.join('.')} (${on}): ${message}`);
}

const port = { properties: { port: { type: 'integer', minimum: 1, maximum: 65535 } } };
const mode = {
  properties: {
    mode: {
      type: 'string',
      oneOf: [{ const: 'AUTOMATED', title: 'Automated' }, { const: 'CUSTOM' }, { const: 'DISABLED' }],
    },
  },
  dependencies: {
    mode: {
      oneOf: [
        { properties: { mode: { const: 'AUTOMATED' } } },
        { properties: { mode: { const: 'DISABLED' } } },
        { properties: { mode: { const: 'CUSTOM' }, alarm: { type: 'integer', title: 'Alarm' } }, required: ['alarm'] },
      ],
    },
  },
};
const shapes = {
  properties: {
    shape: {
      oneOf: [
        { title: 'Circle', type: 'object', required: ['radius'], properties: { radius: { type: 'number' } } },
        { title: 'Square', type: 'object', required: ['side'], properties: { side: { type: 'number' } } },
        { type: 'string' },
      ],
    },
  },
};

describe('messages', () => {
  it.each<[string, JsonSchema, unknown, string[]]>([
    [
      'a number in words',
      port,
      { port: 'eighty' },
      ['port (value): `port` must be a whole number, and this is the text "eighty".'],
    ],
    [
      'a quoted number',
      port,
      { port: '80' },
      ['port (value): `port` must be a whole number, and this is the text "80". Remove the quotes.'],
    ],
    ['a fraction', port, { port: 1.5 }, ['port (value): `port` must be a whole number, and this is the number 1.5.']],
    ['too large', port, { port: 70000 }, ['port (value): `port` must be at most 65535, and this is 70000.']],
    ['nothing', port, { port: null }, ['port (value): `port` must be a whole number, and it is empty.']],
    [
      'a quoted boolean',
      { properties: { on: { type: 'boolean' } } },
      { on: 'true' },
      ['on (value): `on` must be `true` or `false`, and this is the text "true". Remove the quotes.'],
    ],
    [
      'an unquoted version',
      { properties: { version: { type: 'string' } } },
      { version: 14.3 },
      ['version (value): `version` must be text, and this is the number 14.3. Put it in quotes.'],
    ],
    [
      'an unquoted choice',
      { properties: { version: { type: 'string', enum: ['13', '14'] } } },
      { version: 14 },
      ['version (value): `version` must be text, and this is the number 14. Put it in quotes.'],
    ],
    [
      'one where a list belongs',
      { properties: { zones: { type: 'array', items: { type: 'string' } } } },
      { zones: 'a' },
      ['zones (value): `zones` must be a list, and this is the text "a". Write it as a list: put `- ` before it.'],
    ],
    [
      'an item',
      { properties: { zones: { type: 'array', items: { type: 'string' } } } },
      { zones: ['a', {}] },
      ['zones.1 (value): Item 2 of `zones` must be text, and this is a map.'],
    ],
    [
      'a misspelled choice',
      { properties: { size: { enum: ['small', 'large'] } } },
      { size: 'smal' },
      ['size (value): `size` must be one of `small`, `large`, and this is `smal`. Did you mean `small`?'],
    ],
    [
      'a title in place of its value',
      mode,
      { mode: 'Automated' },
      [
        'mode (value): `mode` must be one of `AUTOMATED`, `DISABLED`, `CUSTOM`, and this is `Automated`. Did you mean `AUTOMATED`?',
      ],
    ],
    ['a condition that holds', mode, { mode: 'CUSTOM' }, [' (key): `alarm` is missing.']],
    [
      'a condition with a fault',
      mode,
      { mode: 'CUSTOM', alarm: 'x' },
      ['alarm (value): `alarm` must be a whole number, and this is the text "x".'],
    ],
    ['a condition that does not hold', mode, { mode: 'DISABLED' }, []],
    [
      'something required',
      {
        properties: {
          database: { required: ['instance_class'], properties: { instance_class: { title: 'Instance type' } } },
        },
      },
      { database: {} },
      ['database (key): `database` needs `instance_class`: Instance type.'],
    ],
    [
      'a misspelled key',
      { additionalProperties: false, properties: { instance_class: {} } },
      { instnace_class: 1 },
      ['instnace_class (key): There is no `instnace_class`. Did you mean `instance_class`?'],
    ],
    [
      'an unknown key',
      { properties: { db: { additionalProperties: false, properties: { a: {}, b: {} } } } },
      { db: { zzz: 1 } },
      ['db.zzz (key): `db` has no `zzz`. It takes `a`, `b`.'],
    ],
    [
      'a pattern with its own message',
      { properties: { cidr: { type: 'string', pattern: '^x', message: { pattern: 'Write a CIDR range.' } } } },
      { cidr: 'y' },
      ['cidr (value): `cidr`: Write a CIDR range.'],
    ],
    [
      'a pattern with an example',
      { properties: { cidr: { type: 'string', title: 'Range', pattern: '^1', examples: ['10.0.0.0/8'] } } },
      { cidr: 'y' },
      ['cidr (value): `cidr` is not in the form of “Range”: `y`. It should look like `10.0.0.0/8`.'],
    ],
    [
      'a pattern',
      { properties: { a: { pattern: '^x' } } },
      { a: 'y' },
      ['a (value): `a` is not in the right form: `y` does not match `^x`.'],
    ],
    [
      'the nearest form',
      shapes,
      { shape: { radius: 'x' } },
      ['shape.radius (value): `radius` must be a number, and this is the text "x".'],
    ],
    [
      'no form at all',
      shapes,
      { shape: {} },
      ['shape (value): `shape` takes one of 3 forms, and is none of them: “Circle”, “Square”, text.'],
    ],
    [
      'several forms at once',
      shapes,
      { shape: { radius: 1, side: 1 } },
      [
        'shape (key): `shape` fits “Circle”, “Square” at once, and may fit only one of them. Add or remove what tells them apart.',
      ],
    ],
    [
      'a type of two',
      { properties: { a: { anyOf: [{ type: 'string' }, { type: 'integer' }] } } },
      { a: [] },
      ['a (value): `a` must be text or a whole number, and this is a list.'],
    ],
    [
      'if and then',
      { if: { properties: { a: { const: 1 } }, required: ['a'] }, then: { required: ['b'] } },
      { a: 1 },
      [' (key): `b` is missing.'],
    ],
    ['a dependency', { dependencies: { a: ['b'] } }, { a: 1 }, [' (key): `a` needs `b` as well.']],
    [
      'items that repeat',
      { properties: { a: { uniqueItems: true } } },
      { a: [1, 2, 1] },
      ['a (value): `a` has the same item twice: items 1 and 3. Remove one.'],
    ],
    [
      'a name that a map does not take',
      { properties: { a: { propertyNames: { enum: ['x', 'y'] } } } },
      { a: { z: 1 } },
      ['a.z (key): `z` cannot be a name in `a`. It takes `x`, `y`.'],
    ],
    [
      'none of several maps',
      {
        properties: {
          a: {
            oneOf: [
              { type: 'object', required: ['b'] },
              { type: 'object', required: ['c'] },
            ],
          },
        },
      },
      { a: 5 },
      ['a (value): `a` must be a map, and this is the number 5.'],
    ],
    ['too short', { properties: { a: { minLength: 1 } } }, { a: '' }, ['a (value): `a` must not be empty.']],
    [
      'a format',
      { properties: { a: { format: 'email' } } },
      { a: 'x' },
      ['a (value): `a` must be an e-mail address, and this is `x`.'],
    ],
    ['an unknown format', { properties: { a: { format: 'phone' } } }, { a: 'x' }, []],
    ['false', { properties: { a: false } }, { a: 1 }, ['a (key): `a` is not allowed here. Remove it.']],
  ])('%s', (_, schema, value, expected) => {
    expect(messages(schema, value)).toEqual(expected);
  });

  it('never speaks like a validator', () => {
    const said = [
      ...messages(mode, { mode: 1 }),
      ...messages(shapes, { shape: 1 }),
      ...messages(shapes, { shape: { x: 1 } }),
    ];
    expect(said.join('\n')).not.toMatch(/schema|oneOf|anyOf|must match/);
  });

  it('offers the value that a quick fix would write', () => {
    expect(problems(port, { port: '80' })[0]?.params['suggestion']).toBe(80);
    expect(problems({ properties: { a: { enum: ['one', 'two'] } } }, { a: 'tow' })[0]?.params['suggestion']).toBe(
      'two',
    );
  });
});

describe('a schema is input', () => {
  it('tests patterns in linear time', () => {
    const schema = { properties: { a: { pattern: '^(a+)+$' } } };
    const work = () => expect(messages(schema, { a: `${'a'.repeat(50_000)}!` })).toHaveLength(1);
    expect(processorTime(work)).toBeLessThan(1_000);
  });

  it.each([['^(?!x)y'], ['(a)\\1'], ['a{1,5000}'], ['a++'], ['(?P<x>']])(
    'leaves out the pattern %s and says so',
    (pattern) => {
      const validator = validatorFor({ properties: { a: { pattern, minLength: 3 } } }, `pattern ${pattern}`);
      expect(validator.validate({ a: 'abc' })).toEqual([]);
      expect(validator.validate({ a: 'a' })).toHaveLength(1);
      expect(validator.unusable).toMatchObject([{ path: ['properties', 'a', 'pattern'], keyword: 'pattern' }]);
    },
  );

  it('survives 3,000 levels', () => {
    let schema: JsonSchema = { type: 'string' };
    for (let level = 0; level < 3_000; level++) schema = { properties: { a: schema } };
    const validator = validatorFor(schema, 'deep');
    expect(validator.validate({ a: { a: 1 } })).toEqual([]);
    expect(validator.unusable[0]?.reason).toBe('too-large');
  });

  it('bounds the time that compiling takes', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 60_000 }, (_, index) => [`p${index}`, { type: 'string' }]),
    );
    const work = () => expect(validatorFor({ properties }, 'wide').validate({ p1: 1 })).toHaveLength(1);
    expect(processorTime(work)).toBeLessThan(5_000);
  });

  it.each<[string, JsonSchema]>([
    ['an unknown type', { type: 'strnig' }],
    ['required: true', { properties: { a: { required: true as unknown as string[] } } }],
    ['an empty enum', { properties: { a: { enum: [] } } }],
    ['a list of properties', { properties: [] as unknown as Record<string, JsonSchema> }],
    ['items: text', { properties: { a: { items: 'string' as unknown as JsonSchema } } }],
    ['$data', { properties: { a: { const: { $data: '1/b' } as unknown as string }, b: {} } }],
    ['an $id', { $id: 'http://example.com/x', $schema: 'http://json-schema.org/draft-04/schema#' }],
    ['a $ref that was left', { properties: { a: { $ref: 'http://169.254.169.254/latest' } } }],
    ['an $async schema', { $async: true }],
    ['code in names', { properties: { '"];process.exit()//': { type: 'string' } }, required: ['`${process.exit()}`'] }],
  ])('does not throw on %s', (name, schema) => {
    expect(() => validatorFor(schema, name).validate({ a: 1 })).not.toThrow();
  });

  it('takes inherited names for names', () => {
    const schema = {
      required: ['constructor', 'toString'],
      properties: { constructor: { type: 'string' } },
      additionalProperties: false,
    };
    expect(messages(schema, {})).toHaveLength(2);
    const value = JSON.parse('{"__proto__": {"polluted": true}, "constructor": "a", "toString": 1}') as unknown;
    expect(messages(schema, value).join()).toContain('__proto__');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('does not throw on values whose keys are methods', () => {
    const value = JSON.parse('{"a": {"valueOf": 1, "toString": 2}}') as unknown;
    expect(() =>
      messages({ properties: { a: { enum: [{ valueOf: 1, toString: 2 } as never] } } }, value),
    ).not.toThrow();
  });
});

it('compiles a schema once per digest', () => {
  expect(validatorFor({ type: 'string' }, 'same')).toBe(validatorFor({ type: 'string' }, 'same'));
});

describe('compiling', () => {
  it('is done once for schemas that say the same, whoever has them', () => {
    const schema = (title: string) => ({ title: 'Once', properties: { a: { const: title } } });
    const compile = vi.spyOn(Ajv.prototype, 'compile');
    try {
      for (const round of ['first', 'second']) {
        expect(validatorOfPart(schema('x')).accepts({ a: 'y' })).toBe(false);
        expect(validatorFor(schema('x'), `once, ${round}`).accepts({ a: 'x' })).toBe(true);
      }
      expect(compile).toHaveBeenCalledTimes(1);
      expect(validatorOfPart(schema('y')).accepts({ a: 'y' })).toBe(true);
      expect(compile).toHaveBeenCalledTimes(2);
    } finally {
      compile.mockRestore();
    }
  });

  it('tells numbers that JSON cannot write from null', () => {
    expect(validatorOfPart({ enum: [null] }).accepts(null)).toBe(true);
    expect(validatorOfPart({ enum: [Infinity] }).accepts(null)).toBe(false);
  });
});
