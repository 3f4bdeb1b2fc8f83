import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Step } from '../model/bundle/bundle.ts';
import type { ModuleFiles } from '../model/module/module.ts';
import { ModuleStore } from './module-store.ts';

const uri = 'file:///bundles/shop/bundle.yaml';
const step: Step = { path: 'src', provisioner: 'opentofu', config: {}, skipOnDelete: false };
const folder = 'file:///bundles/shop/src%20(a)/';
const files = ['main.tf', 'values.yaml'].map((name) => ({ uri: `${folder}${name}`, text: name }));
let reads: string[][];
let changed: string[];
let store: ModuleStore;

beforeEach(() => {
  vi.useFakeTimers();
  reads = [];
  changed = [];
  store = new ModuleStore({
    read: (_, steps) => {
      reads.push(steps.map(({ path }) => path));
      return Promise.resolve(steps.map((of, index): ModuleFiles => ({ step: of, index, folder, files })));
    },
    changed: (bundle) => changed.push(bundle),
  });
});
afterEach(() => {
  store.dispose();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(200);

it('answers at once, and tells when it has read', async () => {
  expect(store.modules({ uri, steps: [step] })).toEqual([]);
  expect(store.modules({ uri, steps: [step] })).toEqual([]);
  await settle();
  expect(changed).toEqual([uri]);
  expect(store.modules({ uri, steps: [step] })).toHaveLength(1);
  expect(store.modules({ uri, steps: [step] })).toBe(store.modules({ uri, steps: [{ ...step }] }));
  expect(reads).toEqual([['src']]);
});

it('reads other steps', async () => {
  store.modules({ uri, steps: [step] });
  store.modules({ uri, steps: [{ ...step, path: 'other' }] });
  await settle();
  expect(reads).toEqual([['src'], ['other']]);
  expect(changed).toEqual([uri]);
  expect(store.modules({ uri, steps: [{ ...step, path: 'other' }] })).toHaveLength(1);
});

it('reads once after a burst of changes, and keeps what it knew until then', async () => {
  store.modules({ uri, steps: [step] });
  await settle();
  for (const file of ['a.tf', 'b.tf', 'sub/c.tf']) store.fileChanged(`/bundles/shop/src/${file}`);
  store.fileChanged('/bundles/shop-two/src/a.tf');
  expect(store.modules({ uri, steps: [step] })).toHaveLength(1);
  await settle();
  expect(reads).toEqual([['src'], ['src']]);
  expect(changed).toEqual([uri, uri]);
});

it('says nothing of a bundle that was closed meanwhile', async () => {
  store.modules({ uri, steps: [step] });
  store.forget(uri);
  await settle();
  store.fileChanged('/bundles/shop/src/a.tf');
  await settle();
  expect(changed).toEqual([]);
});

it('takes the texts of open files for what is on disk, without reading it again', async () => {
  const texts = () => store.modules({ uri, steps: [step] }).map((module) => module.files.map(({ text }) => text));
  store.overlay(`${folder}values.yaml`, 'before');
  store.modules({ uri, steps: [step] });
  await settle();
  expect(texts()).toEqual([['main.tf', 'before']]);
  const saved = store.modules({ uri, steps: [step] })[0]?.files[0];
  // As VS Code writes it.
  store.overlay('file:///bundles/shop/src%20%28a%29/values.yaml', 'one');
  store.overlay(`${folder}values.yaml`, 'two');
  store.overlay('file:///elsewhere/values.yaml', 'three');
  expect(texts()).toEqual([['main.tf', 'before']]);
  await settle();
  expect(texts()).toEqual([['main.tf', 'two']]);
  expect(store.modules({ uri, steps: [step] })[0]?.files[0]).toBe(saved);
  store.overlay(`${folder}values.yaml`, undefined);
  await settle();
  expect(texts()).toEqual([['main.tf', 'values.yaml']]);
  store.overlay(`${folder}values.yaml`, undefined);
  await settle();
  expect(reads).toEqual([['src']]);
  expect(changed).toEqual([uri, uri, uri]);
});
