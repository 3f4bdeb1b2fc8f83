import { describe, expect, it } from 'vitest';
import { closest, didYouMean } from './text-distance.ts';

describe('closest', () => {
  it.each([
    ['instnace_class', ['instance_class', 'username', 'engine_version'], ['instance_class']],
    ['netwrok', ['network', 'networks', 'database'], ['network', 'networks']],
    ['Network', ['network'], ['network']],
    ['db', ['database'], []],
    ['data', ['database'], ['database']],
    ['prod', ['production', 'staging'], ['production']],
    ['', ['a'], []],
    ['x'.repeat(5000), ['x'], []],
    ['same', ['same'], []],
    ['constructer', ['constructor', '__proto__'], ['constructor']],
  ])('%s of %j is %j', (word, candidates, expected) => {
    expect(closest(word, candidates)).toEqual(expected);
  });

  it('returns at most as many as asked for', () => {
    expect(closest('ab', ['aa', 'ac', 'ad', 'ae'], 2)).toEqual(['aa', 'ac']);
  });
});

it('asks in a sentence', () => {
  expect(didYouMean('stagin', ['staging'])).toBe(' Did you mean `staging`?');
  expect(didYouMean('zzz', ['staging'])).toBe('');
});
