import { expect, it } from 'vitest';
import { readMemory } from './memory.ts';

const full = {
  positions: [['constructor', { x: 1, y: 2 }]],
  viewport: { x: 0, y: 0, zoom: 1 },
  paletteOpen: false,
  inspectorOpen: true,
};

it.each([
  ['nothing yet', undefined, undefined],
  ['all of it', full, full],
  ['the least', { positions: [] }, { positions: [] }],
  ['another version’s', { positions: { api: [1, 2] } }, undefined],
  ['a view that shows nothing', { positions: [], viewport: { x: 0, y: 0, zoom: 0 } }, undefined],
])('%s', (_, kept, expected) => {
  expect(readMemory(kept)).toEqual(expected);
});
