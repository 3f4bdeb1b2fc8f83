import { expect, it } from 'vitest';
import type { PaletteEntry } from '@patchbay/language-server/protocol';
import { filterPalette } from './filter.ts';

const entry = (name: string, origin: PaletteEntry['origin'], description: string, gives: string): PaletteEntry => ({
  name,
  version: '1.0.0',
  reference: `${name}@~1`,
  description,
  origin,
  dependencies: [],
  resources: [{ name: 'out', type: gives }],
});
const entries = [
  entry('rds', 'built-in', 'Managed PostgreSQL', 'postgresql'),
  entry('app', 'workspace', 'Our app', 'http'),
  entry('bucket', 'built-in', 'Objects', 's3'),
];
const shown = (query: string) =>
  filterPalette(entries, query).map((group) => `${group.title}: ${group.entries.map(({ name }) => name).join(' ')}`);

it.each([
  ['', ['Workspace: app', 'Built in: bucket rds']],
  ['managed', ['Built in: rds']],
  ['S3', ['Built in: bucket']],
  ['nothing like it', []],
])('%s', (query, expected) => {
  expect(shown(query)).toEqual(expected);
});
