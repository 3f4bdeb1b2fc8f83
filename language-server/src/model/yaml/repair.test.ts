import { expect, test } from 'vitest';
import { forgotten, repaired, unrepaired, type Repair } from './repair.ts';

test.each([
  ['a word', 'abc\nd: 1', ':', 'abc:\nd: 1'],
  ['a word before a comment', 'abc # x\nd: 1', ':', 'abc: # x\nd: 1'],
  ['a key and its value', 'a:bc\nd: 1', ' ', 'a: bc\nd: 1'],
  ['an address', 'http://x\nd: 1', ':', 'http://x:\nd: 1'],
])('what is missing behind %s', (_, text, insert, expected) => {
  const repair = forgotten(text, 0);
  expect(repair.insert).toBe(insert);
  expect(repaired(text, [repair])).toBe(expected);
});

test('every character of the repaired text is where it was', () => {
  const text = 'ab\ncd\nef: 1\n';
  const repairs: Repair[] = [
    { at: 5, insert: ':', start: 3 },
    { at: 2, insert: ':', start: 0 },
  ];
  const mended = repaired(text, repairs);
  const place = unrepaired(repairs);
  expect(mended).toBe('ab:\ncd:\nef: 1\n');
  const kept = [...mended].map((_, offset) => offset).filter((offset) => offset !== 2 && offset !== 6);
  expect(kept.map(place)).toEqual([...text].map((_, offset) => offset));
});
