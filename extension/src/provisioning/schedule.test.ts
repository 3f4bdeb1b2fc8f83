import { expect, test } from 'vitest';
import { findCycle, inOrder, reversed } from './schedule.ts';

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([node, others]) => [node, new Set(others)]));

test.each<[string, Record<string, string[]>, readonly string[] | undefined]>([
  ['nothing', {}, undefined],
  ['a diamond', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, undefined],
  ['itself', { a: ['a'] }, ['a']],
  ['a circle behind a path', { a: ['b'], b: ['c'], c: ['d'], d: ['b'] }, ['b', 'c', 'd']],
  ['a circle beside', { a: [], b: ['c'], c: ['b'] }, ['b', 'c']],
])('the cycle of %s', (_, edges, expected) => {
  expect(findCycle(graph(edges))).toEqual(expected);
});

test('as much as possible at a time, nothing before what it waits for', async () => {
  const waitsFor = graph({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'], e: [] });
  const log: string[] = [];
  let working = 0;
  let most = 0;
  const outcomes = await inOrder(
    waitsFor,
    waitsFor,
    2,
    async (name) => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(name);
      working -= 1;
      return true;
    },
    async () => undefined,
  );
  expect(most).toBe(2);
  expect([...outcomes.values()].every((outcome) => outcome === 'done')).toBe(true);
  expect(log.indexOf('a')).toBeLessThan(log.indexOf('b'));
  expect(log.at(-1)).toBe('d');
});

test('what waits for a failure is not begun, whatever else goes on', async () => {
  const waitsFor = graph({ a: [], b: ['a'], c: ['b'], d: [] });
  const blocked: string[] = [];
  const outcomes = await inOrder(
    waitsFor,
    waitsFor,
    4,
    async (name) => name !== 'a',
    async (name, _, because) => void blocked.push(`${name} because of ${because}`),
  );
  expect(Object.fromEntries(outcomes)).toEqual({ a: 'failed', b: 'blocked', c: 'blocked', d: 'done' });
  expect(blocked).toEqual(['b because of a', 'c because of b']);
});

test('a chain of thousands', async () => {
  const waitsFor = graph(
    Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`n${index}`, index === 0 ? [] : [`n${index - 1}`]])),
  );
  expect(findCycle(waitsFor)).toBeUndefined();
  const outcomes = await inOrder(
    reversed(waitsFor),
    reversed(waitsFor),
    4,
    async () => true,
    async () => undefined,
  );
  expect(outcomes.size).toBe(3000);
});
