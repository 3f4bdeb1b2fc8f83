import { expect, test } from 'vitest';
import { format } from './formatting.ts';
import { apply } from '../model/testing/in-memory.ts';

test.each([
  ['spaces at line ends', 'a: 1  \nb: 2\t\n', 'a: 1\nb: 2\n'],
  ['blank lines', 'a: 1\n\n\n\nb: 2\n', 'a: 1\n\nb: 2\n'],
  ['a missing last line break', 'a: 1', 'a: 1\n'],
  ['windows line ends', 'a: 1 \r\nb: 2', 'a: 1\r\nb: 2\r\n'],
  ['other white characters stay', 'a: x\u00a0 \n\ufeff\n\n', 'a: x\u00a0\n\ufeff\n\n'],
  ['comments stay', '# one \na: 1 # two\n', '# one\na: 1 # two\n'],
  ['block scalars stay', 'a: |\n  x  \n\n\n  y\nb: 1 \n', 'a: |\n  x  \n\n\n  y\nb: 1\n'],
  ['block scalars in lists stay', 'a:\n  - |-\n    x  \n  - y \n', 'a:\n  - |-\n    x  \n  - y\n'],
  ['quoted texts over lines stay', 'a: "x  \n\n\n  y  "\nb: 1 \n', 'a: "x  \n\n\n  y  "\nb: 1\n'],
  ['tidy text stays', 'a:\n  b: [1, 2]\n', 'a:\n  b: [1, 2]\n'],
  ['nothing', '', ''],
  ['levels of different depth', 'a:\n  b:\n     c: 1\n     d:\n      - e\n', 'a:\n  b:\n    c: 1\n    d:\n      - e\n'],
  ['as deep as the first', 'a:\n    b:\n      c: 1\n', 'a:\n    b:\n        c: 1\n'],
  [
    'entries of a section that do not line up with others',
    'components:\n    a:\n      bundle: x\n',
    'components:\n    a:\n        bundle: x\n',
  ],
  [
    'lists that are not indented stay so',
    'a:\n    b:\n    -   c: 1\n        d: 2\n',
    'a:\n    b:\n    - c: 1\n      d: 2\n',
  ],
  ['spaces behind colons', 'a:   1  # one\nb:\n  c:    x\n', 'a: 1  # one\nb:\n  c: x\n'],
  [
    'braces and brackets',
    'a: {b: 1,c:  [ 1,2 ],  d: { }, e: {"f":1}}\n',
    'a: { b: 1, c: [1, 2], d: {}, e: { "f": 1 } }\n',
  ],
  [
    'comments go with their line',
    'a:\n  b:\n      # c\n      c: 1\n      # end\n  # d\n  d: 1\n',
    'a:\n  b:\n    # c\n    c: 1\n    # end\n  # d\n  d: 1\n',
  ],
  [
    'what goes on over lines moves as a whole',
    'a:\n  b:\n      c: |\n        x\n          y\n      d: {\n        e: 1 }\n      f: g\n       h\n',
    'a:\n  b:\n    c: |\n      x\n        y\n    d: {\n      e: 1 }\n    f: g\n     h\n',
  ],
  [
    'a part that does not parse stays, the others do not',
    'components:\n  a:\n      bundle: "x\n  b:\n      bundle:  y\n',
    'components:\n  a:\n      bundle: "x\n  b:\n    bundle: y\n',
  ],
  [
    'where one entry has to stay, all of its section do',
    'components:\n   a:\n     ? b\n   c:\n      bundle: x\nenvironments:\n  s: {}\n',
    'components:\n   a:\n     ? b\n   c:\n      bundle: x\nenvironments:\n   s: {}\n',
  ],
  ['braces without a key stay', 'a:  { :  }\nb: {? c,d:  1}\n', 'a: { :  }\nb: {? c, d: 1 }\n'],
  ['anchors and merges', 'a: &x\n   b:  1\nc:\n   <<:  *x\n', 'a: &x\n   b: 1\nc:\n   <<: *x\n'],
])('%s', (_, text, expected) => {
  const formatted = apply(text, format(text));
  expect(formatted).toBe(expected);
  expect(format(formatted)).toEqual([]);
});
