import { describe, expect, test } from 'vitest';
import { guard, maxDepth, maxLength } from './guard.ts';
import { parseManifest } from '../manifest/parse.ts';
import { processorTime } from '../testing/processor-time.ts';

const nested = (levels: number) => Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}k:`).join('\n');

const refused: readonly [string, string, string][] = [
  ['brackets', '['.repeat(10_000), 'yaml-too-deep'],
  ['brackets that look closed in quotes', '[ "]", '.repeat(500), 'yaml-too-deep'],
  ['brackets that look closed in comments', '[ # ]\n '.repeat(500), 'yaml-too-deep'],
  ['braces', `a: ${'{a: '.repeat(5000)}`, 'yaml-too-deep'],
  ['lists on one line', '- '.repeat(50_000), 'yaml-too-deep'],
  ['keys on one line', '? '.repeat(50_000), 'yaml-too-deep'],
  ['indentation', nested(500), 'yaml-too-deep'],
  ['a control character', 'a: \u0000', 'yaml-binary'],
  ['a very long text', 'a: '.padEnd(maxLength + 1, 'x'), 'yaml-too-large'],
];

const fine: readonly [string, string][] = [
  ['many brackets side by side', `a: [${'[], '.repeat(5000)}]`],
  ['brackets in quotes', `a: '${'['.repeat(5000)}'`],
  ['brackets in a block of text', `a: |\n  ${'['.repeat(5000)}`],
  ['brackets in a comment', `a: 1 # ${'['.repeat(5000)}`],
  ['much indentation', `a:\n${' '.repeat(5000)}b: 1`],
  ['as deep as allowed', nested(maxDepth - 1)],
  ['tabs and line breaks', 'a:\t1\r\nb: 2\n'],
];

describe('guard', () => {
  test.each(refused)('refuses %s in one problem', (_, text, code) => {
    const work = () => {
      expect(guard(text)?.code).toBe(code);
      const problems = parseManifest('file:///infra.yaml', 1, text).problems();
      expect(problems.map((problem) => problem.code)).toEqual([code]);
    };
    expect(processorTime(work)).toBeLessThan(1_500);
  });

  test.each(fine)('lets %s pass', (_, text) => {
    expect(guard(text)).toBeUndefined();
  });

  test('points to the level that is one too many', () => {
    const text = `# [[[\na: "["\nb: ${'['.repeat(maxDepth + 5)}`;
    expect(guard(text)?.span.start).toBe(text.indexOf('[['.repeat(20)) + maxDepth);
  });
});
