import { expect, test } from 'vitest';
import { markdown } from './describe-bundle.ts';
import { plainMarkup } from './plain-markup.ts';

test.each([
  ['**Port**\n\ninteger, at least `1`', 'Port\n\ninteger, at least 1'],
  ['```yaml\nsize: "**l**"\n```', 'size: "**l**"'],
  ['`a**b\\_`', 'a**b\\_'],
])('%j', (text, expected) => {
  expect(plainMarkup(text)).toBe(expected);
});

test.each(['a_b *c* [d](e) <f> & g! #1 h|i ~ j\\k', 'https://example.com and www.example.com', 'x {y} z+'])(
  'what is escaped comes back as it was: %s',
  (text) => {
    expect(plainMarkup(markdown(text))).toBe(text);
  },
);
