import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asLayout, formatLayout, layoutPath, parseLayout, readLayoutFile, writeLayoutFile } from './layout-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'layout-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['infra.yaml', 'infra.layout.json'],
  ['shop.infra.yml', 'shop.infra.layout.json'],
])('the layout of %s is %s', (manifest, layout) => {
  expect(layoutPath(path.join('a', manifest))).toBe(path.join('a', layout));
});

test('what is written is read again, sorted and whole', async () => {
  const file = path.join(folder, 'infra.layout.json');
  const positions = new Map([
    ['network', { x: 1, y: -2 }],
    ['constructor', { x: 0, y: 3.4 }],
  ]);
  await writeLayoutFile(file, positions);
  expect(await readFile(file, 'utf8')).toBe(
    '{\n  "constructor": { "x": 0, "y": 3 },\n  "network": { "x": 1, "y": -2 }\n}\n',
  );
  expect(await readdir(folder)).toEqual(['infra.layout.json']);
  const read = await readLayoutFile(file);
  expect(read.kind === 'read' && [...read.positions.keys()]).toEqual(['constructor', 'network']);
});

test('a missing file is not an error', async () => {
  expect(await readLayoutFile(path.join(folder, 'none.json'))).toEqual({ kind: 'missing' });
});

test.each([
  ['half a file', '{ "network": { "x": 1'],
  ['another shape', '{ "network": [1, 2] }'],
  ['not numbers', '{ "network": { "x": "1", "y": 2 } }'],
  ['a list', '[]'],
])('%s is unreadable, and says why', async (_name, text) => {
  const file = path.join(folder, 'infra.layout.json');
  await writeFile(file, text);
  expect(await readLayoutFile(file)).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('it is not'),
  });
});

test('an odd name is only a name', () => {
  const read = parseLayout('{ "constructor": { "x": 1, "y": 1 }, "toString": { "x": 2, "y": 2 } }');
  if (read.kind !== 'read') throw new Error('not read');
  expect(Object.keys(asLayout(read.positions))).toEqual(['constructor', 'toString']);
  expect(formatLayout(new Map())).toBe('{}\n');
});
