import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../manifest/manifest.ts';
import { editManifest, parseManifest } from '../manifest/parse.ts';
import { manifestOf, registryWith, testRegistry } from '../testing/in-memory.ts';
import { createManifestChecker } from './checker.ts';
import { allProblems, type ManifestProblems } from './problems.ts';

const project = `components:
  net:
    bundle: network
    params: { cidr: 10.0.0.0/8 }
  db:
    bundle: database
    params: { instance: small }
    connections: { vpc: net.vpc }
  web:
    bundle: app
    connections: { database: db.authentication }
    secrets: { STRIPE_KEY: { env: KEY } }
  one: { bundle: loop, connections: { in: two.out } }
  two: { bundle: loop }
resources:
  admin: { type: role, from: { env: ADMIN } }
environments:
  staging:
    defaults: { role: admin }
    components:
      db: { params: { instance: large } }
  production: {}
`;

function edit(manifest: Manifest, from: string, to: string): Manifest {
  const text = manifest.text();
  const offset = text.indexOf(from);
  const at = (end: number): { line: number; character: number } => {
    const before = text.slice(0, end).split('\n');
    return { line: before.length - 1, character: before.at(-1)!.length };
  };
  return editManifest(manifest, manifest.version + 1, [
    { range: { start: at(offset), end: at(offset + from.length) }, text: to },
  ]);
}

describe('what is kept', () => {
  test('the problems of components that an edit does not concern are the same objects', () => {
    const checker = createManifestChecker();
    const broken = edit(edit(manifestOf(project), 'instance: small', 'instance: smal'), 'cidr: 10.0.0.0/8', 'cidr: 1x');
    const before = checker.check(broken, testRegistry);
    const after = checker.check(edit(broken, '1x', '2x'), testRegistry);
    expect(before.nodes.get('db')).toHaveLength(1);
    expect(after.nodes.get('db')).toBe(before.nodes.get('db'));
    expect(after.nodes.get('net')).not.toBe(before.nodes.get('net'));
  });

  test('a keystroke in a bundle concerns the components that use it and those connected to them', () => {
    const checker = createManifestChecker();
    const text = 'name: network\nversion: 1.2.0\nparams: { required: [cidr] }\n';
    const typed = (resources: string) => registryWith({ 'network/bundle.yaml': `${text}${resources}` });
    const manifest = edit(edit(manifestOf(project), 'instance: small', 'instance: x'), 'cidr: 10.0.0.0/8', 'size: 1');
    const codes = (problems: ManifestProblems, name: string) => problems.nodes.get(name)?.map(({ code }) => code);
    const before = checker.check(manifest, typed('resources: { vpc: { resource_type: vpc } }\n'));
    expect(codes(before, 'net')).toEqual(['missing-param']);
    const after = checker.check(manifest, typed('# a comment\nresources: { vpc: { resource_type: vpc } }\n'));
    for (const name of ['net', 'db']) expect(after.nodes.get(name)).toBe(before.nodes.get(name));
    const other = checker.check(manifest, typed('resources: { vpc: { resource_type: role } }\n'));
    expect(codes(other, 'db')).toEqual(['invalid-param', 'wrong-type']);
    expect(codes(other, 'web')).toBeUndefined();
    const messages = ['- a list', '\n- a list'].map((broken) => {
      const { nodes } = checker.check(manifest, registryWith({ 'network/bundle.yaml': broken }));
      return nodes.get('net')?.[0]?.message;
    });
    expect(messages).toEqual([expect.stringContaining('Line 1: '), expect.stringContaining('Line 2: ')]);
  });

  test('a rename reaches whoever connects to it, and back', () => {
    const checker = createManifestChecker();
    const first = manifestOf(project);
    expect(checker.check(first, testRegistry).nodes.size).toBe(0);
    const renamed = edit(first, '  net:', '  core:');
    expect([...checker.check(renamed, testRegistry).nodes.keys()]).toEqual(['db']);
    expect(checker.check(edit(renamed, '  core:', '  net:'), testRegistry).nodes.size).toBe(0);
  });

  test('work can be done ahead in turns', () => {
    const checker = createManifestChecker();
    const manifest = manifestOf(project);
    let turns = 0;
    while (!checker.prepare(manifest, testRegistry, () => turns++ % 2 === 1)) expect(turns).toBeLessThan(1000);
    expect(checker.check(manifest, testRegistry).nodes.size).toBe(0);
  });
});

test('after any edits the problems are those of a fresh check of the text', () => {
  const pieces = [
    'net',
    'db',
    'two.out',
    'one.out',
    ': ',
    '\n',
    '  ',
    '{',
    '}',
    'x',
    'bundle: app',
    'loop',
    '~1',
    'admin',
    '',
  ];
  const change = fc.record({ at: fc.nat(project.length), length: fc.nat(12), text: fc.constantFrom(...pieces) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const checker = createManifestChecker();
      let manifest = parseManifest('file:///project/infra.yaml', 1, project);
      checker.check(manifest, testRegistry);
      for (const { at, length, text } of changes) {
        const now = manifest.text();
        const from = now.slice(at % now.length, (at % now.length) + length);
        if (from === '') continue;
        manifest = edit(manifest, from, text);
        const fresh = parseManifest(manifest.uri, manifest.version, manifest.text());
        const expected = allProblems(fresh, createManifestChecker().check(fresh, testRegistry));
        expect(allProblems(manifest, checker.check(manifest, testRegistry))).toEqual(expected);
      }
    }),
    { numRuns: 60 },
  );
});
