import { expect, test } from 'vitest';
import { documentSymbols, flatSymbols, workspaceSymbols } from './symbols.ts';
import { manifestOf } from '../model/testing/in-memory.ts';

const manifest = manifestOf(`project: shop
environments:
  staging:
    components:
      web: { bundle: app@0.3.1 }
components:
  web:
    bundle: app@~0
resources:
  admin: { type: role, from: { env: ADMIN } }
`);

test('the outline is in the order of the file', () => {
  const outline = documentSymbols(manifest).map(({ name, detail, children }) => [
    name,
    detail,
    children?.map((child) => child.name),
  ]);
  expect(outline).toEqual([
    ['staging', undefined, ['web']],
    ['web', 'app@~0', undefined],
    ['admin', 'role', undefined],
  ]);
});

test.each([
  ['', ['staging', 'web', 'admin']],
  ['wb', ['web']],
  ['AD', ['admin']],
  ['zzz', []],
])('the query %j finds %j', (query, names) => {
  expect(workspaceSymbols([manifest], query).map(({ name }) => name)).toEqual(names);
});

test('without a tree, each symbol says what is around it', () => {
  const flat = flatSymbols(manifest.uri, documentSymbols(manifest));
  expect(flat.map(({ name, containerName }) => [name, containerName])).toEqual([
    ['staging', undefined],
    ['web', 'staging'],
    ['web', undefined],
    ['admin', undefined],
  ]);
});
