import { expect, test } from 'vitest';
import { apply, open } from '../model/testing/in-memory.ts';
import { linkedEditingRanges } from './linked-editing.ts';

const project = `components:
  net:
    bundle: network
  db:
    bundle: database
    connections: { vpc: net.vpc }
environments:
  staging:
    components:
      net: { params: { size: large } }
`;

function typedOver(marked: string): string | undefined {
  const { manifest, position, text } = open(marked);
  const linked = linkedEditingRanges(manifest, position);
  return (
    linked &&
    apply(
      text,
      linked.ranges.map((range) => ({ range, newText: 'core' })),
    )
  );
}

test.each([
  ['its name', '  net:\n', '  ne|t:\n'],
  ['a connection', 'net.vpc', 'n|et.vpc'],
  ['an override', 'net: {', 'ne|t: {'],
])('a component changes everywhere when %s is typed over', (_, from, to) => {
  expect(typedOver(project.replace(from, to))).toBe(project.replaceAll('net:', 'core:').replace('net.vpc', 'core.vpc'));
});

test.each([
  ['a name that stands once', project.replace('  db:', '  d|b:')],
  ['the resource of a connection', project.replace('net.vpc', 'net.v|pc')],
  ['an environment', project.replace('staging', 'st|aging')],
  ['a name in quotes somewhere', project.replace('  net:\n', '  "net":\n').replace('net.vpc', 'n|et.vpc')],
  ['a param', project.replace('size', 'si|ze')],
])('nothing is linked to %s', (_, marked) => {
  expect(typedOver(marked)).toBeUndefined();
});
