import { expect, test } from 'vitest';
import { manifestOf } from '../testing/in-memory.ts';
import { problemLines, problemsOf } from '../testing/problem-lines.ts';

const ring = (...pairs: readonly string[]): string =>
  `components:\n${pairs.map((pair) => `  ${pair[0]}: { bundle: loop, connections: { in: ${pair[1]}.out } }\n`).join('')}`;

test.each([
  ['no loop', `${ring('ab')}  b: { bundle: loop }\n`, []],
  ['a component that needs itself', ring('aa'), ["'a.out' `a` is connected to itself, so it could never be deployed."]],
  [
    'a loop of three',
    ring('ab', 'bc', 'ca'),
    ['b', 'c', 'a'].map(
      (to) =>
        `'${to}.out' These components wait for each other, so none of them could be deployed: a → b → c → a. Remove one of the connections.`,
    ),
  ],
  [
    'a loop that one environment closes',
    `${ring('ab')}  b: { bundle: loop }\nenvironments:\n  x: { components: { b: { connections: { in: a.out } } } }\n  y: {}\n`,
    ['b', 'a'].map(
      (to) =>
        `'${to}.out' In x: These components wait for each other, so none of them could be deployed: a → b → a. Remove one of the connections.`,
    ),
  ],
  ['a chain that shares its end', `${ring('ac', 'bc')}  c: { bundle: loop }\n`, []],
])('%s', (_, text, expected) => {
  expect(problemLines(text, 'connection-cycle')).toEqual(expected);
});

test('each problem shows the rest of the loop', () => {
  const problems = problemsOf(manifestOf(ring('ab', 'bc', 'ca'))).filter(({ code }) => code === 'connection-cycle');
  expect(problems.map(({ related }) => related?.map(({ message }) => message))).toEqual([
    ['`b` needs `c`', '`c` needs `a`'],
    ['`a` needs `b`', '`c` needs `a`'],
    ['`a` needs `b`', '`b` needs `c`'],
  ]);
});

test('ten thousand components in a row are no problem', () => {
  const chain = Array.from(
    { length: 10_000 },
    (_, index) => `  c${index}: { bundle: loop, connections: { in: c${index + 1}.out } }\n`,
  );
  expect(problemLines(`components:\n${chain.join('')}  c10000: { bundle: loop }\n`, 'connection-cycle')).toEqual([]);
});
