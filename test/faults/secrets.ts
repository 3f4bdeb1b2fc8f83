import { describe, expect, test } from 'vitest';
import type { RunningServer } from './running-server.ts';

/** What must never be seen. */
const secret = 'hunter2';

export const secretFiles: { readonly [path: string]: string } = {
  'vault/bundle.yaml': `name: vault
version: 1.0.0
params:
  properties:
    pin: { type: string, $md.sensitive: true, enum: [x], title: Pin, default: ${secret}-default }
    auth:
      type: object
      title: Login
      properties:
        user: { type: string, title: User }
        key: { type: string, format: password, minLength: 100, pattern: '^[a-z]+$' }
        deep: { type: object, properties: { inner: { type: integer, $md.sensitive: true, examples: [${secret}-example] } } }
    list: { type: array, items: { type: object, properties: { s: { type: string, $md.sensitive: true } } } }
    password: { type: integer, title: By its name }
    mode: { type: string, enum: [a, b] }
  if: { properties: { mode: { const: b } } }
  then: { properties: { extra: { type: string, $md.sensitive: true } } }
`,
};

const manifest = `components:
  a:
    bundle: vault
    title: Vault
    params:
      pin: ${secret}-1
      auth:
        user: someone
        key: ${secret}-2
        deep: { inner: ${secret}-3 }
      list: [{ s: ${secret}-4 }]
      password: ${secret}-5
      mode: b
      extra: ${secret}-6
    secrets:
      LITERAL: ${secret}-7
  b:
    bundle: vault
    params: { pin: ${secret}-1, auth: { key: ${secret}-2 } }
environments:
  staging:
    components:
      a: { params: { pin: ${secret}-8, auth: { key: ${secret}-9, deep: { inner: ${secret}-10 } }, list: [{ s: ${secret}-11 }] } }
  production:
    components:
      a:
        params:
          auth: { user: other, key: ${secret}-12 }
          list: [{ s: ${secret}-13 }]
          extra: ${secret}-14
`;

/** threats.md, row 12. */
export function showsNoSecrets(server: () => RunningServer): void {
  describe('row 12: what is sensitive is never shown', () => {
    test('in diagnostics, hovers, completion, hints, symbols, lenses and the diagram', async () => {
      const { client, uri, open, close, at } = server();
      const file = 'vault.infra.yaml';
      const shown = new Map<string, unknown>();
      shown.set('diagnostics', await open(file, manifest));
      for (const [line, text] of manifest.split('\n').entries()) {
        for (let character = 0; character <= text.length; character += 2) {
          const position = { line, character };
          for (const method of ['hover', 'completion'])
            shown.set(`${method} at ${line}:${character}`, await at(`textDocument/${method}`, file, position));
        }
      }
      const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
      shown.set('inlay hints', await at('textDocument/inlayHint', file, range.start, { range }));
      for (const method of ['documentSymbol', 'codeLens', 'documentLink'])
        shown.set(method, await at(`textDocument/${method}`, file, range.start));
      const actions: { title: string }[] = await at('textDocument/codeAction', file, range.start, {
        range,
        context: { diagnostics: [] },
      });
      shown.set(
        'code actions',
        actions.map(({ title }) => title),
      );
      shown.set('diagram', await client.request('patchbay/diagram/open', { uri: uri(file) }));
      shown.set('palette', await client.request('patchbay/palette', { uri: uri(file) }));
      await close(file);
      const leaks = [...shown].flatMap(([what, answer]) => {
        const text = JSON.stringify(answer) ?? '';
        const at = text.indexOf(secret);
        return at < 0 ? [] : [`${what}: ${text.slice(Math.max(0, at - 80), at + 40)}`];
      });
      expect(leaks).toEqual([]);
      expect(JSON.stringify(shown.get('hover at 6:6'))).toContain('Login');
    });
  });
}
