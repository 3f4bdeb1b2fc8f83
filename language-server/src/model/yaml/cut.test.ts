import { describe, expect, test } from 'vitest';
import { sliceText } from './sliced-text.ts';
import { processorTime } from '../testing/processor-time.ts';

/** Each slice as its kind, its section and its lines. */
function cut(text: string): string[] {
  return sliceText(text).slices.map(({ kind, section, text }) => `${kind} ${section ?? '-'}: ${JSON.stringify(text)}`);
}

const cases: readonly { readonly name: string; readonly text: string; readonly slices: readonly string[] }[] = [
  { name: 'nothing', text: '', slices: ['section -: ""'] },
  {
    name: 'entries at the column of the first one',
    text: 'project: shop\ncomponents:\n  # first\n  a:\n    bundle: x\n\n  # second\n  b: {}\n',
    slices: [
      'section project: "project: shop\\n"',
      'section components: "components:\\n  # first\\n"',
      'entry components: "  a:\\n    bundle: x\\n\\n  # second\\n"',
      'entry components: "  b: {}\\n"',
    ],
  },
  {
    name: 'CRLF, a byte order mark, and no break at the end',
    text: '\ufeffcomponents:\r\n   a:\r\n     bundle: x\r\n   b: {}',
    slices: [
      'section components: "\ufeffcomponents:\\r\\n"',
      'entry components: "   a:\\r\\n     bundle: x\\r\\n"',
      'entry components: "   b: {}"',
    ],
  },
  {
    name: 'flow style stays in one slice',
    text: 'components: {\n  a: { bundle: x },\n  b: {}\n}\nproject: y\n',
    slices: [
      'section components: "components: {\\n  a: { bundle: x },\\n  b: {}\\n}\\n"',
      'section project: "project: y\\n"',
    ],
  },
  {
    name: 'quoted keys and lists at the column of their key',
    text: '"components" :\n  "a b":\n  - x\n  - y\n  \'c\': {}\n',
    slices: [
      'section components: "\\"components\\" :\\n"',
      'entry components: "  \\"a b\\":\\n  - x\\n  - y\\n"',
      'entry components: "  \'c\': {}\\n"',
    ],
  },
  {
    name: 'an entry further left than the one before',
    text: 'components:\n    a: {}\n  b: {}\n  c: {}\n',
    slices: [
      'section components: "components:\\n"',
      'entry components: "    a: {}\\n"',
      'entry components: "  b: {}\\n"',
      'entry components: "  c: {}\\n"',
    ],
  },
  {
    name: 'document markers',
    text: '# head\n---\nproject: a\n...\n---\nproject: b\n',
    slices: ['section -: "# head\\n---\\n"', 'section project: "project: a\\n"', 'rest -: "...\\n---\\nproject: b\\n"'],
  },
  {
    name: 'a flow document',
    text: '# head\n{ project: a,\ncomponents: {} }\n',
    slices: ['whole -: "# head\\n{ project: a,\\ncomponents: {} }\\n"'],
  },
  {
    name: 'an indented document',
    text: '  project: a\n  components:\n',
    slices: ['whole -: "  project: a\\n  components:\\n"'],
  },
  {
    name: 'conflict markers belong to what is open',
    text: 'components:\n  a:\n<<<<<<< ours\n    bundle: x\n=======\n  b:\n>>>>>>> theirs\n  c: {}\n',
    slices: [
      'section components: "components:\\n"',
      'entry components: "  a:\\n<<<<<<< ours\\n    bundle: x\\n=======\\n"',
      'entry components: "  b:\\n>>>>>>> theirs\\n"',
      'entry components: "  c: {}\\n"',
    ],
  },
  {
    name: 'half-typed text at the margin',
    text: 'components:\n  a: {}\nres\nenvironments:\n  b: {}\n',
    slices: [
      'section components: "components:\\n"',
      'entry components: "  a: {}\\n"',
      'section -: "res\\n"',
      'section environments: "environments:\\n"',
      'entry environments: "  b: {}\\n"',
    ],
  },
];

describe('sliceText', () => {
  test.each(cases)('$name', ({ text, slices }) => {
    expect(cut(text)).toEqual(slices);
    expect(
      sliceText(text)
        .slices.map((slice) => slice.text)
        .join(''),
    ).toBe(text);
  });

  test('takes linear time on long lines', () => {
    const lines = [`a${' '.repeat(1_000_000)}b`, 'x'.repeat(1_000_000), '"'.repeat(1_000_000)];
    const work = () => lines.forEach((line) => sliceText(`${line}\n`));
    expect(processorTime(work)).toBeLessThan(2_000);
  });
});
