import type { SelectionRange } from 'vscode-languageserver-types';
import { expect, test } from 'vitest';
import { selectionRanges } from './selection-range.ts';
import { open, textIn } from '../model/testing/in-memory.ts';

const grown = (marked: string): string[] => {
  const { manifest, position, text } = open(marked);
  const parts: string[] = [];
  let selection: SelectionRange | undefined = selectionRanges(manifest, [position])[0];
  for (; selection; selection = selection.parent) parts.push(textIn(text, selection.range).trim());
  return parts;
};

test('grows from the word to its line, its block, its component, the file', () => {
  const component = 'a:\n    params:\n      x: one\n      y: two';
  expect(grown(`components:\n  ${component.replace('one', 'on|e')}\n  b: {}\n`).filter(unlikeBefore)).toEqual([
    'one',
    'x: one',
    'params:\n      x: one\n      y: two',
    component,
    `components:\n  ${component}\n  b: {}`,
  ]);
});

test('grows by what braces hold', () => {
  expect(grown('components:\n  a: { params: { x: on|e, y: [1, 2] }, bundle: b }\n').slice(0, 6)).toEqual([
    'one',
    'x: one',
    '{ x: one, y: [1, 2] }',
    'params: { x: one, y: [1, 2] }',
    '{ params: { x: one, y: [1, 2] }, bundle: b }',
    'a: { params: { x: one, y: [1, 2] }, bundle: b }',
  ]);
  expect(grown('components:\n  a: { params: { y: [1, 2|] } }\n').slice(0, 3)).toEqual(['2', '[1, 2]', 'y: [1, 2]']);
});

function unlikeBefore(part: string, index: number, all: readonly string[]): boolean {
  return part !== all[index - 1];
}

test('each position has its answer', () => {
  const { manifest, position } = open('# comment |\n');
  expect(selectionRanges(manifest, [position, { line: 0, character: 0 }])).toHaveLength(2);
});
