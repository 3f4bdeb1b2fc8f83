import { setImmediate as nextRound } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { evaluateJq } from './jq.ts';

const input = { connections: { database: { data: { password: 'correct-horse-battery', port: 5432 } } } };

test.each([
  ['.connections.database.data.port', 5432],
  ['.nothing', null],
  ['empty', undefined],
  ['1, 2, error("never reached")', 1],
  ['range(1e12)', 0],
  ['"a" # a comment', 'a'],
  ['[inputs]', []],
  ['env.HOME // "none" | test("web_user")', true],
])('%s', async (expression, expected) => {
  expect(await evaluateJq('it', expression, input)).toEqual(expected);
});

test.each([
  ['(', 'app.envs.X of web is a jq expression that fails: syntax error'],
  ['.connections.database.data.port.deeper', 'Cannot index number with string "deeper"'],
  ['error("say what to do")', 'say what to do'],
  ['[range(1e12)]', /it needs too much memory|does not end/],
  ['def f: 1 + f; f', 'it needs too much memory'],
  ['def f: f; f', 'does not end: it was stopped after 5 seconds. It is `def f: f; f`.'],
])('%s fails and says why, and the next one works', { timeout: 60_000 }, async (expression, message) => {
  const evaluation = evaluateJq('app.envs.X of web', expression, input);
  await expect(evaluation).rejects.toThrow(message);
  expect(await evaluateJq('it', '.connections.database.data.port', input)).toBe(5432);
});

test('the engine goes on while an expression loops, and a cancellation ends it', async () => {
  const cancel = new AbortController();
  const evaluation = evaluateJq('it', 'def f: f; f', input, cancel.signal);
  let ended = false;
  void evaluation.catch(() => (ended = true));
  for (let round = 0; round < 100; round += 1) await nextRound();
  expect(ended).toBe(false);
  cancel.abort();
  await expect(evaluation).rejects.toMatchObject({ name: 'Cancelled' });
  expect(await evaluateJq('it', '1', input)).toBe(1);
});

test('a failure quotes no beginning of a secret', async () => {
  for (const expression of [
    '.connections.database.data.password | tonumber',
    '.connections.database.data.password + 1',
    '.connections.database.data + "x"',
    '.connections.database.data.password | fromjson',
  ]) {
    const error: unknown = await evaluateJq('it', expression, input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'Failure' });
    expect((error as Error).message).not.toContain('corr');
  }
});

test('what is too large for jq is refused before it breaks it', async () => {
  const large = { params: { text: 'x'.repeat(600 * 1024) } };
  await expect(evaluateJq('it', '.params.text | length', large)).rejects.toThrow('larger than 512 KB');
});

test('as many expressions as a large project has', { timeout: 60_000 }, async () => {
  const all = Array.from({ length: 400 }, (_, index) => index);
  expect(await Promise.all(all.map((index) => evaluateJq('it', '. + 1', index)))).toEqual(
    all.map((index) => index + 1),
  );
});
