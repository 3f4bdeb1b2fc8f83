import { describe, expect, test } from 'vitest';
import { bundleUri, openBundle } from './bundle.testkit.ts';
import { hoverInBundle } from './hover.ts';
import { linksInBundle } from './links.ts';
import { definitionInBundle, highlightsInBundle, referencesInBundle } from './navigation.ts';
import { symbolsInBundle } from './symbols.ts';

const bundle = `name: store
source_url: https://example.com/store
tagged: &tagged { type: string }
params:
  required: [size]
  properties:
    size: { type: string, title: Size, enum: [small, large] }
    disk:
      type: object
      properties:
        gigabytes: { type: integer }
    region: { $ref: region }
    tags: { $ref: ./schemas/tags.json }
    port: { $ref: '#/params/definitions/port' }
    first: *tagged
  definitions:
    port: { type: integer }
  dependencies:
    size:
      oneOf:
        - properties: { size: { const: small } }
  examples:
    - __name: Small
      size: small
      disk: { gigabytes: 1 }
ui:
  ui:order: [size, disk]
  disk:
    ui:order: [gigabytes]
connections:
  required: [net]
  properties:
    net: { $ref: massdriver/network }
    db: { $ref: database }
artifacts:
  properties:
    out: { $ref: network }
app:
  envs:
    SIZE: .params.size
    HOST: ".connections.db.data.host + .params.tags.team"
  secrets:
    TOKEN: { title: Token, required: true }
  policies:
    - .secrets.TOKEN
checks:
  - { name: small, expression: "params.disk.gigabytes < 10 && params.size.startsWith('params.x')" }
`;

/** The bundle with the cursor in the middle of one of its lines. */
function at(line: number, part: string): ReturnType<typeof openBundle> {
  const lines = bundle.split('\n');
  const text = lines[line - 1] ?? '';
  const start = text.lastIndexOf(part);
  if (start < 0) throw new Error(`Line ${line} has no ${part}.`);
  lines[line - 1] = `${text.slice(0, start + 1)}¦${text.slice(start + 1)}`;
  return openBundle(lines.join('\n'));
}

const place = (uri: string, line: number): string => `${uri.replace('file:///registry/', '')}:${line + 1}`;

describe('definition', () => {
  test.each<[string, number, string, string[]]>([
    ['a name in ui:order', 27, 'disk', ['store/bundle.yaml:8']],
    ['a nested name in ui:order', 29, 'gigabytes', ['store/bundle.yaml:11']],
    ['a field of the form', 28, 'disk', ['store/bundle.yaml:8']],
    ['a required param', 5, 'size', ['store/bundle.yaml:7']],
    ['a condition', 19, 'size', ['store/bundle.yaml:7']],
    ['a branch', 21, 'size', ['store/bundle.yaml:7']],
    ['a preset', 24, 'size', ['store/bundle.yaml:7']],
    ['a nested preset', 25, 'gigabytes', ['store/bundle.yaml:11']],
    ['jq to a param', 40, 'size', ['store/bundle.yaml:7']],
    ['jq to a slot', 41, 'db', ['store/bundle.yaml:34']],
    ['jq to a connected resource', 41, 'host', ['types/database.json:8']],
    ['jq through a reference', 41, 'team', ['store/schemas/tags.json:4']],
    ['jq to a secret', 45, 'TOKEN', ['store/bundle.yaml:43']],
    ['CEL to a param', 47, 'gigabytes', ['store/bundle.yaml:11']],
    ['a fragment', 12, 'region', ['schemas/region.json:1']],
    ['a file', 13, 'tags.json', ['store/schemas/tags.json:1']],
    ['a pointer', 14, 'port', ['store/bundle.yaml:17']],
    ['an alias', 15, '*tagged', ['store/bundle.yaml:3']],
    ['a resource type', 33, 'network', ['types/network.yaml:1']],
    ['a required slot', 31, 'net', ['store/bundle.yaml:33']],
    ['nothing', 1, 'store', []],
    ['nothing in a text of CEL', 47, 'x', []],
  ])('%s', (_, line, part, expected) => {
    const { document, position } = at(line, part);
    expect(definitionInBundle(document, position).map(({ uri, range }) => place(uri, range.start.line))).toEqual(
      expected,
    );
  });
});

describe('references', () => {
  test.each<[string, number, string, number[]]>([
    ['a param', 7, 'size', [5, 7, 19, 21, 24, 27, 40, 47]],
    ['a nested param', 11, 'gigabytes', [11, 25, 29, 47]],
    ['a slot', 33, 'net:', [31, 33]],
    ['a resource type', 37, 'network', [33, 37]],
    ['a definition', 17, 'port', [14, 17]],
    ['an anchor', 3, '&tagged', [3, 15]],
  ])('%s', (_, line, part, expected) => {
    const { document, position } = at(line, part);
    const lines = referencesInBundle(document, position, true).map(({ range }) => range.start.line + 1);
    expect(lines).toEqual(expected);
    expect(highlightsInBundle(document, position)).toHaveLength(expected.length);
  });

  test('without the declaration', () => {
    const { document, position } = at(27, 'disk');
    expect(referencesInBundle(document, position, false).map(({ range }) => range.start.line + 1)).toEqual([
      25, 27, 28, 47,
    ]);
  });
});

describe('hover', () => {
  test.each<[string, number, string, string[]]>([
    ['a keyword', 4, 'params', ['**Params**', 'JSON Schema']],
    ['a keyword of JSON Schema', 7, 'enum', ['**Choices**']],
    ['a value with a meaning', 7, 'string', ['Text.']],
    ['a key of the form', 27, 'ui:order', ['**Order**']],
    ['a param', 7, 'size', ['**Size**', 'string, one of `small`, `large`', 'Read in lines 40, 47.']],
    ['a param in the order', 27, 'size', ['**Size**']],
    [
      'a resource type',
      33,
      'network',
      [
        '**Network** `network` 1.2.0',
        'Where things are reachable.',
        '- `id` string\n- `ranges`',
        '\n  - `name` string',
      ],
    ],
    ['a slot', 33, 'net:', ['Takes `network`.']],
    ['an optional slot', 34, 'db', ['Takes `database` (optional).']],
    ['a connected resource', 41, 'host', ['string']],
    ['a fragment', 12, 'region', ['**Region**', '`north`']],
    ['a file', 13, 'tags.json', ['- `team` string']],
    ['a secret', 45, 'TOKEN', ['**Token**', 'A secret that must be given.']],
    ['an expression', 41, '+', ['Reads `db.data.host`, `params.tags.team`.']],
    ['an anchor', 3, '&tagged', ['repeated once']],
  ])('%s', (_, line, part, expected) => {
    const { document, position } = at(line, part);
    const contents = hoverInBundle(document, position)?.contents;
    const text = typeof contents === 'object' && 'value' in contents ? contents.value : '';
    for (const piece of expected) expect(text).toContain(piece);
  });
});

test('links lead to schemas and to the source', () => {
  const { document } = openBundle(`${bundle}¦`);
  expect(linksInBundle(document).map(({ target }) => target)).toEqual([
    'file:///registry/schemas/region.json',
    'file:///registry/store/schemas/tags.json',
    'https://example.com/store',
  ]);
});

test('symbols are nested as the text is', () => {
  const { document } = openBundle(`${bundle}¦`);
  const print = (symbols: ReturnType<typeof symbolsInBundle>): string[] =>
    symbols.flatMap(({ name, children, range, selectionRange }) => {
      expect(document.lines.offsetAt(range.end)).toBeGreaterThanOrEqual(document.lines.offsetAt(selectionRange.end));
      return [name, ...print(children ?? []).map((inner) => `  ${inner}`)];
    });
  const lines = print(symbolsInBundle(document));
  expect(lines).toContain('params');
  expect(lines).toContain('    gigabytes');
  expect(lines).toContain('    TOKEN');
  expect(lines).toContain('  net');
  expect(document.uri).toBe(bundleUri);
});
