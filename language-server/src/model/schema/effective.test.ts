import { describe, expect, it } from 'vitest';
import { choicesOf } from './choices.ts';
import { effectiveSchema, redact, sensitivePaths, withDefaults } from './effective.ts';
import type { Json, JsonPath, JsonSchema } from './json-schema.ts';

const network = {
  type: 'object',
  required: ['network'],
  properties: {
    network: {
      type: 'object',
      properties: { automatic: { type: 'boolean', default: true } },
      dependencies: {
        automatic: {
          oneOf: [
            { properties: { automatic: { const: true }, mask: { type: 'integer', default: 16 } }, required: ['mask'] },
            { properties: { automatic: { const: false }, cidr: { type: 'string' } }, required: ['cidr'] },
          ],
        },
      },
    },
    monitoring: {
      type: 'object',
      properties: { mode: { type: 'string', default: 'AUTOMATED', enum: ['AUTOMATED', 'CUSTOM'] } },
      if: { properties: { mode: { const: 'CUSTOM' } }, required: ['mode'] },
      then: { properties: { threshold: { type: 'number', default: 5 } } },
      else: { properties: { note: { type: 'string' } } },
    },
    groups: {
      type: 'array',
      items: { type: 'object', properties: { size: { type: 'integer', default: 1 }, name: { type: 'string' } } },
    },
  },
};

const forms = {
  oneOf: [
    {
      properties: { kind: { const: 'file', title: 'From a file' }, path: { type: 'string' } },
      required: ['kind', 'path'],
    },
    { properties: { kind: { const: 'web' }, url: { type: 'string' } }, required: ['kind', 'url'] },
  ],
};

const choosing = {
  properties: { kind: { enum: ['sized', 'plain'] } },
  dependencies: {
    kind: {
      oneOf: [
        { properties: { kind: { const: 'sized' }, size: { oneOf: [{ const: 1 }, { const: 2 }] } } },
        { properties: { kind: { const: 'plain' }, note: { type: 'string' } } },
      ],
    },
  },
};

function choices(schema: JsonSchema): unknown[] {
  return (choicesOf(schema) ?? []).map(({ value }) => value);
}

describe('effectiveSchema', () => {
  it.each<[string, JsonSchema, Json, JsonPath, string[]]>([
    ['the root', network, {}, [], ['network', 'monitoring', 'groups']],
    ['a dependency that holds', network, { network: { automatic: true } }, ['network'], ['automatic', 'mask']],
    ['the other branch', network, { network: { automatic: false } }, ['network'], ['automatic', 'cidr']],
    ['choices of one branch alone', choosing, { kind: 'plain' }, [], ['kind', 'note']],
    ['no branch yet', network, { network: {} }, ['network'], ['automatic']],
    ['nothing there yet', network, {}, ['network'], ['automatic']],
    ['if', network, { monitoring: { mode: 'CUSTOM' } }, ['monitoring'], ['mode', 'threshold']],
    ['else', network, { monitoring: {} }, ['monitoring'], ['mode', 'note']],
    ['an item', network, { groups: [{}] }, ['groups', 0], ['size', 'name']],
    ['an item that is not there yet', network, { groups: [] }, ['groups', 0], ['size', 'name']],
    ['forms: only what tells them apart', forms, {}, [], ['kind']],
    ['forms: the selected one', forms, { kind: 'web' }, [], ['kind', 'url']],
  ])('%s', (_, schema, value, path, expected) => {
    expect(Object.keys(effectiveSchema(schema, value, path)?.properties ?? {})).toEqual(expected);
  });

  it('says what a branch requires', () => {
    expect(effectiveSchema(network, { network: { automatic: false } }, ['network'])?.required).toEqual(['cidr']);
  });

  it('offers the constants of all branches', () => {
    expect(choices(effectiveSchema(forms, {}, ['kind']) ?? {})).toEqual(['file', 'web']);
    expect(choices(effectiveSchema(forms, { kind: 'web' }, ['kind']) ?? {})).toEqual(['file', 'web']);
    const mode = effectiveSchema(network, { monitoring: { mode: 'CUSTOM' } }, ['monitoring', 'mode']) ?? {};
    expect(choices(mode)).toEqual(['AUTOMATED', 'CUSTOM']);
  });

  it('says nothing about what the schema does not know', () => {
    expect(effectiveSchema(network, {}, ['unknown', 'deeper'])).toBeUndefined();
    expect(effectiveSchema(network, {}, ['constructor'])).toBeUndefined();
  });
});

describe('withDefaults', () => {
  it.each<[string, JsonSchema, Json, Json]>([
    ['conditions', network, {}, { network: { automatic: true, mask: 16 }, monitoring: { mode: 'AUTOMATED' } }],
    [
      'conditions that do not hold',
      network,
      { network: { automatic: false }, monitoring: { mode: 'CUSTOM' }, groups: [{}, { size: 3 }] },
      {
        network: { automatic: false },
        monitoring: { mode: 'CUSTOM', threshold: 5 },
        groups: [{ size: 1 }, { size: 3 }],
      },
    ],
    [
      'a map that would stay incomplete',
      { properties: { db: { type: 'object', required: ['name'], properties: { name: {}, size: { default: 1 } } } } },
      {},
      {},
    ],
    ['null is a value', { properties: { a: { default: 1 } } }, { a: null }, { a: null }],
    [
      '__proto__',
      JSON.parse('{"properties": {"__proto__": {"default": 1}}}') as JsonSchema,
      {},
      JSON.parse('{"__proto__": 1}') as Json,
    ],
  ])('%s', (_, schema, value, expected) => {
    const before = JSON.stringify(value);
    expect(JSON.stringify(withDefaults(schema, value))).toBe(JSON.stringify(expected));
    expect(JSON.stringify(value)).toBe(before);
  });
});

describe('secrets', () => {
  const schema = {
    properties: {
      data: {
        properties: {
          authentication: {
            properties: { username: { type: 'string' }, password: { type: 'string' }, key: { '$md.sensitive': true } },
          },
          rows: { items: { properties: { pin: { format: 'password' } } } },
        },
        oneOf: [{ properties: { a: { '$md.sensitive': true } } }, { properties: { b: {} } }],
      },
    },
  };
  const value = {
    data: {
      authentication: { username: 'root', password: 'p', key: { nested: 'k' } },
      rows: [{ pin: '1' }, { pin: '' }],
      a: 'hidden in any branch',
      apiKey: 'x',
      client_secret_arn: 'arn:aws:secret',
      token_count: 3,
    },
  };

  it('finds what is marked and what is named like one', () => {
    expect(sensitivePaths(schema, value)).toEqual([
      ['data', 'authentication', 'password'],
      ['data', 'authentication', 'key'],
      ['data', 'rows', 0, 'pin'],
      ['data', 'a'],
      ['data', 'apiKey'],
    ]);
  });

  it('hides whole values', () => {
    const shown = JSON.stringify(redact(schema, value));
    expect(shown).not.toMatch(/"p"|"k"|"1"|hidden in/);
    expect(shown).toContain('root');
  });
});
