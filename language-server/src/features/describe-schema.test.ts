import { expect, test } from 'vitest';
import type { JsonSchema } from '../model/schema/json-schema.ts';
import { schemaDocumentation } from './describe-schema.ts';

test.each<[JsonSchema, string]>([
  [
    { type: 'integer', exclusiveMinimum: 0, maximum: 9, multipleOf: 3 },
    'integer, more than 0, at most 9, a multiple of 3',
  ],
  [
    { type: 'array', items: { type: 'string' }, uniqueItems: true, minItems: 1 },
    'list of string, at least 1 item, no item twice',
  ],
  [{ oneOf: [{ const: 'a', title: 'Small' }, { const: 'b' }] }, 'one of `a` (Small), `b`'],
  [{ const: 3 }, 'always `3`'],
  [
    { enum: Array.from({ length: 13 }, (_, index) => index) },
    `one of ${[...Array(12).keys()].map((n) => `\`${n}\``).join(', ')}, …`,
  ],
  [{ format: 'date](command:x)' }, 'format `date](command:x)`'],
  [{ title: 'See www.example.com', type: 'string' }, '**See www\\.example.com**\n\nstring'],
])('%j', (schema, expected) => {
  expect(schemaDocumentation(schema)).toBe(expected);
});
