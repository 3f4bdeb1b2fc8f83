/** A bundle beside the files of its module, in the real VS Code: what is typed in one is told in the other. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually, missingTools, openWorkbench } from './host.mjs';

const skip = missingTools();

const files = {
  'bundle.yaml': `name: web-app
version: 1.0.0
params:
  required: [size]
  properties:
    size: { type: string }
resources:
  out: { resource_type: local-file }
steps:
  - { path: src, provisioner: opentofu }
`,
  'src/main.tf': 'variable "size" {\n  type = string\n}\n',
  'src/resource_out.jq': '{ path: .params.sise }\n',
};

describe('a bundle and its module', { skip }, () => {
  const folder = skip ? '' : fs.mkdtempSync(path.join(os.tmpdir(), 'pbm-'));
  let session, inHost;

  before(async () => {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, 'web (1)', name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
    session = await openWorkbench(folder);
    ({ inHost } = session);
    await session.workbench.open('bundle.yaml');
  });

  after(async () => {
    await session?.close();
    if (folder !== '') fs.rmSync(folder, { recursive: true, force: true });
  });

  /** The codes of the problems that are shown for a file. */
  const problems = (name) =>
    inHost(
      (vscode, ending) =>
        vscode.languages
          .getDiagnostics()
          .filter(([uri]) => uri.path.endsWith(ending))
          .flatMap(([, list]) => list.map(({ code }) => code)),
      name,
    );
  const has = (name, code) =>
    eventually(
      () => problems(name),
      (found) => found.includes(code),
      { what: `${code} in ${name}` },
    );
  const hasNot = (name, code) =>
    eventually(
      () => problems(name),
      (found) => !found.includes(code),
      { what: `no ${code} in ${name}` },
    );
  /** Types into a file without saving it. */
  const replace = (name, from, to) =>
    inHost(
      async (vscode, ending, was, is) => {
        const [uri] = await vscode.workspace.findFiles(`**/${ending}`);
        const document = await vscode.workspace.openTextDocument(uri);
        const start = document.getText().indexOf(was);
        const edit = new vscode.WorkspaceEdit();
        const range = new vscode.Range(document.positionAt(start), document.positionAt(start + was.length));
        edit.replace(uri, range, is);
        await vscode.workspace.applyEdit(edit);
      },
      name,
      from,
      to,
    );

  test('what is wrong in a jq file is told there, though nobody opened it', async () => {
    await has('resource_out.jq', 'jq-path');
    await replace('resource_out.jq', 'sise', 'size');
    await hasNot('resource_out.jq', 'jq-path');
  });

  test('a variable counts as it is typed, and its file is left to other extensions', async () => {
    await replace('main.tf', 'string', 'list(string)');
    await has('bundle.yaml', 'module-variable-type');
    assert.deepEqual(await problems('main.tf'), []);
    const offered = await inHost(async (vscode) => {
      const document = vscode.workspace.textDocuments.find(({ fileName }) => fileName.endsWith('main.tf'));
      const hovers = await vscode.commands.executeCommand(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(0, 12),
      );
      const symbols = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
      return [document.isDirty, hovers.length, (symbols ?? []).length];
    });
    assert.deepEqual(offered, [true, 0, 0]);
    await replace('main.tf', 'list(string)', 'string');
    await hasNot('bundle.yaml', 'module-variable-type');
  });
});
