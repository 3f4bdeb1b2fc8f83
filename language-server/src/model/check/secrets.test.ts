import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

const app = (secrets: string, rest = ''): string =>
  `components:\n  web:\n    bundle: app\n    secrets: ${secrets}\n${rest}`;

test.each([
  ['all there', app('{ STRIPE_KEY: { env: A } }'), []],
  [
    'a required one is missing',
    app('{}'),
    [
      "'web' `web` needs the secret `STRIPE_KEY`. Say where it comes from, such as `STRIPE_KEY: { env: STRIPE_KEY }` under `secrets`.",
    ],
  ],
  [
    'an environment gives it',
    app('{}', 'environments:\n  x: { components: { web: { secrets: { STRIPE_KEY: { env: A } } } } }\n'),
    [],
  ],
  [
    'a misspelled one',
    app('{ STRIPE_KEY: { env: A }, SENTRY_DNS: { env: B } }'),
    ["'SENTRY_DNS' `app` has no secret `SENTRY_DNS`, so nothing reads it. Did you mean `SENTRY_DSN`?"],
  ],
])('%s', (_, text, expected) => {
  expect(problemLines(text, 'missing-secret', 'unknown-secret')).toEqual(expected);
});
