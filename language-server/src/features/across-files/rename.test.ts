import { expect, test } from 'vitest';
import { finish } from '../steps.ts';
import { changedTexts, openAt, workspace } from './across-files.testkit.ts';
import {
  prepareRenameFromBundle,
  prepareRenameFromManifest,
  renameFromBundle,
  renameResourceType,
  typeInManifestAt,
} from './rename.ts';

function renamed(path: string, where: string, newName: string, others?: Parameters<typeof openAt>[2]) {
  const { files, position, manifest, document } = openAt(path, where, others);
  if (document) return finish(renameFromBundle(document, position, newName, files));
  const type = manifest && typeInManifestAt(manifest, position);
  if (type === undefined) throw new Error('No resource type is named there.');
  return finish(renameResourceType(files, type.name, newName));
}

const expected = {
  'types/network.yaml': workspace['types/network.yaml']?.replace('name: network', 'name: vpc'),
  'types/peering.json': workspace['types/peering.json']?.replace('"network"', '"vpc"'),
  'net/bundle.yaml': workspace['net/bundle.yaml']?.replace('type: network@', 'type: vpc@'),
  'app/massdriver.yaml': workspace['app/massdriver.yaml']
    ?.replace('massdriver/network', 'massdriver/vpc')
    .replace('"network"', '"vpc"'),
  'infra.yaml': workspace['infra.yaml']
    ?.replace('type: network@', 'type: vpc@')
    .replace('{ network: own', '{ vpc: own'),
};

test.each([
  ['its own file', 'types/network.yaml', 'name: net|work'],
  ['a bundle', 'app/massdriver.yaml', 'massdriver/net|work'],
  ['a manifest', 'infra.yaml', 'type: net|work'],
])('a resource type is renamed in every file, from %s', (_, path, where) => {
  const result = renamed(path, where, 'vpc');
  if (result.kind === 'refused') expect.fail(result.reason);
  expect(changedTexts(result.changes)).toEqual(expected);
});

test.each<[string, string, string, string, Parameters<typeof openAt>[2], RegExp]>([
  ['no name', 'types/network.yaml', 'name: net|work', 'My Type', {}, /cannot name a resource type/],
  ['a name that is taken', 'types/network.yaml', 'name: net|work', 'peering', {}, /There is a resource type `peering`/],
  ['a name of a schema', 'types/network.yaml', 'name: net|work', 'region', {}, /There is a schema `region.json`/],
  [
    'a type that ships',
    'app/massdriver.yaml',
    '$ref: bu|cket',
    'store',
    {
      workspace: { 'app/massdriver.yaml': 'name: app\nconnections: { properties: { a: { $ref: bucket } } }\n' },
      'built-in': { 'types/bucket.yaml': 'name: bucket\nschema:\n  type: object\n' },
    },
    /declared in `types\/bucket.yaml`, outside of this workspace/,
  ],
  [
    'a type that other folders use',
    'types/network.yaml',
    'name: net|work',
    'vpc',
    { folder: { 'x/bundle.yaml': 'name: x\ndependencies: { a: { resource_type: network } }\n' } },
    /^`x\/bundle.yaml`, outside of this workspace, names `network`/,
  ],
  [
    'an address on the web',
    'types/network.yaml',
    'name: net|work',
    'vpc',
    {
      workspace: {
        'x/bundle.yaml':
          'name: x\nconnections: { properties: { a: { $ref: https://example.com/types/network.json } } }\n',
      },
    },
    /Line 2 of `x\/bundle.yaml` names `network` in a way/,
  ],
])('%s is refused', (_, path, where, newName, others, reason) => {
  const result = renamed(path, where, newName, others);
  expect(result.kind === 'refused' && result.reason).toMatch(reason);
});

test('a rename starts with the name alone', () => {
  const bundle = openAt('app/massdriver.yaml', 'massdriver/net|work');
  expect(bundle.document && prepareRenameFromBundle(bundle.document, bundle.position)).toEqual({
    placeholder: 'network',
    range: { start: { line: 8, character: 32 }, end: { line: 8, character: 39 } },
  });
  const manifest = openAt('infra.yaml', 'type: net|work');
  expect(manifest.manifest && prepareRenameFromManifest(manifest.manifest, manifest.position)).toMatchObject({
    placeholder: 'network',
  });
  const component = openAt('infra.yaml', 'n|et: #');
  expect(component.manifest && prepareRenameFromManifest(component.manifest, component.position)).toMatchObject({
    placeholder: 'net',
  });
});
