import { expect, test } from 'vitest';
import { createRegistry } from '../../model/registry/create.ts';
import { manifestOf } from '../../model/testing/in-memory.ts';
import { codeActions } from '../code-actions.ts';

const versions: readonly (readonly [version: string, contract: string])[] = [
  [
    '1.4.0',
    `params:
  required: [size]
  properties:
    size: { type: string }
    disk: { properties: { type: { type: string, default: ssd } } }
    old: { type: string }
resources:
  login: { resource_type: postgres }
`,
  ],
  [
    '2.0.0',
    `params:
  required: [size, region]
  properties:
    size: { type: string, enum: [s, l] }
    region: { type: string }
    disk: { properties: { type: { type: string, default: nvme }, iops: { type: integer } } }
dependencies:
  vpc: { resource_type: vpc, required: true }
`,
  ],
];

const registry = createRegistry([
  {
    origin: 'folder',
    files: versions.map(([version, contract]) => ({
      uri: `file:///r/${version}/bundle.yaml`,
      text: `name: db\nversion: ${version}\n${contract}`,
    })),
  },
]);

const titles = (reference: string): string[] => {
  const manifest = manifestOf(`components:\n  d:\n    bundle: ${reference}\n`);
  const place = { line: 2, character: 14 };
  return codeActions(manifest, registry, [], { start: place, end: place }).map(({ title }) => title);
};

test('an upgrade says what it changes', () => {
  expect(titles('db@~1')).toEqual([
    'Upgrade to ~2, now 2.0.0: needs region; needs a connection for vpc; no longer takes old; no longer puts out login; changes what it accepts for size; disk.type is nvme by default; also takes disk.iops',
  ]);
});

test('the newest version needs none', () => {
  expect(titles('db@~2')).toEqual([]);
});
