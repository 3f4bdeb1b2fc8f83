import { expect, it } from 'vitest';
import type { JsonSchema } from './json-schema.ts';
import { undeclaredKeys } from './undeclared.ts';

const schema: JsonSchema = {
  properties: {
    size: { type: 'integer' },
    open: { type: 'object' },
    tags: { additionalProperties: { type: 'string' }, properties: { a: {} } },
    list: { items: { properties: { name: {} } } },
    network: {
      properties: { automatic: { type: 'boolean' } },
      dependencies: {
        automatic: {
          oneOf: [
            { properties: { automatic: { const: true }, mask: {} } },
            { properties: { automatic: { const: false }, cidr: {} } },
          ],
        },
      },
    },
  },
};

it.each<[unknown, string[]]>([
  [{ size: 1, open: { any: 1 }, tags: { b: 'x' }, list: [{ name: 1 }] }, []],
  [{ sise: 1 }, ['sise: There is no `sise`. Did you mean `size`?']],
  [{ colour: 1 }, ['colour: There is no `colour`. It has no effect.']],
  [{ list: [{ nam: 1 }] }, ['list.0.nam: Item 1 of `list` has no `nam`. Did you mean `name`?']],
  [{ network: { automatic: true, mask: 1 } }, []],
  [{ network: { automatic: true, cidr: 1 } }, ['network.cidr: `cidr` has no effect unless `automatic` is `false`.']],
  [{ network: { cidr: 1 } }, ['network.cidr: `cidr` has no effect unless `automatic` is `false`.']],
  [
    JSON.parse('{"__proto__": 1, "constructor": 2}'),
    [
      '__proto__: There is no `__proto__`. It has no effect.',
      'constructor: There is no `constructor`. It has no effect.',
    ],
  ],
  ['text', []],
])('%j', (value, expected) => {
  expect(undeclaredKeys(schema, value).map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual(expected);
});
