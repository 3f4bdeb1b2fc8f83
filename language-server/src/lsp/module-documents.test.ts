import { expect, it } from 'vitest';
import type { Connection } from 'vscode-languageserver/node';
import { synchronizeModules } from './module-documents.ts';

it('asks for the texts of module files, and for no feature', async () => {
  const asked: unknown[] = [];
  const register = (type: { readonly method: string }, options: unknown) => {
    asked.push([type.method, options]);
    return Promise.resolve();
  };
  await synchronizeModules({ client: { register } } as unknown as Connection);
  const documentSelector = [
    { scheme: 'file', pattern: '**/{*.tf,*.tofu,*.tfvars,*.jq,*.tpl,NOTES.txt}' },
    { scheme: 'file', pattern: '**/values.yaml' },
  ];
  expect(asked).toEqual([
    ['textDocument/didOpen', { documentSelector }],
    ['textDocument/didChange', { documentSelector, syncKind: 2 }],
    ['textDocument/didClose', { documentSelector }],
  ]);
});
