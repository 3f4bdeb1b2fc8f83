import { expect, test } from 'vitest';
import { testRegistry } from '../model/testing/in-memory.ts';
import { palette, recommendedReference } from './palette.ts';

test('every bundle with its ports', () => {
  const entry = palette(testRegistry).find(({ name }) => name === 'database');
  expect(entry).toEqual({
    name: 'database',
    version: '2.1.0',
    reference: 'database@~2',
    description: 'A PostgreSQL server.',
    origin: 'folder',
    dependencies: [{ name: 'vpc', type: 'vpc', required: true }],
    resources: [{ name: 'authentication', type: 'postgres' }],
  });
});

test.each([
  ['1.2.3', 'x@~1'],
  ['0.3.1', 'x@~0'],
  ['0.0.0', 'x'],
])('version %s is written as %s', (version, reference) => {
  expect(recommendedReference('x', version)).toBe(reference);
});
