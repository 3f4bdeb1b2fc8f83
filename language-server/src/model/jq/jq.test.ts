import fc from 'fast-check';
import { raw } from 'jq-wasm';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../schema/json-schema.ts';
import { analyzeProgram } from './analyze.ts';
import { describeFinding } from './describe.ts';
import { parseProgram } from './parse.ts';
import { processorTime } from '../testing/processor-time.ts';

const input: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    params: {
      properties: {
        size: { type: 'integer' },
        name: { type: 'string' },
        free: { type: 'object' },
        'other name': { type: 'string' },
        list: { type: 'array', items: { properties: { host: {}, port: { properties: { number: {} } } } } },
        mode: {
          oneOf: [{ properties: { a: { properties: { x: {} } } } }, { properties: { b: { properties: { y: {} } } } }],
        },
        either: { anyOf: [{ properties: { a: {} } }, true] },
      },
    },
    db: { properties: { data: { properties: { url: { type: 'string' } } } } },
    unknown: true,
    secrets: { properties: { KEY: true }, additionalProperties: false },
  },
};

/** What is found in a program, as `word → suggestion` or `word of owner`. */
function found(program: string): string[] {
  const parsed = parseProgram(program);
  if (parsed.kind === 'fault') return [parsed.fault.message];
  if (parsed.kind === 'beyond') return ['beyond'];
  return analyzeProgram(parsed.expression, input).map((finding) => {
    const written = program.slice(finding.start, finding.end);
    const { data } = describeFinding(finding);
    const { suggestion } = (data ?? {}) as { suggestion?: string };
    return suggestion === undefined ? `${finding.kind} ${written}` : `${written} → ${suggestion}`;
  });
}

describe('paths', () => {
  it.each<[string, string[]]>([
    ['.params.size * 2 + .params["other name"]', []],
    ['.params.sise', ['sise → size']],
    ['.params["sise"]', ['sise → size']],
    ['.params."sise"', ['sise → size']],
    ['.parms.size', ['parms → params']],
    ['.params.size.deeper', ['nameless deeper']],
    ['.params.size.deeper?, (.params.size.deeper // 1), (try .params.list.host catch 1)', []],
    ['.params.list.host', ['nameless host']],
    ['.params.list | .host', ['nameless host']],
    ['.params.list | map(.port).number', ['nameless number']],
    ['.params.list[].host, .params.list[0].host', []],
    ['if .params.list | length == 1 then .params.list[0] else .params.list end | .host', []],
    ['.params.list as {host: $h} | $h', ['nameless host']],
    ['.params.free.anything.at.all', []],
    ['.params.either.anything', []],
    ['.unknown.anything', []],
    ['.params.list[0].hots', ['hots → host']],
    ['.params.list[1:][-1].hots', ['hots → host']],
    ['.params.list[].port.nmber', ['nmber → number']],
    ['.params.list | map(.hots)', ['hots → host']],
    ['[.params.list[] | .hots]', ['hots → host']],
    ['[.params.list[] | {host, p: .port}][0].hots', ['hots → host']],
    ['[.params.list[] | {hots}]', ['hots → host']],
    ['.params.list | map(select(.hots == "a")) | first | .prot', ['hots → host', 'prot → port']],
    ['.params.list | sort_by(.hots)[0].port.number', ['hots → host']],
    ['any(.params.list[]; .hots)', ['hots → host']],
    ['.params.mode.a.x, .params.mode.b.y', []],
    ['.params.mode.c', ['path c']],
    ['.params.a? // .params.name', ['path a']],
    ['(.params.mode.a // .params.mode.b) | .x, .y', []],
    ['(.params.mode.a // .params.mode.b) | .zz', ['path zz']],
    ['(.params.free // .params.mode) | .zz', []],
    ['"x-\\(.params.nam)-\\("in \\(.params.siz)")"', ['nam → name', 'siz → size']],
    ['@base64 "\\(.params.nam)"', ['nam → name']],
    ['if .params.nam then .params.siz else .params.lst end', ['nam → name', 'siz → size', 'lst → list']],
    ['if .unknown then .params else empty end | .siz', ['siz → size']],
    ['.db | .data.ulr', ['ulr → url']],
    ['.db.data as {url: $u, $ulr} | $u', ['ulr → url']],
    ['.db as $d | $d.data.ulr', ['ulr → url']],
    ['.db as $d | .params | $d.data.ulr, .siz', ['ulr → url', 'siz → size']],
    ['.params.list as [$first] | $first.hots', ['hots → host']],
    ['.db as {data: {$url}} ?// $url | $url.anything', []],
    ['reduce .params.lst[] as $x (0; . + $x.host)', ['lst → list']],
    ['reduce .params.list[] as $x (0; . + $x.hots)', ['hots → host']],
    ['.params.list[] as $x | $x.hots', ['hots → host']],
    ['{a: .params} | .a.siz', ['siz → size']],
    ['{a: .params} | .b', ['path b']],
    ['{a: .params} + {b: 1} | .b, .a.siz', ['siz → size']],
    ['{(.params.name): 1} | .anything', []],
    ['.params.new = 1 | .params.new', []],
    ['.params.siz |= . + 1', ['siz → size']],
    ['.params | with_entries(.value |= 1) | .anything', []],
    ['.params | to_entries[] | .key, .value', []],
    ['.params | has("size") and (.siz | not)', ['siz → size']],
    ['def f: .anything; .params | f', []],
    ['try .params.siz catch .anything', ['siz → size']],
    ['.. | .anything?', []],
    ['.params[.params.nam].deeper', ['nam → name']],
    ['.params | keys | .[] | ascii_downcase', []],
    ['.secrets.KEY, .secrets.KYE', ['KYE → KEY']],
    ['.secrets.OTHER', ['path OTHER']],
    ['# .params.comment\n.params.size', []],
    ['$ENV.HOME, env.HOME, $__loc__.file', []],
    ['sub("(?<x>a)"; .x)', []],
    ['.params.md', ['path md']],
  ])('%s', (program, expected) => expect(found(program)).toEqual(expected));
});

describe('names', () => {
  it.each<[string, string[]]>([
    ['@test "x"', ['@test → @text']],
    ['.params.name | @jason', ['@jason → @json']],
    ['tostrng', ['tostrng → tostring']],
    ['nonsense_at_all', ['function nonsense_at_all']],
    ['params.size', ['params → .params']],
    ['.params | size', ['size → .size']],
    ['split(",", " ")', []],
    ['split', ['arity split']],
    ['map(.x; .y)', ['arity map']],
    ['def twice(f): f | f; twice(. + 1)', []],
    ['def twice(f; $n): f | $n; twice(1; 2), twice(1)', ['function twice']],
    ['$undefined', ['variable $undefined']],
    ['.db as $data | $dta', ['$dta → $data']],
    ['(.db as $x | 1) | $x', ['variable $x']],
    ['import "m" as m; m::f', ['beyond']],
  ])('%s', (program, expected) => expect(found(program)).toEqual(expected));
});

/** Programs that jq takes, and programs that it does not, with what we say and where. */
const syntax: readonly [program: string, message?: string, where?: string][] = [
  ['.a.[1]?.b."c"["d"][1:][:2][1:2][]'],
  ['{a, "b", $x, "a\\(1)": 2, (1|tostring): 3, if: 1, @text "q": 3, $__loc__, "q":-1|2,}'],
  ['. as [$a, {b: $c, $d, "e": $f, ("g"): $h}] ?// $a | $a'],
  ['if 1 then 2 elif 3 then 4 end | if . then 1 else 2 end'],
  ['reduce .[] as $x (0; . + $x) | foreach .[] as [$y] (0; 1; 2)'],
  ['try error("x") catch . | try error | .a?'],
  ['label $out | 1, break $out'],
  ['def f(g; $y): def h: 1; g; f(1; 2)'],
  ['-1 - -.a | -(1) * 2'],
  ['1 as $x | 2 as $y | [$x, $y, $x - 1]'],
  ['1 + 2 * 3 == 4 and . or not // {} | .. | .a = 1'],
  ['"a\tb\n\\u00e9 \\" \\/"'],
  ['.if.and.reduce'],
  ['@base64d "x\\(1 | @json)y"'],
  ['.1e3, 1.'],
  ['{}'],
  ['.a | # comment\n .b'],
  ['(.a', '`)` is missing.', '('],
  ['.a[', '`]` is missing.', '['],
  ['(.a]', 'This should be `)`.', ']'],
  ['.a)', 'This `)` closes nothing.', ')'],
  ['"abc', 'This text has no closing quote.', '"'],
  ['"a \\(.b"', 'This text has no closing quote.', '"'],
  ['"\\x"', '`\\x` is no escape in a text of jq.', '\\x'],
  ['.a & .b', '`&` has no meaning in jq. Write `and`.', '&'],
  ["'a'", "`'` has no meaning in jq. Put texts in double quotes.", "'"],
  ['!.a', '`!` has no meaning in jq. Write `| not` behind what is to be negated.', '!'],
  ['${.a}', '`$` has no meaning in jq. Values of the input begin with a dot, such as `.params`.', '$'],
  ['.a || .b', '`||` has no meaning in jq. Write `or`, or `//` for what comes instead of null.', '|'],
  ['if .a then 1 elsif .b then 2 end', 'Write `elif`.', 'elsif'],
  ['.a |', 'It ends in the middle.', '|'],
  ['.a == .b == .c', 'Put brackets around one of these: jq does not read `==` twice in a row.', '=='],
  ['1 2', '`2` cannot stand here.', '2'],
  ['. a', '`a` cannot stand here.', 'a'],
  ['if . then 1 els 2 end', '`end` must come here.', 'els'],
  ['if . then 1', 'It ends in the middle. `end` must come here.', '1'],
  ['{a: 1 + 2}', 'Put brackets around this value: within `{…}` jq reads no operators but `|`.', '+'],
  ['{1: 2}', 'A key must come here.', '1'],
  ['. as $x', 'It ends in the middle. `|` must come here.', '$x'],
  ['def f 1; f', '`:` must come here.', '1'],
  ['reduce . as $x (1)', '`;` must come here.', ')'],
  ['[,]', '`,` cannot stand here.', ','],
  ['..a', '`a` cannot stand here.', 'a'],
  ['else', '`else` cannot stand here.', 'else'],
];

it.each(syntax.map(([program, message, where]) => ({ program, message, where })))('$program', async (row) => {
  const { program, message, where } = row;
  const parsed = parseProgram(program);
  const fault = parsed.kind === 'fault' ? parsed.fault : undefined;
  expect([fault?.message, fault && program.slice(fault.start, fault.end)]).toEqual([message, where]);
  // jq itself agrees. A function that nobody calls is read and not run.
  const verdict = await raw('null', `def f: . as $x | (${program}\n); 1`, ['-c']).then(
    () => 'fine',
    (error: unknown) => String(error),
  );
  expect(verdict === 'fine', verdict).toBe(message === undefined);
});

it('never throws, whatever the text', () => {
  const words =
    '. .a | , ( ) [ ] { } " \\( : ; as $x if then else end 1 + // ? ?// def f reduce try catch label @text ..'.split(
      ' ',
    );
  const programs = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...words, ' ', '\n')).map((parts) => parts.join(' ')),
    fc
      .constantFrom(...syntax.map(([program]) => program))
      .chain((program) => fc.nat(program.length).map((length) => program.slice(0, length))),
  );
  fc.assert(
    fc.property(programs, (program) => void found(program)),
    { numRuns: 2_000 },
  );
});

it('is linear, and shallow enough for any stack', () => {
  const pieces = [
    '(',
    '"\\(',
    '.a[0]',
    '-',
    '[',
    '{a:',
    'def f: ',
    '. as $x | ',
    'if ',
    '.a, ',
    '(.a, .b) | ',
    '.a + ',
  ];
  const work = () => {
    for (const piece of pieces) for (const times of [50, 500, 20_000]) found(piece.repeat(times));
  };
  expect(processorTime(work)).toBeLessThan(5_000);
});
