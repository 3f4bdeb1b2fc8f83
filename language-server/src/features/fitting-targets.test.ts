import { expect, test } from 'vitest';
import { manifestOf, testRegistry } from '../model/testing/in-memory.ts';
import { fittingTargets } from './fitting-targets.ts';

const ring = manifestOf(`components:
  a: { bundle: loop }
  b: { bundle: loop }
  c: { bundle: loop }
  d: { bundle: loop, connections: { in: c.out } }
  e: { bundle: loop }
resources:
  old: { type: ring, from: { env: A } }
  other: { type: role, from: { env: A } }
`);

test.each([
  ['a new component takes the newest first', undefined, ['e.out', 'd.out', 'c.out', 'b.out', 'a.out', 'old']],
  ['nearest above, then below, without itself and what depends on it', 'c', ['b.out', 'a.out', 'e.out', 'old']],
])('%s', (_, component, expected) => {
  const found = fittingTargets(ring, testRegistry, { name: 'ring' }, component);
  expect(component === undefined ? found.toSorted() : found).toEqual(
    component === undefined ? expected.toSorted() : expected,
  );
});
