import { expect, it } from 'vitest';
import type { GraphPort, PaletteEntry } from '@patchbay/language-server/protocol';
import { quickChoices } from './quick-add.ts';

const entry = (name: string, needs: string[], gives: string[]): PaletteEntry => ({
  name,
  version: '1.0.0',
  reference: `${name}@~1`,
  origin: 'built-in',
  dependencies: needs.map((type) => ({ name: `needs-${type}`, type, required: true })),
  resources: gives.map((type) => ({ name: `gives-${type}`, type })),
});
const palette = [
  entry('vpc', [], ['network']),
  entry('database', ['network'], ['sql']),
  entry('app', ['sql', 'network'], []),
];
const port = (type: string): GraphPort => ({ name: 'p', type, required: false, filled: 'open' });

it.each([
  ['resource', 'network', ['database.needs-network', 'app.needs-network']],
  ['dependency', 'sql', ['database.gives-sql']],
  ['resource', 'queue', []],
] as const)('from a %s of type %s', (side, type, expected) => {
  const choices = quickChoices(palette, { node: 'n', side, port: 'p' }, port(type));
  expect(choices.map((choice) => `${choice.entry.name}.${choice.port}`)).toEqual(expected);
});
