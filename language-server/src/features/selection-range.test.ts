import type { SelectionRange } from 'vscode-languageserver-types';
import { expect, test } from 'vitest';
import { selectionRanges } from './selection-range.ts';
import { open, textIn } from '../model/testing/in-memory.ts';

test('grows from the word to its line, its block, its component', () => {
  const { manifest, position, text } = open('components:\n  a:\n    params:\n      x: on|e\n      y: two\n  b: {}\n');
  const grown: string[] = [];
  let selection: SelectionRange | undefined = selectionRanges(manifest, [position])[0];
  for (; selection; selection = selection.parent) grown.push(textIn(text, selection.range).trim());
  expect(grown).toEqual([
    'one',
    'x: one',
    'params:\n      x: one\n      y: two',
    'a:\n    params:\n      x: one\n      y: two',
    ...(grown.length > 4 ? [grown[4]] : []),
  ]);
});

test('each position has its answer', () => {
  const { manifest, position } = open('# comment |\n');
  expect(selectionRanges(manifest, [position, { line: 0, character: 0 }])).toHaveLength(2);
});
