import { expect, test } from 'vitest';
import { createRegistry } from '../model/registry/create.ts';
import { closedManifests } from './closed-manifests.ts';
import { finish } from './steps.ts';

const text = `components:\n${Array.from({ length: 120 }, (_, index) => `  c${index}: { bundle: x }\n`).join('')}`;
const registry = createRegistry([
  {
    origin: 'workspace',
    files: ['a/infra.yaml', 'b/shop.infra.yaml', 'c/bundle.yaml', 'd.yaml'].map((path) => ({
      uri: `file:///w/${path}`,
      text,
    })),
  },
  { origin: 'built-in', files: [{ uri: 'file:///built-in/infra.yaml', text }] },
]);

test('finds the manifests of the workspace that are not open, and parses each once, in steps', () => {
  const isOpen = (uri: string): boolean => uri.endsWith('a/infra.yaml');
  const work = closedManifests(registry, isOpen);
  let steps = 0;
  for (let step = work.next(); !step.done; step = work.next()) steps++;
  expect(steps).toBeGreaterThan(2);
  const [manifest, ...others] = finish(closedManifests(registry, isOpen));
  expect(manifest?.uri).toBe('file:///w/b/shop.infra.yaml');
  expect(manifest?.components.size).toBe(120);
  expect(others).toEqual([]);
  expect(finish(closedManifests(registry, isOpen))[0]).toBe(manifest);
});
