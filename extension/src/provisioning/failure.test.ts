import { expect, test } from 'vitest';
import { Failure, messageOf } from './failure.ts';

const system = (code: string) =>
  Object.assign(new Error(`${code}: some words, open '/data/lock.json'`), { code, path: '/data/lock.json' });

test.each([
  [new Failure('It is broken.'), 'It is broken.'],
  [system('ENOSPC'), 'The disk is full. Free some space and run this again: what was done is recorded.'],
  [system('EROFS'), '/data/lock.json cannot be written: its disk is read-only.'],
  [system('EACCES'), 'This user has no permission for /data/lock.json. Give it, or run this as its owner.'],
  [new Error('first\n    at second'), 'first'],
  ['thrown text', 'thrown text'],
])('%s in words', (error, message) => {
  expect(messageOf(error)).toBe(message);
});
