import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position } from 'vscode-languageserver-types';
import { positionIn } from '../yaml/line-index.ts';
import { dump } from './dump.testkit.ts';
import type { Manifest } from './manifest.ts';
import { editManifest, parseManifest } from './parse.ts';

const uri = 'file:///infra.yaml';

/** Lines that occur in manifests, and lines that should not. */
const lines = [
  'project: shop',
  'components:',
  'components: # all of them',
  'components: { a: { bundle: x }, b: *base }',
  '"resources":',
  'resources :',
  'environments:',
  'x-base: &base',
  'components:  &all',
  '  a:',
  '  b: # second',
  '  "a":',
  '  api: *base',
  '  <<: *base',
  '   odd: {}',
  '  api: { bundle: k8s-app@~2, params: { size: 3 } }',
  '    bundle: aws-vpc@~1',
  '    bundle: *name',
  '    bundle: &name redis',
  '    title: Orders database',
  '    params:',
  '    params: &params { size: 1, tags: [a, b] }',
  '    params: { <<: *params, size: 2 }',
  '      <<: *params',
  '      size: 3',
  '      text: |',
  '      text: "never closed',
  '        any: text  # at all',
  '      - x',
  '  - x',
  '- x',
  '    connections: { vpc: network.vpc }',
  '    connections:',
  '      vpc: network.vpc',
  '    secrets: { KEY: literal, OTHER: { env: OTHER } }',
  '    type: aws-route53-zone',
  '    from: { file: ./dns.json }',
  '    defaults: { aws-iam-role: staging-role }',
  '    protected: true',
  '    components: { a: { params: { size: 4 } } }',
  '}',
  '  }',
  ']',
  '{',
  '---',
  '...',
  '--- # second',
  '%YAML 1.2',
  '? odd',
  ': value',
  '# comment',
  '  # comment',
  '\tb: 1',
  '<<<<<<< ours',
  '=======',
  '>>>>>>> theirs',
  'half',
  '  half',
  '',
  '   ',
  '\ufeff',
  '__proto__:',
  '  __proto__: { bundle: x, params: { __proto__: 1, constructor: 2 } }',
];

const line = fc.constantFrom(...lines);
const lineBreak = fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r');
const text = fc.array(fc.tuple(line, lineBreak), { maxLength: 25 }).map((all) => all.flat().join(''));
const snippet = fc.oneof(
  text,
  line,
  fc.constantFrom('', ' ', '  ', '\n', '\r', '\r\n', ':', '#', '"', '{', '}', '-', '&b ', '*b', 'x', '\n  c: {}\n'),
);
const edit = fc.record({ from: fc.nat(), length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(200)), text: snippet });

const sample = `# head
project: shop
x-base: &base
  bundle: redis
components:
  network:
    bundle: aws-vpc@~1
    params: &params
      cidr: 10.0.0.0/16

  database: # orders
    bundle: aws-rds-postgres@~1
    connections:
      vpc: network.vpc
    params: { <<: *params, instance_class: db.t3.medium }
  cache: *base
resources:
  dns: { type: aws-route53-zone, from: { file: ./dns.json } }
environments:
  staging:
    components:
      database: { params: { instance_class: db.t3.small } }
`;

function positionAt(manifest: Manifest, offset: number): Position {
  return positionIn({ ...manifest.slices[0]!, text: manifest.text() }, offset);
}

function applyEdit(manifest: Manifest, { from, length, text }: { from: number; length: number; text: string }) {
  const whole = manifest.text();
  const start = from % (whole.length + 1);
  const range = {
    start: positionAt(manifest, start),
    end: positionAt(manifest, Math.min(whole.length, start + length)),
  };
  return editManifest(manifest, manifest.version + 1, [{ range, text }]);
}

describe('editManifest equals parseManifest of the edited text', () => {
  test.each([
    ['generated files', text],
    ['a real file', fc.constant(sample)],
    ['a real file with CRLF and a byte order mark', fc.constant(`\ufeff${sample.replaceAll('\n', '\r\n')}`)],
  ])('%s', (_, start) => {
    fc.assert(
      fc.property(start, fc.array(edit, { minLength: 1, maxLength: 8 }), (initial, edits) => {
        let manifest = parseManifest(uri, 0, initial);
        for (const [version, each] of edits.entries()) {
          // Reading in between makes the next edit build on indexes, not on text alone.
          if (version % 2 === 0) dump(manifest);
          manifest = applyEdit(manifest, each);
        }
        expect(dump(manifest)).toEqual(dump(parseManifest(uri, manifest.version, manifest.text())));
      }),
      { numRuns: 300 },
    );
  });

  test('every prefix of a file', () => {
    let manifest = parseManifest(uri, 0, '');
    for (let length = 0; length < sample.length; length++) {
      const at = positionAt(manifest, manifest.text().length);
      manifest = editManifest(manifest, length, [{ range: { start: at, end: at }, text: sample[length]! }]);
      expect(dump(manifest)).toEqual(dump(parseManifest(uri, length, sample.slice(0, length + 1))));
    }
  });

  test('every deletion of one character', () => {
    const before = parseManifest(uri, 0, sample);
    dump(before);
    for (let at = 0; at < sample.length; at++) {
      const after = applyEdit(before, { from: at, length: 1, text: '' });
      expect(dump(after)).toEqual(dump(parseManifest(uri, 1, sample.slice(0, at) + sample.slice(at + 1))));
    }
  });

  test('entries that an edit does not touch are the same objects', () => {
    const before = parseManifest(uri, 1, sample);
    dump(before);
    const at = positionAt(before, sample.indexOf('10.0.0.0'));
    const after = editManifest(before, 2, [{ range: { start: at, end: at }, text: '1' }]);
    expect(after.components.get('network')).not.toBe(before.components.get('network'));
    // It merges what stands in the other.
    expect(after.components.get('database')?.params?.value).toEqual({
      cidr: '110.0.0.0/16',
      instance_class: 'db.t3.medium',
    });
    expect(after.environments.get('staging')).toBe(before.environments.get('staging'));
    expect(after.resources.get('dns')).toBe(before.resources.get('dns'));
  });
});
