import { expect, test } from 'vitest';
import { highlights } from './highlight.ts';
import { references } from './references.ts';
import { open, textIn } from '../model/testing/in-memory.ts';

const project = `components:
  net:
    bundle: network
  db:
    bundle: database
    connections: { vpc: net.vpc }
  two:
    bundle: database
    connections:
      vpc: "net.vpc"
resources:
  admin: { type: role, from: { env: ADMIN } }
environments:
  staging:
    defaults: { role: admin }
    components:
      net: { params: { size: large } }
`;

test.each([
  ['a component, from its name', ['  net:', '  ne|t:'], ['1', '5', '9', '16']],
  ['a component, from a connection', ['net.vpc }', 'ne|t.vpc }'], ['1', '5', '9', '16']],
  ['a component, from an override', ['net: { params', 'n|et: { params'], ['1', '5', '9', '16']],
  ['an imported resource', ['admin:', 'adm|in:'], ['11', '14']],
  ['an environment', ['staging', 'stag|ing'], ['13']],
  ['nothing on a param', ['size: large', 'si|ze: large'], []],
])('%s', (_, [from, to], lines) => {
  const { manifest, position, text } = open(project.replace(from!, to!));
  const found = references(manifest, position, true);
  expect(found.map(({ range }) => String(range.start.line))).toEqual(lines);
  expect(new Set(found.map(({ range }) => textIn(text, range))).size).toBeLessThanOrEqual(1);
  expect(references(manifest, position, false)).toHaveLength(Math.max(0, lines.length - 1));
  expect(highlights(manifest, position)).toHaveLength(lines.length);
});

test.each([
  ['a bundle', ['bundle: network', 'bundle: net|work'], ['2']],
  ['a bundle of two components', ['bundle: database', 'bundle: data|base'], ['4', '7']],
  ['a resource type', ['type: role', 'type: ro|le'], ['11', '14']],
])('%s is highlighted wherever the file names it', (_, [from, to], lines) => {
  const { manifest, position } = open(project.replace(from!, to!));
  expect(highlights(manifest, position).map(({ range }) => String(range.start.line))).toEqual(lines);
});
