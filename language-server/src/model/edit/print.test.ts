import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../schema/json-schema.ts';
import { paramValues } from './manifest-text.testkit.ts';
import { printBlockEntry, printFlow, printScalar, printScalarLike } from './print.ts';

describe('scalars', () => {
  test.each([
    ['text', 'text'],
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['it\'s "so"', 'it\'s "so"'],
    ['on', '"on"'],
    ['No', '"No"'],
    ['y', '"y"'],
    ['~', '"~"'],
    ['=', '"="'],
    ['1_000', '"1_000"'],
    ['12:30', '"12:30"'],
    ['2026-01-01', '"2026-01-01"'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['', '""'],
    ['\u2028', '"\\u2028"'],
    [1.5, '1.5'],
    [null, 'null'],
    [true, 'true'],
  ])('%j is written as %s', (value, text) => {
    expect(printScalar(value)).toBe(text);
  });

  test('are quoted inside flow collections where that ends them', () => {
    expect(printFlow({ a: ['b, c', '{d'], 'e:': 'f]' })).toBe('{ a: ["b, c", "{d"], "e:": "f]" }');
    expect(printFlow({ a: [1, { b: 'c' }] }, 'tight')).toBe('{a: [1, {b: c}]}');
    expect(printFlow({ a: [1, { b: 'c' }] }, 'json')).toBe('{"a": [1, {"b": "c"}]}');
  });

  test('keep the quotes of what they replace', () => {
    expect(printScalarLike("it's", 'single')).toBe("'it''s'");
    expect(printScalarLike('a\nb', 'single')).toBeUndefined();
    expect(printScalarLike('a', 'double')).toBe('"a"');
    expect(printScalarLike(1, 'double')).toBeUndefined();
  });
});

describe('any value', () => {
  test('reads back as it was, in YAML 1.2 and 1.1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parse(printScalar(text))).toBe(text);
        expect(parse(printScalar(text), { version: '1.1' })).toBe(text);
        expect(parse(`[${printScalar(text, true)}]`)).toEqual([text]);
      }),
    );
  });

  test('reads back from a block and from a flow collection', () => {
    fc.assert(
      fc.property(
        paramValues,
        fc.integer({ min: 1, max: 5 }),
        fc.nat(4),
        fc.boolean(),
        (value, step, indent, blockStrings) => {
          const block = printBlockEntry('key', value, indent, { step, blockStrings }).join('\n') + '\n';
          expect(parse(block)).toEqual({ key: value });
          for (const style of ['padded', 'tight', 'json'] as const) {
            expect(parse(printFlow(value, style)) as Json).toEqual(value);
          }
        },
      ),
    );
  });
});
