import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Position, Range } from 'vscode-languageserver-types';
import { finish } from './features/steps.ts';
import { createLanguageService } from './language-service.ts';
import { ManifestSession } from './lsp/manifest-session.ts';
import { SourceText } from './model/edit/source-text.ts';
import type { Manifest } from './model/manifest/manifest.ts';
import { createRegistry } from './model/registry/create.ts';
import type { Registry } from './model/registry/registry.ts';
import { anyDamage, type Damage, damaged, everyDamage, placed, surviving } from './model/testing/damage.ts';
import { testRegistry } from './model/testing/in-memory.ts';
import { readRegistrySource } from './node/registry-files.ts';

/** Half-typed and damaged manifests: no feature throws, whatever a file has become and wherever one asks. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const service = createLanguageService();
const uri = 'file:///project/infra.yaml';

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

/** Asks for everything that an editor asks for at one place; throws when a feature does. */
function askAt(session: ManifestSession, registry: Registry, position: Position): void {
  const { manifest } = session;
  const problems = session.allProblems(registry);
  const range: Range = { start: position, end: { line: position.line + 2, character: 0 } };
  const files = { registry, manifests: [manifest], text: () => undefined };
  session.graph(registry);
  service.complete(manifest, registry, position, undefined);
  service.hover(manifest, registry, position);
  service.definition(manifest, registry, position);
  finish(service.references(manifest, position, true, files));
  service.highlights(manifest, position);
  service.linkedEditingRanges(manifest, position);
  service.prepareRename(manifest, position);
  service.rename(manifest, registry, position, 'renamed');
  service.resourceTypeAt(manifest, position);
  service.selectionRanges(manifest, [position]);
  service.codeActions(manifest, registry, problems, range);
  service.inlayHints(manifest, registry, range);
}

/** Asks the features that look at the whole text. */
function askWhole(manifest: Manifest, registry: Registry): void {
  const text = manifest.text();
  service.documentSymbols(manifest);
  service.workspaceSymbols([manifest], 'a');
  service.foldingRanges(text);
  service.format(text);
  service.semanticTokens(manifest);
  service.codeLenses(manifest);
  service.documentLinks(manifest, registry);
}

/** Damages an open manifest in every way of `damages`, as an editor does, and asks for everything where it was. */
function survives(name: string, text: string, registry: Registry, damages: Iterable<Damage>): void {
  const whole = service.parse(uri, 1, text);
  const session = new ManifestSession(whole);
  session.allProblems(registry);
  const lines = new SourceText(text);
  for (const damage of damages) {
    surviving(name, text, damage, () => {
      const [start, end] = [lines.positionAt(damage.start), lines.positionAt(damage.end)];
      const changed = damaged(text, damage);
      // No position of the protocol stands inside of a line break.
      const manifest = [damage.start, damage.end].some((at) => text.slice(at - 1, at + 1) === '\r\n')
        ? service.parse(uri, 2, changed)
        : service.edit(whole, 2, [{ range: { start, end }, text: damage.text }]);
      expect(manifest.text()).toBe(changed);
      session.replace(manifest);
      askAt(session, registry, start);
      askWhole(manifest, registry);
    });
  }
}

// Alone, the longest takes six seconds; the rest is for a busy machine.
describe('a damaged manifest', { timeout: 120_000 }, () => {
  const sample = readFileSync(`${root}extension/samples/shop/infra.yaml`, 'utf8');
  let builtIn: Registry;
  beforeAll(async () => {
    builtIn = createRegistry([await readRegistrySource('built-in', `${root}bundles`)]);
  });

  test('that has everything, at every prefix and without any one character', () => {
    survives('everything', everything, testRegistry, everyDamage(everything));
  });

  test('as people write it, at every prefix and without any one character', () => {
    survives('the sample', sample, builtIn, everyDamage(sample));
  });

  test('with other line breaks, at every prefix and without any one character', () => {
    const text = everything.replaceAll('\n', '\r\n');
    survives('everything, with \\r\\n', text, testRegistry, everyDamage(text));
  });

  test('damaged in any way, anywhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(sample, everything, everything.replaceAll('\n', '\r\n')),
        fc.array(anyDamage, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        (text, damages, places) => {
          const result = damages.reduce((left, damage) => damaged(left, placed(left, damage)), text);
          const lines = new SourceText(result);
          const session = new ManifestSession(service.parse(uri, 1, result));
          for (const place of places) askAt(session, testRegistry, lines.positionAt(place % (result.length + 1)));
          // An editor may ask about a place that is no longer there.
          askAt(session, testRegistry, { line: 10_000, character: 10_000 });
          askWhole(session.manifest, testRegistry);
        },
      ),
      { numRuns: 300 },
    );
  });
});
