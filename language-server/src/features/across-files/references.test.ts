import { expect, test } from 'vitest';
import { finish } from '../steps.ts';
import { openAt, placeOf } from './across-files.testkit.ts';
import { referencesFromBundle, referencesFromManifest } from './references.ts';

function found(path: string, where: string, includeDeclaration: boolean): string[] {
  const { files, position, manifest, document } = openAt(path, where);
  if (manifest) return finish(referencesFromManifest(manifest, position, includeDeclaration, files)).map(placeOf);
  if (document === undefined) throw new Error(`${path} is neither a manifest nor a bundle.`);
  return finish(referencesFromBundle(document, position, includeDeclaration, files)).map(placeOf);
}

const network = [
  'net/bundle.yaml:7',
  'app/massdriver.yaml:9',
  'app/massdriver.yaml:10',
  'types/network.yaml:1',
  'types/peering.json:4',
  'infra.yaml:8',
  'infra.yaml:11',
];
const net = ['net/bundle.yaml:1', 'infra.yaml:3', 'infra.yaml:13', 'closed/infra.yaml:2'];
const region = ['net/bundle.yaml:5', 'app/massdriver.yaml:5'];

test.each<[string, string, string, string[]]>([
  ['a resource type, in its own file', 'types/network.yaml', 'name: net|work', network],
  ['a resource type, in a resource', 'net/bundle.yaml', 'type: net|work@', network],
  ['a resource type, in a connection', 'app/massdriver.yaml', 'massdriver/net|work', network],
  ['a resource type, in another one', 'types/peering.json', '"$ref": "net|work"', network],
  ['a resource type, in a manifest', 'infra.yaml', 'type: net|work', network],
  ['a resource type, in a default', 'infra.yaml', '{ net|work: own', network],
  ['a bundle, at its name', 'net/bundle.yaml', 'name: n|et', net],
  ['a bundle, in a manifest', 'infra.yaml', 'bundle: n|et@~1', net],
  ['a bundle, in an override', 'infra.yaml', 'bundle: n|et@1.0.0', net],
  ['a schema, by its name', 'app/massdriver.yaml', '$ref: reg|ion', region],
  ['a schema, by its path', 'net/bundle.yaml', 'schemas/reg|ion', region],
  [
    'a component, which is of its manifest alone',
    'infra.yaml',
    'n|et: #',
    ['infra.yaml:2', 'infra.yaml:6', 'infra.yaml:13'],
  ],
  ['nothing', 'infra.yaml', '# the net|work', []],
])('%s', (_, path, where, expected) => {
  expect(found(path, where, true)).toEqual(expected);
});

test('without the declaration', () => {
  expect(found('types/network.yaml', 'name: net|work', false)).toEqual(
    network.filter((place) => place !== 'types/network.yaml:1'),
  );
  expect(found('net/bundle.yaml', 'name: n|et', false)).toEqual(net.slice(1));
});
