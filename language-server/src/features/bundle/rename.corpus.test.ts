import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createRegistry } from '../../model/registry/create.ts';
import { readRegistrySource } from '../../node/registry-files.ts';
import { fileProblems } from '../file-problems.ts';
import { applied } from './bundle.testkit.ts';
import { openBundleDocument } from './document.ts';
import { mentionsIn } from './mentions.ts';
import { isRenameable, nameOf } from './rename-places.ts';
import { renameTarget } from './rename.ts';

const corpus = fileURLToPath(new URL('../../../../../shared/corpus/', import.meta.url));
const hasCorpus = existsSync(corpus);
if (!hasCorpus) console.warn('The corpus of public bundles is not here: renaming in it is not tested.');

/** Names of each file that are tried: the last ones are the nested and the rare ones. */
const most = 8;

test.skipIf(!hasCorpus)(
  'a rename in a public bundle is refused with a reason, or changes what is wrong in nothing but names',
  async () => {
    const registry = createRegistry([await readRegistrySource('folder', corpus)]);
    const folders = (await readdir(corpus)).filter((name) => existsSync(`${corpus}${name}/massdriver.yaml`));
    const wrong: string[] = [];
    const counts = { renamed: 0, refused: 0 };
    for (const folder of folders) {
      const uri = new URL(`file://${corpus}${folder}/massdriver.yaml`).href;
      const text = await readFile(`${corpus}${folder}/massdriver.yaml`, 'utf8');
      const document = openBundleDocument('bundle', uri, text, registry);
      if (document === undefined) continue;
      const codesOf = (of: string): string[] =>
        fileProblems('bundle', uri, of, registry)
          .map(({ code, severity }) => `${severity} ${code}`)
          .toSorted();
      const before = codesOf(text);
      const targets = mentionsIn(document)
        .filter(({ declares }) => declares)
        .map(({ target }) => target);
      for (const target of targets.filter(isRenameable).slice(-most)) {
        const result = renameTarget(document, target, 'another_name_for_it');
        if (result.kind === 'refused') {
          counts.refused++;
          if (!/\.$/.test(result.reason)) wrong.push(`${folder}: ${result.reason}`);
          continue;
        }
        counts.renamed++;
        const after = codesOf(applied(text, result.changes.get(uri) ?? []));
        if (JSON.stringify(after) !== JSON.stringify(before)) wrong.push(`${folder}: ${target.kind} ${nameOf(target)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(counts.renamed).toBeGreaterThan(5 * counts.refused);
  },
  120_000,
);
