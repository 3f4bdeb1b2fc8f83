import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readYaml } from './from-yaml.ts';
import { readBlock } from './read-block.ts';

/** Both readers agree, or the fast one leaves the text to the library. */
function agree(text: string): boolean {
  const fast = readBlock(text);
  if (fast === undefined) return false;
  const { root, anchors, faults, oddKeys } = readYaml(text);
  expect(fast).toEqual(root);
  expect([[...anchors], faults, oddKeys]).toEqual([[], [], []]);
  return true;
}

describe('readBlock', () => {
  test.each([
    'a: 1',
    '  network:\n    bundle: aws-vpc@~1 # the first\n\n    params:\n      cidr: 10.0.0.0/16\n      tags: [a, "b c", { d: 1.5 }]\n',
    'a:\n- x\n- y: 1\n  z: "it\'s"\n-\n  - deep\nb:\nc: {}\r\nd: []\n# end\n',
    'a: "1"\nb: true\nc: null\nd: ~\ne: -3\nf: 0.50\ng: v1.2.3\nh: \'\'\n',
    'a: x # y\n   # odd\n# odd\nb: a#b\nc: a:b\nd: -x\n',
  ])('reads %j itself', (text) => {
    expect(agree(text)).toBe(true);
  });

  test.each([
    '',
    '# a',
    'a',
    '- a',
    '{}',
    'a: |\n  b',
    'a: &b c',
    'a: *b',
    '<<: { a: 1 }',
    'a: "\\n"',
    'a: b: c',
    'a:\n b: 1\n  c: 2',
    'a: x\n  y',
  ])('leaves %j to the library', (text) => {
    expect(readBlock(text)).toBeUndefined();
  });

  const scalars = [
    ...[
      'x',
      'a b',
      'a  b',
      'a:b',
      'a: b',
      'a #b',
      'a#b',
      '#b',
      '- a',
      '-',
      '-a',
      '-1',
      '+1',
      '1',
      '01',
      '1.',
      '.5',
      '1.50',
      '1e3',
      '1_000',
      '0x1f',
      '0o17',
      '08',
    ],
    ...[
      '1.2.3',
      '10.0.0.0/16',
      '2001-01-01',
      '12:30',
      '99999999999999999999',
      '-0',
      '+',
      '.',
      '..',
      '...',
      '---',
      '~',
      '~1',
      'null',
      'Null',
      'true',
      'TRUE',
      'yes',
    ],
    ...[
      '.inf',
      '-.INF',
      '.nan',
      '"a"',
      "'a'",
      "'it''s'",
      '"a\\tb"',
      '"a',
      "'a",
      '"a" b',
      '"a" # c',
      '""',
      '{}',
      '[]',
      '{ a: 1 }',
      '{a: 1}',
      '{ a:1 }',
      '{ a }',
      '[a, b]',
      '[a, ]',
    ],
    ...[
      '[ a , b ]',
      '[a',
      '[a]]',
      '[a: b]',
      '[{ a: [] }, "x"]',
      '{ a: { b: c d } }',
      '{ "a": b }',
      '{ a: x#y }',
      '[a #b]',
      '[-]',
      '[- a]',
      '[-1]',
      '[a-b, c/d]',
      '%a',
      '@a',
      '`a',
    ],
    ...[
      'a%b@c',
      '&a b',
      '*a',
      '!a',
      '|',
      '>',
      '| # c',
      '? a',
      ': a',
      'a:',
      'a :',
      '<<',
      '(a)',
      '$a',
      '=',
      'é',
      '日本',
      'a\u2028b',
      'a\u0085b',
      'a\u00a0',
      '\u00a0a',
      'a\tb',
      'a ',
      'a\\b',
      '',
    ],
  ];
  const keys = [
    'a',
    'b',
    'a-b',
    'a.b',
    'a/b',
    'a b',
    'true',
    'null',
    'Null',
    '1',
    '<<',
    '"q"',
    "'q'",
    '-',
    '? a',
    '_',
    '__proto__',
    'a#',
    'é',
    '&x a',
    'a ',
  ];
  const line = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom(': ', ':', ':  ', ': '),
        fc.constantFrom(...scalars),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constant(':'), fc.constantFrom('', '', ' # c', ' ')),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('- ', '-  ', '-', '- a: '), fc.constantFrom(...scalars), fc.constant('')),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...keys), fc.constantFrom(': ', ':'), fc.constantFrom(...scalars)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('', '# c', '---', '...', '}', ']', '\t'), fc.constant(''), fc.constant('')),
    },
  );
  const indented = fc.tuple(
    fc.constantFrom(0, 0, 2, 2, 2, 4, 4, 6, 1, 3),
    line,
    fc.constantFrom('\n', '\n', '\n', '\r\n', ' \n', '\n\n', ''),
  );
  const text = fc
    .array(indented, { minLength: 1, maxLength: 10 })
    .map((all) => all.map(([indent, parts, end]) => ' '.repeat(indent) + parts.join('') + end).join(''));

  test('agrees with the library on whatever it reads', () => {
    let read = 0;
    fc.assert(
      fc.property(text, (each) => {
        if (agree(each)) read++;
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('reads what the library writes of plain data', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).filter((each) => !['true', 'false', 'null'].includes(each));
    const leaf = fc.oneof(
      word,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('10.0.0.0/16', 'two words', '1.2.3'),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(word, tie('node'), { minKeys: 1, maxKeys: 4 }),
      node: fc.oneof(
        { maxDepth: 3 },
        leaf,
        tie('tree'),
        fc.array(fc.oneof(leaf, tie('tree')), { minLength: 1, maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(2, 4), fc.boolean(), (value, indent, flow) => {
        const text = stringify(value, { indent, lineWidth: 0, ...(flow && { collectionStyle: 'flow' }) });
        expect(readBlock(text) === undefined).toBe(flow);
        agree(flow ? `a: ${text}` : text);
      }),
      { numRuns: 500 },
    );
  });

  test.each(scalars)('agrees with the library on %j as a value', (scalar) => {
    for (const around of [
      `a: ${scalar}`,
      `a:\n  b: ${scalar}\nc: 1\n`,
      `a:\n  - ${scalar}\n  - x\n`,
      `a: [${scalar}]\n`,
      `a: { b: ${scalar} }\n`,
      `${scalar}: b\n`,
      `a: [x, ${scalar}, y]`,
    ]) {
      agree(around);
    }
  });
});
