import { expect, test } from 'vitest';
import { documentLinks } from './document-links.ts';
import { manifestOf, testRegistry, textIn } from '../model/testing/in-memory.ts';

test('a bundle links to its source, when it names one', () => {
  const text = 'components:\n  a:\n    bundle: network@~1\n  b:\n    bundle: app\n';
  const links = documentLinks(manifestOf(text), testRegistry);
  expect(links.map(({ range, target }) => [textIn(text, range), target])).toEqual([
    ['network@~1', 'https://example.com/network'],
  ]);
});
