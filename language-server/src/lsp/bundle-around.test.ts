import { expect, it } from 'vitest';
import { createRegistry } from '../model/registry/create.ts';
import { bundleAround } from './bundle-around.ts';

const registry = createRegistry([
  {
    origin: 'workspace',
    files: ['bundle.yaml', 'shop (1)/massdriver.yaml'].map((path) => ({
      uri: `file:///work/${encodeURI(path)}`,
      text: 'name: shop\n',
    })),
  },
]);

it.each([
  ['file:///work/src/main.tf', 'file:///work/bundle.yaml'],
  ['file:///work/main.tf', 'file:///work/bundle.yaml'],
  ['file:///work/shop%20%281%29/src/child/main.tf', 'file:///work/shop%20(1)/massdriver.yaml'],
  ['file:///work/a/b/c/d/e/f/main.tf', undefined],
  ['file:///main.tf', undefined],
  ['untitled:main.tf', undefined],
])('%s', (uri, expected) => expect(bundleAround(uri, registry)?.uri).toBe(expected));
