import { expect, test } from 'vitest';
import { InsertTextFormat, type CompletionItem } from 'vscode-languageserver-types';
import { plainText } from './completion/plain-text.ts';
import { complete } from './completion.ts';
import { apply, manifestOf, open } from '../model/testing/in-memory.ts';

const sample = `project: shop

components:
  net:
    bundle: network@~1
    params:
      cidr: 10.0.0.0/16   # private

  # The orders.
  db:
    bundle: database@~2
    connections: { vpc: net.vpc }
    params: { instance: small, storage: { gigabytes: 20, fast: true } }
  web:
    bundle: app
    connections:
      database: db.authentication
    params:
      hosts:
        - a.example.com
        - "b.example.com"
    secrets:
      STRIPE_KEY: { env: KEY }
resources:
  admin: { type: role, from: { env: ADMIN } }
environments:
  staging:
    defaults: { role: admin }
    components:
      db:
        params:
          instance: large
  production: {}
`;

/** Every way in which the text may look when completion is asked for, with the place. */
const places: readonly (readonly [name: string, texts: () => Iterable<readonly [text: string, offset: number]>])[] = [
  ['at the end of every prefix', () => everyOffset(sample).map((offset) => [sample.slice(0, offset), offset])],
  ['everywhere', () => everyOffset(sample).map((offset) => [sample, offset])],
  [
    'with CRLF',
    () => {
      const text = sample.replaceAll('\n', '\r\n');
      return everyOffset(text)
        .filter((offset) => text[offset] !== '\n')
        .map((offset) => [text, offset]);
    },
  ],
  ['on a new line, at every indentation', () => holes(() => '')],
  ['in place of a line, half typed', () => holes((line) => line.trim().slice(0, 2), true)],
];

function everyOffset(text: string): number[] {
  return Array.from({ length: text.length + 1 }, (_, offset) => offset);
}

function* holes(typed: (line: string) => string, replace = false): Iterable<readonly [string, number]> {
  const lines = sample.split('\n');
  for (const [index, line] of lines.entries()) {
    const own = line.length - line.trimStart().length;
    for (const indent of replace ? [own] : Array.from({ length: 10 }, (_, column) => column)) {
      const start = [...lines.slice(0, index), ' '.repeat(indent) + typed(line)].join('\n');
      yield [[start, ...lines.slice(index + (replace ? 1 : 0))].join('\n'), start.length];
    }
  }
}

function inserted({ textEdit, insertTextFormat }: CompletionItem): string {
  const text = textEdit?.newText ?? '';
  return insertTextFormat === InsertTextFormat.Snippet ? plainText(text) : text;
}

function syntaxErrors(text: string): number {
  return manifestOf(text)
    .problems()
    .filter(({ code }) => code === 'yaml-syntax').length;
}

test.each(places)('what is offered leaves no more YAML errors than there were: %s', (_, texts) => {
  const worse: string[] = [];
  let offered = 0;
  for (const [text, offset] of texts()) {
    const { manifest, registry, position } = open(`${text.slice(0, offset)}|${text.slice(offset)}`);
    const items = complete(manifest, registry, position)?.items ?? [];
    const before = items.length > 0 ? syntaxErrors(text) : 0;
    for (const item of items) {
      if (!item.textEdit || !('range' in item.textEdit)) throw new Error(`${item.label} has no edit.`);
      offered++;
      const after = apply(text, [{ range: item.textEdit.range, newText: inserted(item) }]);
      if (syntaxErrors(after) > before) worse.push(`${item.label} at ${position.line + 1}:${position.character}`);
    }
  }
  expect(worse).toEqual([]);
  expect(offered).toBeGreaterThan(50);
});
