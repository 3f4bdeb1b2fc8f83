import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { RunningServer } from './running-server.ts';

/** Each level holds the one before it nine times: nine levels make 387 million values of 600 characters. */
const bomb = (key: string, item: (level: number) => string): string =>
  Array.from({ length: 9 }, (_, level) => `${key}${level}: &l${level} ${item(level)}\n`).join('');
const nine = (text: string): string => Array.from({ length: 9 }, () => text).join(', ');
const lists = (level: number): string => `[${nine(level === 0 ? 'x' : `*l${level - 1}`)}]`;
const maps = (level: number): string =>
  level === 0 ? '{ a: 1 }' : `{ <<: [${nine(`*l${level - 1}`)}], k${level}: *l${level - 1} }`;
const inParams = (text: string): string => text.replaceAll(/^/gm, '      ').trimEnd();
const component = (params: string): string => `components:\n  a:\n    bundle: plain\n    params:\n${params}\n`;
const bundle = (params: string): string => `name: typed\nversion: 1.0.0\nparams:\n  properties:\n${params}\n`;
const resourceType = (schema: string): string => `name: typed\nversion: 1.0.0\nschema:\n${schema}\n`;
const nested = (depth: number, indent: string): string =>
  Array.from({ length: depth }, (_, level) => `${indent}${' '.repeat(level)}a:\n`).join('');

interface Hostile {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** Codes of what is said about it; checked when given. */
  readonly codes?: readonly string[];
}

const bombs: readonly Hostile[] = [
  {
    name: 'lists, at the top of a manifest',
    file: 'a.infra.yaml',
    text: `${bomb('x-', lists)}components:\n  a:\n    bundle: plain\n    params: { size: *l8 }\n`,
    codes: ['invalid-param', 'yaml-too-many-aliases'],
  },
  {
    name: 'maps that merge, at the top of a manifest',
    file: 'a.infra.yaml',
    text: `${bomb('x-', maps)}components:\n  a:\n    bundle: plain\n    params: *l8\n`,
    codes: ['yaml-too-many-aliases'],
  },
  {
    name: 'lists, in the params of one component',
    file: 'a.infra.yaml',
    text: component(inParams(bomb('x', lists))),
    codes: ['yaml-too-many-aliases'],
  },
  {
    name: 'maps that merge, in the params of one component',
    file: 'a.infra.yaml',
    text: component(inParams(bomb('x', maps))),
    codes: ['yaml-too-many-aliases'],
  },
  {
    name: 'a list that holds itself',
    file: 'a.infra.yaml',
    text: component('      size: &size [*size, *size]'),
  },
  { name: 'a map that merges itself', file: 'a.infra.yaml', text: component('      <<: &all\n        <<: *all') },
  {
    name: 'lists, in a bundle',
    file: 'typed/bundle.yaml',
    text: `${bomb('x-', lists)}${bundle('    a: { default: *l8 }')}`,
    codes: ['yaml-too-many-aliases'],
  },
  {
    name: 'maps that merge, in a bundle',
    file: 'typed/bundle.yaml',
    text: `${bomb('x-', maps)}${bundle('    a: *l8')}`,
    codes: ['yaml-too-many-aliases'],
  },
  {
    name: 'lists, in a resource type',
    file: 'typed.yaml',
    text: `${bomb('x-', lists)}${resourceType('  default: *l8')}`,
    codes: ['yaml-too-many-aliases'],
  },
];

const deep: readonly Hostile[] = [
  ...[500, 2_000, 10_000].flatMap((depth) => [
    { name: `[ × ${depth}`, file: 'a.infra.yaml', text: '['.repeat(depth), codes: ['yaml-too-deep'] },
    { name: `{ × ${depth}`, file: 'a.infra.yaml', text: '{a: '.repeat(depth), codes: ['yaml-too-deep'] },
    {
      name: `[ × ${depth} in a component`,
      file: 'a.infra.yaml',
      text: component(`      size: ${'['.repeat(depth)}`),
      codes: ['yaml-too-deep'],
    },
    {
      name: `[ × ${depth} in a bundle`,
      file: 'typed/bundle.yaml',
      text: bundle(`    a: ${'['.repeat(depth)}`),
      codes: ['yaml-too-deep'],
    },
    {
      name: `JSON × ${depth} in a resource type`,
      file: 'typed.json',
      text: `{"$md":{"name":"typed"},"properties":{"data":${'{"properties":{"a":'.repeat(depth)}{}${'}}'.repeat(depth)}}}`,
    },
    {
      name: `balanced [ ] × ${depth} in a resource type`,
      file: 'typed.yaml',
      text: resourceType(`  default: ${'['.repeat(depth)}${']'.repeat(depth)}`),
    },
  ]),
  ...[500, 2_000].flatMap((depth) => [
    { name: `maps × ${depth} in a manifest`, file: 'a.infra.yaml', text: component(nested(depth, '      ')) },
    { name: `maps × ${depth} in a bundle`, file: 'typed/bundle.yaml', text: bundle(nested(depth, '    ')) },
    { name: `"- " × ${depth}`, file: 'a.infra.yaml', text: component(`      size: ${'- '.repeat(depth)}x`) },
    { name: `"? " × ${depth}`, file: 'a.infra.yaml', text: component(`      ${'? '.repeat(depth)}x`) },
    {
      name: `quotes in brackets × ${depth}`,
      file: 'a.infra.yaml',
      text: component(`      size: ${"['[', ".repeat(depth)}`),
    },
    { name: `tags × ${depth}`, file: 'a.infra.yaml', text: component(`      size: ${'!!str '.repeat(depth)}x`) },
  ]),
];

const manyLines = Array.from(
  { length: 12_500 },
  (_, n) => `  c${n}:\n    bundle: plain\n    params:\n      size: ${n}\n`,
).join('');

const broken: readonly Hostile[] = [
  { name: '50,000 lines', file: 'a.infra.yaml', text: `components:\n${manyLines}`, codes: [] },
  {
    name: '50,000 lines that say nothing',
    file: 'a.infra.yaml',
    text: Array.from({ length: 50_000 }, (_, n) => `word ${n}\n`).join(''),
  },
  { name: '50,000 lines of colons', file: 'a.infra.yaml', text: ': : :\n'.repeat(50_000) },
  { name: 'a line of 1 MB', file: 'a.infra.yaml', text: component(`      size: ${'x'.repeat(1 << 20)}`) },
  { name: 'a key of 1 MB', file: 'a.infra.yaml', text: `components:\n  ${'x'.repeat(1 << 20)}: {}\n` },
  { name: 'a line of 1 MB in a bundle', file: 'typed/bundle.yaml', text: bundle(`    a: ${'x'.repeat(1 << 20)}`) },
  { name: '1 MB of {}', file: 'a.infra.yaml', text: component(`      size: [${'{} '.repeat((1 << 20) / 3)}]`) },
  { name: '240 kB of {}', file: 'a.infra.yaml', text: component(`      size: [${'{} '.repeat(80_000)}]`) },
  { name: '240 kB of {} with commas', file: 'a.infra.yaml', text: component(`      size: [${'{},'.repeat(80_000)}]`) },
  { name: '240 kB of quotes', file: 'a.infra.yaml', text: component(`      size: [${'"" '.repeat(80_000)}]`) },
  {
    name: '240 kB of quotes in a bundle',
    file: 'typed/bundle.yaml',
    text: bundle(`    a: [${'"" '.repeat(80_000)}]`),
  },
  { name: '240 kB of entries', file: 'a.infra.yaml', text: component('      - x\n'.repeat(27_000)) },
  { name: '240 kB of one key', file: 'a.infra.yaml', text: component('      a: 1\n'.repeat(22_000)) },
  { name: '240 kB of one key in a bundle', file: 'typed/bundle.yaml', text: bundle('    a: {}\n'.repeat(24_000)) },
  { name: '20,000 components of one name', file: 'a.infra.yaml', text: `components:\n${'  a: {}\n'.repeat(20_000)}` },
  {
    name: '20,000 bundles that nobody has',
    file: 'a.infra.yaml',
    text: `components:\n${Array.from({ length: 20_000 }, (_, n) => `  c${n}: { bundle: plane${n} }\n`).join('')}`,
  },
  {
    name: '20,000 anchors and aliases',
    file: 'a.infra.yaml',
    text: `components:\n${Array.from({ length: 20_000 }, (_, n) => `  c${n}: { bundle: &b${n} plain, params: { size: *b${n} } }\n`).join('')}`,
  },
  {
    name: '2,000 environments',
    file: 'a.infra.yaml',
    text: `${component('      size: 1')}environments:\n${Array.from({ length: 2_000 }, (_, n) => `  e${n}: { components: { a: { params: { size: x } } } }\n`).join('')}`,
  },
  {
    name: 'a loop of 5,000 components',
    file: 'a.infra.yaml',
    text: `components:\n${Array.from({ length: 5_000 }, (_, n) => `  c${n}: { bundle: plain, connections: { in: c${(n + 1) % 5_000}.out } }\n`).join('')}`,
  },
  {
    name: 'binary',
    file: 'a.infra.yaml',
    text: Array.from({ length: 4_096 }, (_, n) => String.fromCharCode(n % 256)).join(''),
  },
  { name: 'NUL', file: 'a.infra.yaml', text: 'components:\n  a: { bundle: "pl\0ain" }\n', codes: ['yaml-binary'] },
  { name: 'NUL in a bundle', file: 'typed/bundle.yaml', text: bundle('    "a\0": {}'), codes: ['yaml-binary'] },
  {
    name: 'lone surrogates',
    file: 'a.infra.yaml',
    text: component('      size: "\ud800 \udc00"\n      \udfff: \ud800'),
  },
  {
    name: 'conflict markers',
    file: 'a.infra.yaml',
    text: '<<<<<<< ours\ncomponents:\n  a: { bundle: plain }\n||||||| base\n=======\n  b: { bundle: plain }\n>>>>>>> theirs\n',
    codes: ['merge-conflict', 'merge-conflict', 'merge-conflict', 'merge-conflict'],
  },
  {
    name: 'conflict markers in a bundle',
    file: 'typed/bundle.yaml',
    text: `<<<<<<< ours\n${bundle('    a: {}')}=======\n>>>>>>> theirs\n`,
  },
  { name: 'nothing', file: 'a.infra.yaml', text: '' },
  { name: 'nothing, in a bundle', file: 'typed/bundle.yaml', text: '' },
  { name: 'ten documents', file: 'a.infra.yaml', text: '---\na: 1\n'.repeat(10) },
  {
    name: 'directives',
    file: 'a.infra.yaml',
    text: '%YAML 9.9\n%TAG ! tag:evil,2000:\n---\ncomponents: !!js/function "() => 1"\n',
  },
];

const features = [
  'completion',
  'hover',
  'definition',
  'documentHighlight',
  'documentSymbol',
  'foldingRange',
  'codeLens',
  'documentLink',
  'semanticTokens/full',
];

/** threats.md, rows 1, 2 and 3. */
export function survivesHostileText(server: () => RunningServer): void {
  const survives = async ({ name, file, text, codes }: Hostile): Promise<void> => {
    const { open, close, at, pulse, client, worked } = server();
    const opened = await worked();
    const diagnostics = await open(file, text);
    const checked = (await worked()) - opened;
    for (const feature of features) await at(`textDocument/${feature}`, file, { line: 3, character: 8 });
    const answered = (await worked()) - opened - checked;
    await close(file);
    const pulsed = await pulse();
    console.log(
      `${name}: ${diagnostics.length} diagnostics in ${checked.toFixed()} ms, features in ${answered.toFixed()} ms, then a hover in ${pulsed.toFixed()} ms`,
    );
    const said = diagnostics.map(({ code }) => String(code));
    if (codes) expect(said.filter((code) => code !== 'unknown-param')).toEqual(codes);
    expect(diagnostics.length).toBeLessThanOrEqual(1_000);
    expect(client.alive).toBe(true);
    // A generous bound: what is not guarded takes minutes, or the process.
    expect(Math.max(checked, answered)).toBeLessThan(10_000);
  };

  describe('row 1: alias and merge bombs', () => {
    test.each(bombs)('$name', survives);
  });
  describe('row 2: deep nesting', () => {
    test.each(deep)('$name', survives);
  });
  describe('row 3: huge and broken input', () => {
    test.each(broken)('$name', survives);

    const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
    if (!existsSync(corpus)) console.warn('The corpus of public bundles is not here: it is not typed.');
    const ofCorpus = existsSync(corpus)
      ? readdirSync(corpus)
          .map((name) => `${corpus}/${name}/massdriver.yaml`)
          .filter((path) => existsSync(path))
          .slice(0, 1)
      : [];
    const sample = fileURLToPath(new URL('../../extension/samples/shop/infra.yaml', import.meta.url));
    test.each([
      { path: sample, file: 'typing.infra.yaml' },
      ...ofCorpus.map((path) => ({ path, file: 'typed/bundle.yaml' })),
    ])(
      'half-typed at every prefix: $file',
      async ({ path, file }) => {
        const { client, uri, open, close, pulse } = server();
        const text = readFileSync(path, 'utf8').slice(0, 4_000);
        await open(file, '');
        let version = 1_000_000;
        const end = { line: 0, character: 0 };
        for (const character of text) {
          await client.notify('textDocument/didChange', {
            textDocument: { uri: uri(file), version: ++version },
            contentChanges: [{ range: { start: end, end }, text: character }],
          });
          if (character === '\n') Object.assign(end, { line: end.line + 1, character: 0 });
          else end.character += character.length;
          // A person reads what is said now and then, not at every letter.
          if (version % 40 === 0) await client.diagnosed(uri(file), (_, given) => given === version);
        }
        await client.diagnosed(uri(file), (_, given) => given === version);
        await close(file);
        await pulse();
      },
      120_000,
    );
  });
}
