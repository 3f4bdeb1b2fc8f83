import { processorTime } from '@patchbay/language-server/model/testing/processor-time';
import { expect, test } from 'vitest';
import { Redactor } from './redaction.ts';

test.each([
  ['the value alone', 'correct-horse', '••••'],
  ['in a URL, with all of it', 'open postgres://user:correct-horse@host/db now', 'open •••• now'],
  ['as a part of a word', 'xcorrect-horsey', '••••'],
  ['in JSON', '{"a":"correct-horse","b":"fine"}', '{"a":"••••","b":"fine"}'],
  ['twice', 'correct-horse, correct-horse', '••••, ••••'],
  ['encoded', Buffer.from('correct-horse').toString('base64'), '••••'],
  ['encoded with a name before it', `Basic ${Buffer.from('x:correct-horse').toString('base64')}`, 'Basic ••••'],
  ['encoded after two', `Basic ${Buffer.from('me:correct-horse!').toString('base64')}`, 'Basic ••••='],
  ['not there', 'nothing to see', 'nothing to see'],
  ['a name that gives it away', 'password = swordfish', 'password = ••••'],
  ['a name in JSON', '{"api_key": "swordfish", "x": 1}', '{"api_key": ••••, "x": 1}'],
  ['what Terraform hid already', 'password = (sensitive value)', 'password = (sensitive value)'],
])('%s', (_, text, expected) => {
  const redactor = new Redactor();
  redactor.add('correct-horse');
  expect(redactor.text(text)).toBe(expected);
});

test('values inside of values, lines of a key, and encodings', () => {
  const redactor = new Redactor();
  redactor.add({
    key: '-----BEGIN-----\nabcdefgh\n-----END-----',
    list: [{ odd: 'a"b\\c d' }],
    number: 5432,
    short: 'abc',
  });
  expect(redactor.text('line abcdefgh here')).toBe('line •••• here');
  expect(redactor.text(JSON.stringify({ v: 'a"b\\c d' }))).not.toContain('a\\"b');
  expect(redactor.text(`https://x/?q=${encodeURIComponent('a"b\\c d')}`)).toBe('https://x/?q=••••');
  expect(redactor.text('abc 5432')).toBe('abc 5432');
});

test('a long line without a space takes no time', () => {
  const redactor = new Redactor();
  for (let index = 0; index < 200; index += 1) redactor.add(`secret-${index}-value`);
  const work = () => {
    redactor.text('a'.repeat(1_000_000));
    redactor.text('secret-7-value'.repeat(2_000));
  };
  expect(processorTime(work)).toBeLessThan(3_000);
});
