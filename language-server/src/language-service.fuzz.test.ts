import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Position, Range } from 'vscode-languageserver-types';
import { fileProblems } from './features/file-problems.ts';
import { createLanguageService } from './language-service.ts';
import { ManifestSession } from './lsp/manifest-session.ts';
import { parseManifest } from './model/manifest/parse.ts';
import { createRegistry } from './model/registry/create.ts';
import type { Registry } from './model/registry/registry.ts';
import { testRegistry } from './model/testing/in-memory.ts';
import { positionIn } from './model/yaml/line-index.ts';
import { readRegistrySource } from './node/registry-files.ts';

/** Half-typed and damaged text: no feature throws, whatever a file has become and wherever one asks. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const corpus = path.resolve(root, '../shared/corpus');
if (!existsSync(corpus))
  console.warn('The corpus of public bundles is not here: damage is done to built-in bundles alone.');

const service = createLanguageService();
const sample = readFileSync(path.join(root, 'extension/samples/shop/infra.yaml'), 'utf8');

/** Short, and with everything that a manifest can have. */
const everything = `# Everything
project: shop
x-shared: &shared { cidr: 10.0.0.0/16 }
components:
  net:
    bundle: network@~1
    params: { <<: *shared, size: "large" }
  db:
    title: Orders
    bundle: database
    connections: { vpc: net.vpc }
    params:
      instance: small
      storage: { gigabytes: 20, fast: true }
      engine:
        kind: cluster
        replicas: 3
  api:
    bundle: app@0.3.1
    connections:
      database: db.authentication
    params: { hosts: [a, 'b'], text: |
      }
    secrets: { STRIPE_KEY: { env: STRIPE_KEY } }
resources:
  dns: { type: web@1.0.0, from: { file: ./dns.json } }
environments:
  production:
    protected: true
    defaults: { role: dns }
    components:
      db: { bundle: database@2.1.0, params: { instance: large }, connections: { vpc: net.vpc } }
`;

/** Asks for everything that an editor asks for, at one place; throws when a feature does. */
function askAll(text: string, registry: Registry, position: Position): void {
  const session = new ManifestSession(parseManifest('file:///project/infra.yaml', 1, text));
  const { manifest } = session;
  const problems = session.allProblems(registry);
  const end: Position = { line: position.line + 2, character: 0 };
  const range: Range = { start: position, end };
  session.graph(registry);
  service.complete(manifest, registry, position, undefined);
  service.hover(manifest, registry, position);
  service.definition(manifest, registry, position);
  service.references(manifest, position, true, { registry, manifests: [manifest], text: () => undefined });
  service.highlights(manifest, position);
  service.prepareRename(manifest, position);
  service.rename(manifest, registry, position, 'renamed');
  service.selectionRanges(manifest, [position]);
  service.codeActions(manifest, registry, problems, range);
  service.inlayHints(manifest, registry, range);
}

/** The features that look at the whole text. */
function askWhole(text: string, registry: Registry): void {
  const manifest = parseManifest('file:///project/infra.yaml', 1, text);
  service.documentSymbols(manifest);
  service.workspaceSymbols([manifest], 'a');
  service.foldingRanges(text);
  service.format(text);
  service.semanticTokens(manifest);
  service.codeLenses(manifest);
  service.documentLinks(manifest, registry);
}

function positionAt(text: string, offset: number): Position {
  const [slice] = parseManifest('file:///x', 1, 'a: b').slices;
  return positionIn({ ...slice!, text }, Math.min(offset, text.length));
}

describe('a manifest', () => {
  test('at every prefix, where one types', () => {
    for (let length = 0; length <= everything.length; length++) {
      const text = everything.slice(0, length);
      expect(() => askAll(text, testRegistry, positionAt(text, length)), JSON.stringify(text.slice(-40))).not.toThrow();
      if (length % 5 === 0) expect(() => askWhole(text, testRegistry)).not.toThrow();
    }
  });

  test('without any one character, where it was', () => {
    for (let at = 0; at < everything.length; at++) {
      const text = everything.slice(0, at) + everything.slice(at + 1);
      expect(
        () => askAll(text, testRegistry, positionAt(text, at)),
        JSON.stringify(text.slice(at - 20, at + 20)),
      ).not.toThrow();
      if (at % 5 === 0) expect(() => askWhole(text, testRegistry)).not.toThrow();
    }
  });

  test('damaged in any way, anywhere', () => {
    const damage = fc.record({
      at: fc.nat(),
      length: fc.oneof(fc.nat(2), fc.nat(80)),
      text: fc.oneof(
        fc.constantFrom(
          '',
          '\n',
          '  ',
          '{',
          '}',
          '[',
          ']',
          '"',
          "'",
          ':',
          '- ',
          '&a ',
          '*a',
          '*shared',
          '<<: ',
          '!!x ',
          '|',
          '>',
          '? ',
          '---\n',
          '...\n',
          '\t',
          '\r',
          '\r\n',
          '\ufeff',
          '\0',
          '\ud800',
          '#',
          '@',
          '`',
          '%',
          '__proto__: ',
          'constructor: { toString: 1 }\n',
        ),
        fc.string({ maxLength: 8, unit: 'binary' }),
      ),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(sample, everything, everything.replaceAll('\n', '\r\n')),
        fc.array(damage, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        (text, damages, places) => {
          let damaged = text;
          for (const { at, length, text } of damages) {
            const from = at % (damaged.length + 1);
            damaged = damaged.slice(0, from) + text + damaged.slice(from + length);
          }
          for (const place of places) askAll(damaged, testRegistry, positionAt(damaged, place % (damaged.length + 1)));
          // An editor may ask about a place that is no longer there.
          askAll(damaged, testRegistry, { line: 10_000, character: 10_000 });
          askWhole(damaged, testRegistry);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('bundles and resource types', () => {
  interface File {
    readonly kind: 'bundle' | 'resource-type';
    readonly uri: string;
    readonly text: string;
  }
  let registry: Registry;
  let files: readonly File[] = [];
  beforeAll(async () => {
    const builtIn = await readRegistrySource('built-in', path.join(root, 'bundles'));
    const folders = existsSync(corpus) ? [await readRegistrySource('folder', corpus)] : [];
    registry = createRegistry([builtIn, ...folders]);
    const all = [builtIn, ...folders].flatMap((source) => source.files);
    files = all.flatMap(({ uri, text }): File[] => {
      if (/(?:bundle|massdriver)\.yaml$/.test(uri)) return [{ kind: 'bundle', uri, text }];
      return /resource-types\/[^/]+\.yaml$|"\$md"/.test(uri + text) ? [{ kind: 'resource-type', uri, text }] : [];
    });
  });

  const check = ({ kind, uri }: File, text: string): void => {
    expect(() => fileProblems(kind, uri, text, registry), `${uri}: ${JSON.stringify(text.slice(-60))}`).not.toThrow();
  };

  /** As many prefixes and deletions of a file as there is time for, another place in each file. */
  test('at prefixes and without single characters', () => {
    for (const [index, file] of files.entries()) {
      const stride = Math.max(1, Math.floor(file.text.length / 6));
      for (let at = index % stride; at < file.text.length; at += stride) {
        check(file, file.text.slice(0, at));
        check(file, file.text.slice(0, at) + file.text.slice(at + 1));
      }
    }
  });

  test('every prefix and every deletion of a small one', () => {
    const ofKind = (kind: File['kind']) =>
      files.filter((file) => file.kind === kind).toSorted((a, b) => a.text.length - b.text.length);
    for (const file of [ofKind('bundle')[0], ofKind('resource-type')[0]]) {
      if (!file) throw new Error('There is nothing to damage.');
      for (let at = 0; at < file.text.length; at++) {
        check(file, file.text.slice(0, at));
        check(file, file.text.slice(0, at) + file.text.slice(at + 1));
      }
    }
  });

  test('that bundles in a registry have become leave manifests checkable', () => {
    const bundles = files.filter(({ kind }) => kind === 'bundle');
    fc.assert(
      fc.property(
        fc.constantFrom(...bundles.keys()),
        fc.nat(),
        fc.nat(30),
        fc.constantFrom('', '{', '- ', ': 5', '\n', 'properties', '&a [*a]'),
        (index, at, length, inserted) => {
          const { uri, text } = bundles[index]!;
          const from = at % text.length;
          const damaged = text.slice(0, from) + inserted + text.slice(from + length);
          const name = /^name: *"?([a-z0-9-]+)/m.exec(text)?.[1] ?? 'x';
          const around = createRegistry([{ origin: 'folder', files: [{ uri, text: damaged }] }]);
          askAll(
            `components:\n  a:\n    bundle: ${name}\n    params: { a: 1 }\n    connections: { a: a.a }\n`,
            around,
            { line: 3, character: 14 },
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
