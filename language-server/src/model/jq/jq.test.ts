import { describe, expect, it } from 'vitest';
import { inputPaths } from './paths.ts';
import { tokenize } from './tokens.ts';

describe('inputPaths', () => {
  it.each<[string, string[]]>([
    ['.params.size', ['params.size']],
    ['.params.size * 2 + .params["other name"]', ['params.size', 'params.other name']],
    ['.connections.db.data.hosts[0].name', ['connections.db.data.hosts.[].name']],
    ['.params.a? // .params.b', ['params.a', 'params.b']],
    ['"x-\\(.params.name)-\\("in \\(.params.deep)")"', ['params.name', 'params.deep']],
    ['if .params.on then .params.a else .params.b end', ['params.on', 'params.a', 'params.b']],
    ['{name: .params.name, "k": [.params.list[].x]}', ['params.name', 'params.list.[].x']],
    ['.connections.db | .params.gone', ['connections.db']],
    ['.params.list | map(.x)', ['params.list']],
    ['map(.params.x)', []],
    ['[.params.list[] | .x]', ['params.list.[]']],
    ['(.params.a | .b), .params.c', ['params.a', 'params.c']],
    ['.params.a as $x | $x.b', []],
    ['$ENV.HOME', []],
    ['@base64 "\\(.params.a)"', ['params.a']],
    ['.params[.params.key].deeper', ['params', 'params.key']],
    ['# .params.comment\n.params.a', ['params.a']],
    ['.', []],
    ['..', []],
    ['.params.a |= .b', ['params.a']],
    ['not .params.x', ['params.x']],
  ])('%s', (program, expected) => {
    const { tokens, fault } = tokenize(program);
    expect(fault).toBeUndefined();
    expect(inputPaths(tokens).map((path) => path.map(({ step, isItem }) => (isItem ? '[]' : step)).join('.'))).toEqual(
      expected,
    );
  });
});

it.each([
  ['.a[', '`]` is missing.'],
  ['(.a]', 'This should be `)`.'],
  ['.a)', 'This `)` closes nothing.'],
  ['"abc', 'This text has no closing quote.'],
  ['"a \\(.b"', 'This text has no closing quote.'],
  ['.a & .b', '`&` has no meaning in jq.'],
])('sees what is wrong with %s', (program, message) => {
  expect(tokenize(program).fault?.message).toBe(message);
});

it('is linear', () => {
  const start = performance.now();
  tokenize('('.repeat(200_000));
  tokenize('"\\('.repeat(100_000));
  inputPaths(tokenize('.a[0]'.repeat(50_000)).tokens);
  expect(performance.now() - start).toBeLessThan(2_000);
});
