import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { expect, test } from 'vitest';
import { EditedText } from './edited-text.ts';

const asDocument = (text: string): TextDocument => TextDocument.create('', '', 0, text);

test('edits one after the other come to the same as all of them at once', () => {
  const change = fc.record({
    from: fc.nat(30),
    length: fc.nat(4),
    newText: fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', '\n') }),
  });
  const text = 'one\ntwo\n\nthree\nfour\n';
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
      const edited = new EditedText(text);
      let expected = text;
      for (const { from, length, newText } of changes) {
        const document = asDocument(expected);
        const start = Math.min(from, expected.length);
        const range = { start: document.positionAt(start), end: document.positionAt(start + length) };
        const edit: TextEdit = { range, newText };
        expected = TextDocument.applyEdits(document, [edit]);
        expect(edited.after([edit])).toBe(expected);
        edited.apply([edit]);
      }
      // Throws for edits that overlap.
      expect(TextDocument.applyEdits(asDocument(text), edited.edits())).toBe(expected);
    }),
  );
});

test('what comes to nothing is no edit', () => {
  const edited = new EditedText('a: 1\n');
  const at = (character: number) => ({ line: 0, character });
  edited.apply([{ range: { start: at(3), end: at(4) }, newText: '2' }]);
  edited.apply([{ range: { start: at(3), end: at(4) }, newText: '1' }]);
  expect(edited.edits()).toEqual([]);
});
