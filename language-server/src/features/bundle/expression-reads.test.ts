import { expect, test } from 'vitest';
import { readsOf } from './expression-reads.ts';

test.each<[string, string[]]>([
  ['.params.size', ['params', 'params.size']],
  ['"x-\\(.params.name)"', ['params', 'params.name']],
  [
    '.connections.db.data.hosts[0].name',
    [
      'connections',
      'connections.db',
      'connections.db.data',
      'connections.db.data.hosts',
      'connections.db.data.hosts.items.name',
    ],
  ],
  ['.params | .a', ['params', 'params.a']],
  ['.params as $p | $p.b', ['params', 'params.b']],
  [
    '[.params.list[] | select(.on) | .name]',
    ['params', 'params.list', 'params.list.items.on', 'params.list.items.name'],
  ],
  ['.params.list | map(.x)', ['params', 'params.list', 'params.list.items.x']],
  ['{name: .params.a, params}', ['params', 'params.a', 'params']],
  ['if .params.on then .params.a else "b" end', ['params', 'params.on', 'params', 'params.a']],
  ['.params.a // .params.b', ['params', 'params.a', 'params', 'params.b']],
  ['.params | keys | .[0].x', ['params']],
  ['.params.', []],
  ['', []],
])('%s', (program, expected) => {
  const reads = readsOf(program);
  expect(reads.map(({ path }) => path.join('.'))).toEqual(expected);
  for (const { path, start, end } of reads) expect(program.slice(start, end)).toBe(path.at(-1));
});
