import { describe, expect, test } from 'vitest';
import { manifestOf, open, textIn } from '../model/testing/in-memory.ts';
import { elementAt } from './element-at.ts';
import { locate } from './locate.ts';

const project = `components:
  net:
    bundle: network
  db:
    bundle: database
    connections:
      vpc: net.vpc
resources:
  admin:
    type: role
    from: { env: ADMIN }
environments:
  staging:
    components:
      db: { params: { instance: small } }
`;

describe('what the diagram selects', () => {
  test.each([
    ['a component, on its name', ['  net:', '  n|et:'], { kind: 'node', id: 'net' }],
    ['a component, on its bundle', ['bundle: database', 'bundle: data|base'], { kind: 'node', id: 'db' }],
    ['a connection, on its slot', ['vpc: net', 'v|pc: net'], { kind: 'edge', id: 'db.vpc' }],
    ['a connection, on its target', ['net.vpc', 'net|.vpc'], { kind: 'edge', id: 'db.vpc' }],
    ['an imported resource', ['env: ADMIN', 'env: AD|MIN'], { kind: 'node', id: 'admin' }],
    ['a component, on its override', ['instance: small', 'instance: sm|all'], { kind: 'node', id: 'db' }],
    ['nothing, between sections', ['resources:', 'reso|urces:'], undefined],
    ['nothing, on an environment', ['staging:', 'stag|ing:'], undefined],
  ])('%s', (_, [from, to], expected) => {
    const { manifest, position } = open(project.replace(from ?? '', to ?? ''));
    expect(elementAt(manifest, position)).toEqual(expected);
  });
});

describe('where an element stands', () => {
  test.each([
    [{ kind: 'node', id: 'db' } as const, 'db'],
    [{ kind: 'node', id: 'admin' } as const, 'admin'],
    [{ kind: 'edge', id: 'db.vpc' } as const, 'vpc: net.vpc'],
    [{ kind: 'node', id: 'nobody' } as const, undefined],
    [{ kind: 'edge', id: 'db.nothing' } as const, undefined],
  ])('%j', (element, expected) => {
    const range = locate(manifestOf(project), element);
    expect(range && textIn(project, range)).toBe(expected);
  });
});
