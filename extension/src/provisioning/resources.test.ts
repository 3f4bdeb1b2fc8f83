import { createRegistry } from '@patchbay/language-server/model/registry/create';
import { expect, test } from 'vitest';
import { linksOf, secretsOf, validateResource } from './resources.ts';

const registry = createRegistry([
  {
    origin: 'workspace',
    files: [
      {
        uri: 'file:///types/login.yaml',
        text: `name: login
version: 1.0.0
schema:
  type: object
  properties:
    user: { type: string }
    pin: { type: string, $md.sensitive: true }
    port: { type: integer }
`,
      },
    ],
  },
]);
const login = (value: Record<string, string | number>, sensitive = false) => ({ type: 'login', value, sensitive });

test.each([
  ['what the type marks', login({ user: 'ann', pin: '1234-5' }), ['1234-5']],
  ['what its name gives away', login({ user: 'ann', password: 'hunter2' }), ['hunter2']],
  ['only what is marked, although the tool hides all of it', login({ user: 'ann', pin: '1234-5' }, true), ['1234-5']],
  ['all of it when the tool hides it and nothing is marked', login({ user: 'ann' }, true), [{ user: 'ann' }]],
  ['all of it when nobody knows the type', { ...login({ user: 'ann' }), type: 'unknown' }, [{ user: 'ann' }]],
])('hidden is %s', (_, resource, expected) => {
  expect(secretsOf(resource, registry)).toEqual(expected);
});

test.each([
  ['an address', { url: 'http://localhost:4000/x' }, ['http://localhost:4000/x']],
  ['host, port and protocol', { api: { hostname: '127.0.0.1', port: 80, protocol: 'http' } }, ['http://127.0.0.1/']],
  ['a host that is more than a host', { api: { hostname: 'a@b/', port: 80, protocol: 'http' } }, []],
  ['a port that is none', { api: { hostname: 'host', port: 99999, protocol: 'http' } }, []],
  ['a secret in it', { pin: '1234-5', url: 'http://localhost/?pin=1234-5' }, []],
  ['a login in it', { url: 'http://ann:pw@localhost/' }, []],
  ['a secret address', { token: 'https://localhost/secret' }, []],
  ['another protocol', { url: 'javascript:alert(1)', db: 'postgres://localhost/db' }, []],
])('links of %s', (_, value, expected) => {
  expect(linksOf({ type: 'login', value, sensitive: false }, registry)).toEqual(expected);
});

test('a value that does not fit its type says where and why', () => {
  expect(() => validateResource('The resource x', { port: 'many' }, { name: 'login' }, registry)).toThrow(
    /^The resource x is not a login at port: /,
  );
});
