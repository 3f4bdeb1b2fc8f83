import { expect, it } from 'vitest';
import { nameProblem } from './name.ts';

it.each([
  ['orders-db', undefined],
  ['constructor', undefined],
  ['api', undefined],
  ['', 'Give it a name.'],
  ['web', '“web” is taken.'],
  ['Orders', 'Lower-case letters, digits and dashes; the first one a letter.'],
  ['1st', 'Lower-case letters, digits and dashes; the first one a letter.'],
  ['a b', 'Lower-case letters, digits and dashes; the first one a letter.'],
  ['a'.repeat(41), 'At most 40 characters.'],
])('%s', (name, expected) => {
  expect(nameProblem(name, 'api', ['api', 'web'])).toBe(expected);
});
