import { expect, test } from 'vitest';
import { manifestOf } from '../testing/in-memory.ts';
import { problemsOf } from '../testing/problem-lines.ts';

const lines = (text: string): string[] =>
  problemsOf(manifestOf(text)).map(({ range, code }) => `${range.start.line + 1} ${code}`);

const project = `components:
  net:
    bundle: network
    params:
      cidr: 10.0.0.0/8
  db:
    bundle: database
    connections:
      vpc: net.vpc
    params:
      instance: small
`;
const half = (before: string, typed: string): string => project.replace(before, `${typed}\n${before}`);

test.each([
  ['nothing', project, []],
  ['a key above others', half('      cidr', '      si'), ['5 yaml-syntax']],
  ['a key above everything of a component', half('    bundle: network', '    ti'), ['3 yaml-syntax']],
  ['the last key of a component', half('  db:', '    ti'), ['6 yaml-syntax']],
  ['a component that others are connected to, its colon lost', project.replace('net:\n', 'net\n'), ['2 yaml-syntax']],
  ['a slot, its space lost', project.replace('vpc: net', 'vpc:net'), ['6 missing-connection', '9 wrong-kind']],
  ['a brace that is open', project.replace(/params:\n {6}instance: small/, 'params: { instance'), ['10 yaml-syntax']],
  ['a quote that is open', project.replace('10.0.0.0/8', '"10.0.0.0/8'), ['5 yaml-syntax']],
  [
    'a mistake elsewhere in the component stays in sight',
    half('    bundle: database', '    ti').replace('small', 'tiny'),
    ['7 yaml-syntax', '12 invalid-param'],
  ],
])('while a person types, one complaint at a time: %s', (_, text, expected) => {
  expect(lines(text)).toEqual(expected);
});
