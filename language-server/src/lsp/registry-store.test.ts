import { expect, test, vi } from 'vitest';
import type { Registry } from '../model/registry/registry.ts';
import { RegistryStore } from './registry-store.ts';

const bundle = (version: string): string => `name: net\nversion: ${version}\n`;
const versionIn = (registry: Registry): string | undefined => registry.bundles()[0]?.versions[0];

function storeOf(files: Map<string, string>): { store: RegistryStore; reports: string[]; changes: number[] } {
  const reports: string[] = [];
  const changes: number[] = [];
  const store = new RegistryStore({
    read: (origin, folder) => {
      const text = files.get(folder);
      if (text === undefined) return Promise.reject(new Error('no such folder'));
      return Promise.resolve({ origin, files: [{ uri: `file://${folder}/bundle.yaml`, text }] });
    },
    report: (message) => reports.push(message),
    changed: ({ revision }) => changes.push(revision),
  });
  return { store, reports, changes };
}

test('whoever asks early waits until the folders were read', async () => {
  const { store } = storeOf(new Map([['/a', bundle('1.0.0')]]));
  void store.setFolders([{ origin: 'folder', path: '/a' }]);
  expect(versionIn(await store.ready())).toBe('1.0.0');
});

test('a folder that cannot be read is reported, and the others serve', async () => {
  const { store, reports } = storeOf(new Map([['/a', bundle('1.0.0')]]));
  await store.setFolders(['/b', '/a'].map((path) => ({ origin: 'folder', path })));
  expect(versionIn(await store.ready())).toBe('1.0.0');
  expect(reports).toEqual([expect.stringContaining('/b')]);
});

test('a file that changed on disk, and unsaved text over it', async () => {
  vi.useFakeTimers();
  const files = new Map([['/a', bundle('1.0.0')]]);
  const { store, changes } = storeOf(files);
  await store.setFolders([{ origin: 'folder', path: '/a' }]);
  files.set('/a', bundle('2.0.0'));
  store.fileChanged('/elsewhere/bundle.yaml');
  store.fileChanged('/a/bundle.yaml');
  store.fileChanged('/a/bundle.yaml');
  await vi.runAllTimersAsync();
  expect(versionIn(await store.ready())).toBe('2.0.0');
  expect(changes).toHaveLength(2);

  store.overlay('file:///a/bundle.yaml', bundle('3.0.0'));
  await vi.runAllTimersAsync();
  expect(versionIn(await store.ready())).toBe('3.0.0');
  store.overlay('file:///a/bundle.yaml', undefined);
  await vi.runAllTimersAsync();
  expect(versionIn(await store.ready())).toBe('2.0.0');
  vi.useRealTimers();
});
