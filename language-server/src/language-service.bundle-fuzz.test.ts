import fc from 'fast-check';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { fileProblems } from './features/file-problems.ts';
import { finish } from './features/steps.ts';
import { createLanguageService } from './language-service.ts';
import { ManifestSession } from './lsp/manifest-session.ts';
import { createRegistry } from './model/registry/create.ts';
import { anyDamage, damaged, everyDamage, placed, surviving } from './model/testing/damage.ts';
import { readRegistrySource } from './node/registry-files.ts';

/** Half-typed and damaged bundles and resource types, in both dialects: no feature throws. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const corpus = path.resolve(root, '../shared/corpus');
if (!existsSync(corpus))
  console.warn('The corpus of public bundles is not here: damage is done to built-in bundles alone.');

const { bundle: service, parse, complete, hover, codeActions } = createLanguageService();

interface File {
  readonly kind: 'bundle' | 'resource-type';
  readonly uri: string;
  readonly text: string;
}

const sources = [
  await readRegistrySource('built-in', path.join(root, 'bundles')),
  ...(existsSync(corpus) ? [await readRegistrySource('folder', corpus)] : []),
];
const registry = createRegistry(sources);
const files = sources.flatMap((source) =>
  source.files.flatMap(({ uri, text }): File[] => {
    if (/(?:bundle|massdriver)\.yaml$/.test(uri)) return [{ kind: 'bundle', uri, text }];
    return /resource-types\/[^/]+\.yaml$|"\$md"/.test(uri + text) ? [{ kind: 'resource-type', uri, text }] : [];
  }),
);
const nameOf = ({ uri }: File): string => uri.split('/').slice(-2).join('/');

/** Of different kinds, and short enough for all of it; those that are not here are passed over. */
const inFull = [
  'local-scheduler/bundle.yaml',
  'gcp-pubsub-topic/massdriver.yaml',
  'gcp-global-network/massdriver.yaml',
  'aws-s3-application-asset-bucket/massdriver.yaml',
  'opentofu-module/massdriver.yaml',
  'resource-types/network.yaml',
  'artifacts/gcp-gcs-bucket.json',
];

/** What a rename or a search would go through: nothing but the file itself. */
const noOthers = createRegistry([]);

/** Checks a file and asks at one place for what an editor asks for: one half at even places, the other at odd ones. */
function askAt({ kind, uri }: File, text: string, offset: number): void {
  const document = service.open(kind, uri, text, registry);
  if (document === undefined) return void fileProblems(kind, uri, text, registry);
  const position = document.lines.positionAt(offset);
  if (offset % 2 === 0) {
    service.complete(document, position);
    service.symbols(document);
    // They look for problems first.
    service.codeActions(document, { start: position, end: position });
    if (offset % 16 === 0) service.fixAll(document);
    return;
  }
  const around = { registry: noOthers, manifests: [], text: () => text };
  fileProblems(kind, uri, text, registry);
  service.hover(document, position);
  service.definition(document, position);
  service.highlights(document, position);
  finish(service.references(document, position, true, around));
  service.prepareRename(document, position);
  finish(service.rename(document, position, 'renamed', around));
  service.links(document);
  service.linkedEditingRanges(document, position);
  service.semanticTokens(document);
}

// Alone, the longest takes ten seconds; the rest is for a busy machine.
describe('a damaged bundle or resource type', { timeout: 120_000 }, () => {
  const chosen = files.filter((file) => inFull.includes(nameOf(file)));

  test.each(chosen.map((file) => [nameOf(file), file] as const))(
    '%s, at every prefix and without any one character',
    (name, file) => {
      for (const damage of everyDamage(file.text))
        surviving(name, file.text, damage, () => askAt(file, damaged(file.text, damage), damage.start));
    },
  );

  /** Another place in each file: together they come everywhere. */
  test('of any size, at prefixes and without single characters', () => {
    for (const [index, file] of files.entries()) {
      const { text } = file;
      const stride = Math.max(1, Math.floor(text.length / 3));
      for (let at = index % stride; at < text.length; at += stride) {
        for (const damage of [
          { start: at, end: text.length, text: '' },
          { start: at, end: at + 1, text: '' },
        ])
          surviving(nameOf(file), text, damage, () => askAt(file, damaged(text, damage), at));
      }
    }
  });

  test('in any way, anywhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files.keys()),
        fc.array(anyDamage, { minLength: 1, maxLength: 3 }),
        (index, damages) => {
          const file = files[index]!;
          let { text } = file;
          for (const damage of damages) {
            const where = placed(text, damage);
            text = damaged(text, where);
            askAt(file, text, where.start + where.text.length);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('what bundles in a registry have become leaves manifests checkable', () => {
  const bundles = files.filter(({ kind }) => kind === 'bundle');
  const position = { line: 3, character: 14 };
  fc.assert(
    fc.property(fc.constantFrom(...bundles.keys()), anyDamage, (index, damage) => {
      const { uri, text } = bundles[index]!;
      const name = /^name: *"?([a-z0-9-]+)/m.exec(text)?.[1] ?? 'x';
      const broken = damaged(text, placed(text, damage));
      const around = createRegistry([{ origin: 'folder', files: [{ uri, text: broken }] }]);
      const manifest = `components:\n  a:\n    bundle: ${name}\n    params: { a: 1 }\n    connections: { a: a.a }\n`;
      const session = new ManifestSession(parse('file:///project/infra.yaml', 1, manifest));
      const problems = session.allProblems(around);
      session.graph(around);
      complete(session.manifest, around, position, undefined);
      hover(session.manifest, around, position);
      codeActions(session.manifest, around, problems, { start: position, end: position });
    }),
    { numRuns: 150 },
  );
});
