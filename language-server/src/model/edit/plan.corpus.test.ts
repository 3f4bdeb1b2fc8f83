import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Intent } from '../../protocol.ts';
import { candidates } from '../graph/candidates.ts';
import { parseManifest } from '../manifest/parse.ts';
import { createRegistry } from '../registry/create.ts';
import { readRegistrySource } from '../../node/registry-files.ts';
import { applied, testUri } from './edit.testkit.ts';
import { planEdit } from './plan.ts';

const corpus = fileURLToPath(new URL('../../../../../shared/corpus/', import.meta.url));
const present = existsSync(corpus);
if (!present) console.warn('Skipped: the corpus of public bundles is not at ../shared/corpus.');

const registry = createRegistry(present ? [await readRegistrySource('folder', corpus)] : []);

describe.skipIf(!present)('with public bundles', () => {
  const header =
    '# All of them\nproject: corpus\n\ncomponents: # in no order\n  # first\n  first-one: { bundle: nowhere }\n';
  const names = registry.bundles().map(({ name }) => name);

  function perform(text: string, intent: Intent): string {
    const planned = planEdit(parseManifest(testUri, 1, text), registry, intent);
    if (planned.kind === 'refused') expect.fail(planned.reason);
    return applied(text, planned);
  }

  test('each can be added, and removed again without a trace', () => {
    expect(names.length).toBeGreaterThan(10);
    for (const bundle of names) {
      if (registry.resolveBundle({ name: bundle, dev: false }).kind !== 'found') continue;
      const added = perform(header, { kind: 'addComponent', bundle, name: 'added' });
      expect(added.startsWith(header)).toBe(true);
      expect(parseManifest(testUri, 1, added).components.get('added')?.bundle?.value?.name).toBe(bundle);
      expect(perform(added, { kind: 'remove', nodes: ['added'] })).toBe(header);
    }
  });

  test('every connection that is offered can be made, and unmade without a trace', () => {
    let all = header;
    for (const [index, bundle] of names.entries()) {
      if (registry.resolveBundle({ name: bundle, dev: false }).kind !== 'found') continue;
      all = perform(all, { kind: 'addComponent', bundle, name: `n${index}` });
    }
    const manifest = parseManifest(testUri, 1, all);
    let made = 0;
    for (const component of manifest.components.keys()) {
      for (const slot of slotsOf(component)) {
        const { fitting } = candidates(manifest, registry, { node: component, side: 'dependency', port: slot });
        for (const from of fitting.slice(0, 2)) {
          const to = { node: component, port: slot };
          const connected = perform(all, { kind: 'connect', from: { node: from.node, port: from.port }, to });
          expect(perform(connected, { kind: 'disconnect', component, slot })).toBe(all);
          made++;
        }
      }
    }
    expect(made).toBeGreaterThan(10);

    function slotsOf(component: string): Iterable<string> {
      const reference = manifest.components.get(component)?.bundle?.value;
      const resolution = reference && registry.resolveBundle(reference);
      return resolution?.kind === 'found' ? resolution.bundle.dependencies.keys() : [];
    }
  });
});
