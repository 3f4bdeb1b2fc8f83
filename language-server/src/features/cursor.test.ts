import { describe, expect, test } from 'vitest';
import { cursorAt } from './cursor.ts';

/** `|` is the cursor; answers `at path 'text'`. */
function read(marked: string, section?: string): string {
  const offset = marked.indexOf('|');
  const cursor = cursorAt(marked.replace('|', ''), offset, section);
  if (!cursor) return 'comment';
  const flags = [
    cursor.flow && 'flow',
    cursor.colon && 'colon',
    cursor.needsSpace && 'space',
    cursor.literal && 'literal',
  ];
  return [`${cursor.at} ${cursor.path.join('.')}`, `'${cursor.text}'`, ...flags.filter(Boolean)].join(' ');
}

describe('cursor', () => {
  test.each([
    ['|', undefined, "key  ''"],
    ['comp|', undefined, "key  'comp'"],
    ['project: sh|op\n', undefined, "value project 'shop'"],
    ['project:|', undefined, "value project '' space"],
    ['project: |', undefined, "value project ''"],
    ['components:\n  |', undefined, "key components ''"],
    ['components:\n  a:\n    |\n', undefined, "key components.a ''"],
    ['  a:\n    bun|dle: x\n', 'components', "key components.a 'bundle' colon"],
    ['  a:\n    bundle: x|\n', 'components', "value components.a.bundle 'x'"],
    ['  a:\n    bundle: x\n  |\n', 'components', "key components ''"],
    ['  a:\n    bundle: x\n|\n', 'components', "key  ''"],
    ['  a:\n    bundle: x\n    par|\n    title: y', 'components', "key components.a 'par'"],
    ['  a:\n    params:\n      b:\n        |', 'components', "key components.a.params.b ''"],
    ['  a:\n    params: { b: | }', 'components', "value components.a.params.b '' flow"],
    ['  a:\n    params: { b: 1, c| }', 'components', "key components.a.params 'c' flow"],
    ['  a:\n    params: { b: 1, c: [x, y|] }', 'components', "value components.a.params.c.1 'y' flow"],
    ['  a:\n    params: { b|: 1 }', 'components', "key components.a.params 'b' flow colon"],
    ['  a:\n    params: {|}', 'components', "key components.a.params '' flow"],
    ['  a:\n    params: { b:\n  c:\n    bun|', 'components', "key components.c 'bun'"],
    ['  a:\n    list:\n      - x\n      - y|\n', 'components', "key components.a.list.1 'y'"],
    ['  a:\n    list:\n    - x\n    - k: v|\n', 'components', "value components.a.list.1.k 'v'"],
    ['  a:\n    list:\n      - |\n', 'components', "key components.a.list.0 ''"],
    ['  a:\n    list:\n      - k: 1\n        l|: 2\n', 'components', "key components.a.list.0 'l' colon"],
    ['  a:\n    "bun|dle": x\n', 'components', "key components.a 'bundle' colon"],
    ["  a:\n    bundle: 'x|'\n", 'components', "value components.a.bundle 'x'"],
    ['  a:\n    bundle: "x|\n  b: 1\n', 'components', "value components.a.bundle 'x'"],
    ['  a: # no|te\n', 'components', 'comment'],
    ['  # no|te\n', 'components', 'comment'],
    ['  a:\n    script: |-\n      hello', 'components', "value components.a.script '-'"],
    ['  a:\n    bundle: x\r\n    t|\r\n', 'components', "key components.a 't'"],
    ['  a:\n    url: http://x|\n', 'components', "value components.a.url 'http://x'"],
  ])('%j in %s', (text, section, expected) => {
    expect(read(text, section)).toBe(expected);
  });

  test('inside a block scalar nothing is a key', () => {
    const text = '  a:\n    script: >\n      key: va\n    next: 1\n';
    const cursor = cursorAt(text, text.indexOf('va'), 'components');
    expect(cursor).toMatchObject({ at: 'value', path: ['components', 'a', 'script'], literal: true });
    expect(cursorAt(text, text.indexOf('next'), 'components')).toMatchObject({ at: 'key', text: 'next' });
  });

  test('every position of any text has an answer', () => {
    const text = 'a: {b: [1, "x\ny: | \n - - q: \'\n  }: ] , &a *b !c ? - : #\n\t"';
    for (let offset = 0; offset <= text.length; offset++) expect(() => cursorAt(text, offset)).not.toThrow();
  });
});
