import { expect, test } from 'vitest';
import { raw } from 'jq-wasm';
import type { Json } from '../schema/json-schema.ts';
import { evaluate } from './evaluate.ts';

const resource: Json = {
  specs: { region: 'eu-central-1', zones: ['a', 'b', 'b'] },
  data: {
    subnets: [
      { id: 'subnet-1', public: true, tags: { name: 'one' } },
      { id: 'subnet-2', public: false, tags: {} },
    ],
    size: 3,
  },
};

test.each([
  '.specs.region',
  '.data.subnets',
  '.data.subnets[]',
  '[.data.subnets[].id]',
  '.data.subnets | map(.id)',
  '.data.subnets | map(select(.public) | .id)',
  '.data.subnets | map(select(.public == false)) | map({value: .id, label: (.tags.name // .id)})',
  '[.data.subnets[] | {id, name: .tags.name}]',
  '.data["subnets"][0].id',
  '.data.subnets[-1].id',
  '.specs.zones | unique',
  '.specs.nothing',
  '.specs.nothing.deeper',
  '.specs.nothing // "none"',
  '.specs.nothing[]?',
  '.specs | keys',
  '.specs | to_entries | map(.key)',
  'if .data.size == 3 then "three" else "other" end',
  '"a", 1, null, true',
  '.data.subnets | length',
  '[.specs.zones[], "c"] | sort',
  '.specs.zones + ["z"]',
  '.data.subnets | map(select(.id | startswith("subnet")) | .id + "!")',
  '(.specs.region)',
])('does what jq does: %s', async (program) => {
  const output = await raw(JSON.stringify(resource), program, ['-c']);
  const expected = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
  expect(evaluate(program, resource)).toEqual(expected);
});

test.each([
  ['more of jq than it knows', '[range(1; 1000000000)]'],
  ['a definition', 'def f: f; f'],
  ['an endless recursion', '[recurse]'],
  ['an expression that is none', '.specs |'],
  ['a failure', '.specs.region.name'],
  ['an interpolation', '"\\(.specs.region)"'],
  ['a product that is too large', `[.data.subnets[]${' | (., .)'.repeat(30)}]`],
])('says nothing about %s', (_, program) => {
  expect(evaluate(program, resource)).toBeUndefined();
});
