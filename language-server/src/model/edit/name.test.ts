import { expect, test } from 'vitest';
import { isValidName } from '../manifest/reference.ts';
import { freeName } from './name.ts';

test.each([
  ['aws-vpc', [], 'aws-vpc'],
  ['local-postgres', [], 'postgres'],
  ['local-postgres', ['postgres'], 'postgres-2'],
  ['local-postgres', ['postgres', 'postgres-2', 'postgres-3'], 'postgres-4'],
  ['local-', [], 'local'],
  ['3D_Model', [], 'd-model'],
  ['0', [], 'component'],
  ['a'.repeat(60), ['a'.repeat(40)], `${'a'.repeat(38)}-2`],
])('%s beside %j is called %s', (bundle, taken, name) => {
  expect(freeName(bundle, new Set(taken))).toBe(name);
  expect(isValidName(name)).toBe(true);
});
