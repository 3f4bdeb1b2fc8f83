import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { apply, manifestOf } from '../../model/testing/in-memory.ts';
import { Composition } from './compose.ts';

const text = 'components:\n  a:\n    bundle: x\n  b:\n    bundle: y\nenvironments:\n  s: {}\n';

function composed(...steps: readonly (readonly [from: string, to: string])[]): Composition {
  const composition = new Composition(manifestOf(text));
  for (const [from, newText] of steps) {
    const now = composition.current.text();
    const document = TextDocument.create('', '', 0, now);
    const start = now.indexOf(from);
    composition.add([
      { range: { start: document.positionAt(start), end: document.positionAt(start + from.length) }, newText },
    ]);
  }
  return composition;
}

test('edits far apart stay apart', () => {
  const edits = composed(['x', 'xx'], ['{}', '{ protected: true }']).edits();
  expect(edits.map(({ range, newText }) => [range.start.line, newText])).toEqual([
    [2, 'xx'],
    [6, '{ protected: true }'],
  ]);
});

test('an edit inside of what another put in is one edit', () => {
  const edits = composed(['x', 'one two'], ['two', 'three']).edits();
  expect(edits.map(({ newText }) => newText)).toEqual(['one three']);
});

test('what is taken back is no edit', () => {
  expect(composed(['x', 'other'], ['other', 'x']).edits()).toEqual([]);
});

test('any edits one after the other come to the same text at once', () => {
  const edit = fc.tuple(fc.nat(200), fc.nat(12), fc.constantFrom('', 'z', 'k: v\n', '\r\n'));
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 8 }), (changes) => {
      const composition = new Composition(manifestOf(text));
      for (const [at, length, newText] of changes) {
        const now = composition.current.text();
        const document = TextDocument.create('', '', 0, now);
        const start = document.positionAt(at % (now.length + 1));
        const end = document.positionAt(Math.min(now.length, (at % (now.length + 1)) + length));
        composition.add([{ range: { start, end }, newText }]);
      }
      expect(apply(text, composition.edits())).toBe(composition.current.text());
    }),
  );
});
