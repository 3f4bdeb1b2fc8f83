import { expect, test } from 'vitest';
import { prepareRename, rename } from './rename.ts';
import { apply, open } from '../model/testing/in-memory.ts';

const project = `components:
  net: # the network
    bundle: network
  db:
    bundle: database
    connections: { vpc: net.vpc }
environments:
  staging:
    components:
      net: { params: { size: large } }
`;

test.each([
  ['from its name', ['  net:', '  ne|t:']],
  ['from a connection', ['net.vpc', 'n|et.vpc']],
  ['from an override', ['net: { params', 'n|et: { params']],
])('a component %s', (_, [from, to]) => {
  const { manifest, registry, position, text } = open(project.replace(from!, to!));
  expect(prepareRename(manifest, position)?.placeholder).toBe('net');
  const result = rename(manifest, registry, position, 'core');
  if (result.kind !== 'edit') throw new Error(result.reason);
  expect(apply(text, result.edits)).toBe(project.replaceAll('net:', 'core:').replace('net.vpc', 'core.vpc'));
});

test('a name that is taken or not a name is refused with a reason', () => {
  const { manifest, registry, position } = open(project.replace('  net:', '  ne|t:'));
  for (const name of ['db', 'Not A Name']) {
    expect(rename(manifest, registry, position, name)).toMatchObject({ kind: 'refused' });
  }
  expect(prepareRename(manifest, { line: 2, character: 15 })).toBeUndefined();
});
