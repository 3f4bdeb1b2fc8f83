import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const model = fileURLToPath(new URL('.', import.meta.url));
const page = readFileSync(new URL('../../docs/diagnostics.md', import.meta.url), 'utf8');

const sources = readdirSync(model, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.includes('meta-schema') && !/\.(?:test|testkit)\.ts$/.test(path))
  .map((path) => readFileSync(`${model}/${path}`, 'utf8'));

const word = "'([a-z]+(?:-[a-z]+)+)'";

/** The ways in which the source gives a problem its code. */
const givesCode: readonly RegExp[] = [
  new RegExp(`\\bcode: ${word}`, 'g'),
  // `code: sameName ? 'one' : 'other'`
  new RegExp(`\\bcode: [^,\\n]*\\? ${word}`, 'g'),
  new RegExp(`\\bcode: [^,\\n]* : ${word}`, 'g'),
  new RegExp(`\\bcode: [^,\\n]*\\?\\? ${word}`, 'g'),
  // `problem(span, 'code', message)`, with the message as a name or written out.
  new RegExp(`(?<!\\[)${word},\\s*(?:message\\b|\`[^\`]{12,}|'[^'\\n]{24,}|"[^"\\n]{24,})`, 'g'),
];

function codesInSource(): string[] {
  const codes = new Set<string>();
  for (const text of sources) {
    for (const pattern of givesCode) for (const [, code = ''] of text.matchAll(pattern)) codes.add(code);
    // `const codes = new Map([['keyword', 'code'], …])`
    for (const [map] of text.matchAll(/\bcodes: [^;]*;/g))
      for (const [, code = ''] of map.matchAll(new RegExp(word, 'g'))) codes.add(code);
  }
  return [...codes].toSorted();
}

const sections = [...page.matchAll(/^### `([a-z-]+)`$/gm)].map(([, code = '']) => code);

test('every code that a diagnostic can have has its section', () => {
  const codes = codesInSource();
  expect(codes.length).toBeGreaterThan(60);
  expect(codes.filter((code) => !sections.includes(code))).toEqual([]);
});

test('every section is about a code that is given', () => {
  expect(sections.filter((code) => !sources.some((text) => text.includes(`'${code}'`)))).toEqual([]);
  expect(sections).toEqual([...new Set(sections)]);
});

test('every section says what is wrong, shows it, and says what to do', () => {
  for (const section of page.split(/^### /m).slice(1)) {
    const [title = ''] = section.split('\n', 1);
    expect(section, title).toMatch(/```(?:yaml|json|hcl|text)\n/);
    expect(section, title).toMatch(/^\*\*Fix:\*\* /m);
  }
});
