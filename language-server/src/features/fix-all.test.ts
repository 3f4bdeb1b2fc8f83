import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../model/registry/create.ts';
import { apply, manifestOf, testRegistry } from '../model/testing/in-memory.ts';
import { applied, bundleOf, bundleUri } from './bundle/bundle.testkit.ts';
import { readRegistrySource } from '../node/registry-files.ts';
import { openBundleDocument } from './bundle/document.ts';
import { fileProblems } from './file-problems.ts';
import { fixAllInBundle, fixAllInManifest } from './fix-all.ts';

function fixedManifest(text: string): string {
  const action = fixAllInManifest(manifestOf(text), testRegistry);
  if (action === undefined) return text;
  expect(action.kind).toBe('source.fixAll.patchbay');
  return apply(text, action.edit?.changes?.['file:///project/infra.yaml'] ?? []);
}

function fixedBundle(text: string): string {
  const edits = fixAllInBundle(bundleOf(text))?.edit?.changes?.[bundleUri];
  return edits ? applied(text, edits) : text;
}

describe('a manifest', () => {
  test.each([
    ['nothing wrong', 'components:\n  net: { bundle: network, params: { cidr: 10.0.0.0/8 } }\n', undefined],
    [
      'several at once, comments and quotes kept',
      'components:\n  net: # mine\n    bundel: network\n    params: { cidr: 10.0.0.0/8, "siez": large }\n  db:\n    bundle: database\n    conections: { vcp: net.vpc }\n    params: { instance: lagre }\n',
      'components:\n  net: # mine\n    bundle: network\n    params: { cidr: 10.0.0.0/8, size: large }\n  db:\n    bundle: database\n    connections: { vpc: net.vpc }\n    params: { instance: large }\n',
    ],
    [
      'what one fix reveals',
      'components:\n  net:\n    bundle: netwrok\n    params: { cidr: 10.0.0.0/8, siez: lrge }\n',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8, size: large }\n',
    ],
    [
      'one of two that are meant to be the same',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8, siez: large, sise: small }\n',
      'components:\n  net:\n    bundle: network\n    params: { cidr: 10.0.0.0/8, size: large, sise: small }\n',
    ],
    [
      'a repetition',
      'components:\n  net: { bundle: network, params: { cidr: 10.0.0.0/8 } }\n  net: { bundle: network, params: { cidr: 10.0.0.0/8 } }\n',
      'components:\n  net: { bundle: network, params: { cidr: 10.0.0.0/8 } }\n',
    ],
    [
      'no choices: values, secrets, connections, names',
      'components:\n  Net: { bundle: network }\n  d: { bundle: database }\n  e: { bundle: network@~9 }\n  web: { bundle: app, secrets: { STRIPE_KEY: hush } }\n',
      undefined,
    ],
    [
      'no removals',
      'components:\n  net: { bundle: network, params: { cidr: 10.0.0.0/8, colour: red, old: x } }\nresources:\n  r: { type: role, from: { env: R } }\n',
      undefined,
    ],
    ['no edits of a text that does not parse', 'components:\n  net: { bundel: network\n', undefined],
    [
      'lines that end in two characters',
      'components:\r\n  net:\r\n    bundel: network\r\n    params: { cidr: 10.0.0.0/8, siez: large }\r\n',
      'components:\r\n  net:\r\n    bundle: network\r\n    params: { cidr: 10.0.0.0/8, size: large }\r\n',
    ],
  ])('%s', (_, text, expected = text) => {
    expect(fixedManifest(text)).toBe(expected);
    expect(fixedManifest(expected)).toBe(expected);
  });
});

describe('a bundle', () => {
  const head = 'name: store\nversion: 1.0.0\n';

  test.each([
    [
      'several at once',
      `${head}params:\n  required: [sise]\n  properties:\n    size: { type: strng, max: 3 } # how many\n    disk: { type: integer, default: "5" }\n    tags: { $ref: regoin }\nui:\n  ui:order: [siez, disk]\n`,
      `${head}params:\n  required: [size]\n  properties:\n    size: { type: string, maximum: 3 } # how many\n    disk: { type: integer, default: 5 }\n    tags: { $ref: region }\nui:\n  ui:order: [size, disk, tags]\n`,
    ],
    [
      'flags of properties, all into one list',
      `${head}params:\n  properties:\n    a:\n      type: string\n      required: true\n    b:\n      type: string\n      required: true\n    c:\n      type: string\n      required: false\n`,
      `${head}params:\n  required:\n    - a\n    - b\n  properties:\n    a:\n      type: string\n    b:\n      type: string\n    c:\n      type: string\n`,
    ],
    [
      'no choices and no removals',
      `${head}params:\n  properties:\n    a: { type: string, validJson: true, $md.sensitive: maybe }\n    b: { type: string, enum: [one, two], default: three }\ndependencies:\n  net: { resource_type: network@~7 }\n`,
      undefined,
    ],
    ['no edits of a text that does not parse', `${head}parms: {\n`, undefined],
  ])('%s', (_, text, expected = text) => {
    expect(fixedBundle(text)).toBe(expected);
    expect(fixedBundle(expected)).toBe(expected);
  });
});

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const hasCorpus = existsSync(corpus);
if (!hasCorpus) console.warn('Skipped: the corpus of public bundles is not at ../shared/corpus.');

test.skipIf(!hasCorpus)(
  'every public bundle has fewer problems afterwards, no new error, and nothing left to fix',
  async () => {
    const registry = createRegistry([await readRegistrySource('folder', corpus)]);
    let fixed = 0;
    for (const folder of await readdir(corpus)) {
      const path = `${corpus}${folder}/massdriver.yaml`;
      if (!existsSync(path)) continue;
      const uri = pathToFileURL(path).href;
      const before = await readFile(path, 'utf8');
      const open = (text: string) => openBundleDocument('bundle', uri, text, registry);
      const document = open(before);
      const edits = document && fixAllInBundle(document)?.edit?.changes?.[uri];
      if (!edits) continue;
      fixed++;
      const after = applied(before, edits);
      const [old, next] = [before, after].map((text) => fileProblems('bundle', uri, text, registry));
      expect(next?.length, folder).toBeLessThan(old?.length ?? 0);
      const errors = (list: typeof old): number => list?.filter(({ severity }) => severity === 'error').length ?? 0;
      expect(errors(next), folder).toBeLessThanOrEqual(errors(old));
      const again = open(after);
      expect(again && fixAllInBundle(again), folder).toBeUndefined();
    }
    expect(fixed).toBeGreaterThan(0);
  },
  60_000,
);
