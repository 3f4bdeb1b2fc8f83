import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { manifests } from '../model/edit/manifest-text.testkit.ts';
import { apply } from '../model/testing/in-memory.ts';
import { readRegistrySource } from '../node/registry-files.ts';
import { format } from './formatting.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const present = existsSync(corpus);
if (!present) console.warn('Skipped: the corpus of public bundles is not at ../shared/corpus.');

/** What a text says; undefined when it does not parse. */
function said(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent' });
  return document.errors.length > 0 ? undefined : document.toJS();
}

function expectTidied(text: string): void {
  const formatted = apply(text, format(text));
  expect(format(formatted), formatted).toEqual([]);
  expect(formatted.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  const before = said(text);
  if (before !== undefined) expect(said(formatted)).toEqual(before);
}

test('any manifest says the same once it is formatted, with every comment, and stays as it is then', () => {
  fc.assert(
    fc.property(manifests, ({ text }) => expectTidied(text)),
    { numRuns: 300 },
  );
});

test('and so does one with spaces put in and taken out anywhere', () => {
  const places = fc.array(fc.tuple(fc.nat(5000), fc.constantFrom(' ', '  ', '\n', '# x\n', '')), { maxLength: 4 });
  fc.assert(
    fc.property(manifests, places, ({ text }, changes) => {
      const changed = changes.reduce((result, [place, inserted]) => {
        const at = place % (result.length + 1);
        return result.slice(0, at) + inserted + result.slice(inserted === '' ? at + 1 : at);
      }, text);
      // A lone carriage return is a line break here and in editors, but not for every reader of YAML.
      if (!/\r(?!\n)/.test(changed)) expectTidied(changed);
    }),
    { numRuns: 300 },
  );
});

describe.skipIf(!present)('public bundles', async () => {
  const { files } = await readRegistrySource('folder', corpus);
  const texts = files.filter(({ uri }) => /\.ya?ml$/.test(uri));
  test.each(texts.map(({ uri, text }) => [uri.slice(uri.indexOf('corpus')), text]))('%s', (_, text) => {
    expectTidied(text);
  });
});
