import { MarkupContent } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { hover } from './hover.ts';
import { open, textIn } from '../model/testing/in-memory.ts';

function hoverAt(marked: string): { on: string; text: string } | undefined {
  const { manifest, registry, position, text } = open(marked);
  const result = hover(manifest, registry, position);
  if (!result?.range || !MarkupContent.is(result.contents)) return undefined;
  return { on: textIn(text, result.range), text: result.contents.value };
}

const project = (database: string): string => `components:
  net:
    bundle: network
    params: { cidr: 10.0.0.0/16 }
  db:
    bundle: database
${database}
environments:
  staging:
    components:
      db: { params: { instance: medium } }
  production: {}
`;

describe('hover', () => {
  test.each([
    [
      'a bundle',
      project('').replace('bundle: data', 'bundle: da|ta'),
      'database',
      /2\.1\.0.*A PostgreSQL server.*`vpc`/s,
    ],
    ['a component', project('').replace('db:', 'd|b:'), 'db', /\*\*db\*\*.*PostgreSQL/s],
    ['a param', project('    params:\n      in|stance: small'), 'instance', /string.*one of `small`, `medium`/s],
    [
      'where a value comes from',
      project('    params:\n      instance: sm|all'),
      'small',
      /staging: `medium`, from the environment\n- production: `small`$/,
    ],
    [
      'a default that one environment replaces',
      'components:\n  net: { bundle: network, params: { cidr: 1 } }\nenvironments:\n  x: { components: { net: { params: { si|ze: large } } } }\n  y: {}\n',
      'size',
      /x: `large`, from the environment\n- y: `small`, the default$/,
    ],
    [
      'a param that another bundle does not have',
      'components:\n  d: { bundle: network, params: { ci|dr: 1 } }\nenvironments:\n  x: { components: { d: { bundle: app } } }\n  y: { components: { d: { bundle: database, params: { size: large } } } }\n',
      'cidr',
      /x: not a param of `app`\n- y: not a param of `database`$/,
    ],
    ['a slot', project('    connections:\n      v|pc: net.vpc'), 'vpc', /`vpc`, required.*\*\*Network\*\*/s],
    ['a target', project('    connections:\n      vpc: net.v|pc'), 'net.vpc', /\*\*net\*\* puts out `vpc`/],
    ['a key of the format', project('    conn|ections: {}'), 'connections', /What fills the slots/],
    [
      'a value that is the same everywhere',
      project('').replace('cidr: 10.0', 'ci|dr: 10.0'),
      'cidr',
      /In every environment: `10\.0\.0\.0\/16`$/,
    ],
    [
      'a default of an environment',
      'resources:\n  r: { type: role, from: { env: R } }\nenvironments:\n  s: { defaults: { role: r| } }\n',
      'r',
      /\*\*r\*\* imported `role`.*variable `R`.*Has `arn`/s,
    ],
    [
      'what fills a slot in each environment',
      'components:\n  a: { bundle: app, connections: { ro|le: one } }\nresources:\n  one: { type: role, from: { env: A } }\nenvironments:\n  x: { components: { a: { connections: { role: two } } } }\n  y: {}\n',
      'role',
      /In each environment\n- x: `two`, from the environment\n- y: `one`$/,
    ],
    [
      'a slot without environments',
      'components:\n  a: { bundle: database, connections: { v|pc: net.vpc } }\n  net: { bundle: network }\n',
      'vpc',
      /^\*\*vpc\*\* `vpc`, required\n\n\*\*Network\*\* 1\.0\.0\n\nHas `id`$/,
    ],
    [
      'what an environment fills',
      'environments:\n  s|:\n    defaults: { role: r }\n',
      's',
      /Fills open slots\n- `role`: `r`/,
    ],
    [
      'where a secret is read from',
      'components:\n  a: { secrets: { K: { env: KE|Y } } }\n',
      'KEY',
      /environment variable/,
    ],
    ['an environment', project('').replace('staging', 'sta|ging'), 'staging', /Changes `db`/],
  ])('%s', (_, marked, on, text) => {
    const result = hoverAt(marked);
    expect(result?.on).toBe(on);
    expect(result?.text).toMatch(text);
  });

  test.each([
    ['white space', 'components:\n  |\n'],
    ['a comment', 'components: # he|re\n'],
    ['a param nobody knows', project('    params:\n      wh|at: 1')],
    ['a bundle that is not there', 'components:\n  a:\n    bundle: no|pe\n'],
  ])('says nothing on %s', (_, marked) => {
    expect(hoverAt(marked)).toBeUndefined();
  });

  test('text of a file cannot become a link, an image or a command', () => {
    const marked = 'components:\n  a|:\n    title: "[x](command:evil) <img src=x> ![y](http://z)"\n    bundle: app\n';
    expect(hoverAt(marked)?.text).not.toMatch(/(?<!\\)\[x(?<!\\)\]|(?<!\\)<img|(?<!\\)!\[/);
  });
});
