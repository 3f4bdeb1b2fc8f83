import { expect, test } from 'vitest';
import { clientAbilities } from './client-abilities.ts';

test('an editor that says nothing of itself gets what every editor can show', () => {
  expect(new Set(Object.values(clientAbilities({})))).toEqual(new Set([false]));
});

test('an editor that can do everything gets it', () => {
  const abilities = clientAbilities({
    textDocument: {
      completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
      hover: { contentFormat: ['plaintext', 'markdown'] },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    },
  });
  expect(new Set(Object.values(abilities))).toEqual(new Set([true]));
});
