import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Deployments } from '../model/deployment/deployments.ts';
import { readDeployments } from './deployment-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-deployments-'));
  await write('infra.yaml', 'project: shop\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, content: unknown): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
}

const record = (component: string, details: object = {}): object => ({
  manifest: 'infra.yaml',
  project: 'shop',
  component,
  status: 'deployed',
  ...details,
});
const instances = '.patchbay/environments/staging/instances';

function read(files: ReadonlyMap<string, string> = new Map()): Promise<Deployments> {
  return readDeployments({ manifest: join(folder, 'infra.yaml'), project: 'shop', files });
}

async function statuses(): Promise<unknown> {
  const { environments } = await read();
  const known = environments.get('staging')?.instances ?? new Map();
  return Object.fromEntries(Array.from(known, ([name, { status }]) => [name, status]));
}

test('nothing is known of what was never deployed', async () => {
  expect(await read()).toEqual({ environments: new Map(), imported: new Map() });
});

test('reads the records of the manifest, and no others', async () => {
  await write('other.yaml', 'project: shop\n');
  await write(`${instances}/a.json`, record('a'));
  await write(`${instances}/b.json`, record('b', { manifest: 'other.yaml' }));
  await write(`${instances}/c.json`, record('c', { manifest: 'gone.yaml' }));
  await write(`${instances}/d.json`, record('d', { manifest: 'gone.yaml', project: 'other' }));
  await write(`${instances}/e.json`, '{ half a rec');
  await write(`${instances}/f.json`, record('f', { status: 'unheard-of' }));
  await write('elsewhere.json', record('g'));
  await symlink(join(folder, 'elsewhere.json'), join(folder, instances, 'g.json'));
  expect(await statuses()).toEqual({ a: 'deployed', c: 'deployed' });
});

test('what was under way when its run was killed has failed', async () => {
  await write(`${instances}/a.json`, record('a', { status: 'applying' }));
  expect(await statuses()).toEqual({ a: 'failed' });
  await write('.patchbay/environments/staging/lock.json', {});
  expect(await statuses()).toEqual({ a: 'applying' });
});

test('resources are known unless they are sensitive as a whole', async () => {
  const resource = (name: string, sensitive: boolean): object => ({ name, type: 'vpc', value: { id: 1 }, sensitive });
  const deployment = {
    complete: true,
    bundle: { name: 'net' },
    params: {},
    resources: [resource('open', false), resource('hidden', true)],
  };
  await write(`${instances}/a.json`, record('a', { deployment }));
  const deployed = (await read()).environments.get('staging')?.instances.get('a')?.deployed;
  expect([...(deployed?.resources.keys() ?? [])]).toEqual(['open']);
});

test('files of imported resources are read from the folder of the manifest alone', async () => {
  await write('dns.json', { zone: 'example.com' });
  await write('broken.json', '{');
  const outside = join(tmpdir(), `patchbay-outside-${process.pid}.json`);
  await writeFile(outside, '{}');
  await symlink(outside, join(folder, 'link.json'));
  const files = { dns: './dns.json', broken: 'broken.json', link: 'link.json', above: '../x.json', absolute: outside };
  const { imported } = await read(new Map(Object.entries(files)));
  await rm(outside);
  expect(Object.fromEntries(imported)).toEqual({ dns: { zone: 'example.com' } });
});
