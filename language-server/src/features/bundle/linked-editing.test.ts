import { expect, test } from 'vitest';
import { openBundle } from './bundle.testkit.ts';
import { linkedEditingInBundle } from './linked-editing.ts';

const bundle = `name: store
params:
  required: ["size"]
  properties:
    size: { type: string }
    disk: { type: string }
    alone: { type: string }
ui:
  ui:order: [size, disk, '*']
dependencies:
  net: { resource_type: network }
app:
  envs:
    SIZE: .params.size
    DISK: .params | {disk}
    NET: .connections.net.id
`;

test.each<[string, string, number | undefined]>([
  ['a param', 's|ize: { type', 4],
  ['a param, from an expression', '.params.si|ze', 4],
  ['a dependency', 'n|et: {', 2],
  ['a name that jq gives to what it makes', 'd|isk: { type', undefined],
  ['a name that stands alone', 'al|one: {', undefined],
  ['what is no name', 'type: str|ing', undefined],
])('%s', (_, where, expected) => {
  const { document, position, text } = openBundle(bundle.replace(where.replace('|', ''), where));
  const linked = linkedEditingInBundle(document, position);
  expect(linked?.ranges.length).toBe(expected);
  const words = linked?.ranges.map(({ start, end }) =>
    text.split('\n')[start.line]?.slice(start.character, end.character),
  );
  expect(new Set(words).size).toBe(expected === undefined ? 0 : 1);
});
