import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeLens, Diagnostic } from 'vscode-languageserver';
import { startServer } from '../../test/language-client.mjs';
import { buildLanguageServer } from '../build.mjs';
import { methods, type DiagramPatch, type DiagramState } from './protocol.ts';

type Client = Awaited<ReturnType<typeof startServer>>;

let folder: string;
let client: Client;
let version = 0;
let published: Client['published'];
let until: Client['until'];
let logged: Client['logged'];
const patches: DiagramPatch[] = [];

const fileUri = (name: string): string => pathToFileURL(join(folder, name)).href;

const bundle = (extra = ''): string =>
  `name: net\nversion: 1.0.0\nparams:\n  required: [cidr]\n  properties:\n    cidr: { type: string }\n${extra}resources:\n  vpc: { resource_type: vpc }\n`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-server-'));
  await mkdir(join(folder, 'net'));
  await mkdir(join(folder, 'bundles'));
  await writeFile(join(folder, 'net/bundle.yaml'), bundle());
  await writeFile(join(folder, 'vpc.yaml'), 'name: vpc\nversion: 1.0.0\nschema:\n  type: object\n');
  await buildLanguageServer(join(folder, 'dist'));
  client = await startServer({
    command: process.execPath,
    args: [join(folder, 'dist/server.js'), '--stdio'],
    folder: pathToFileURL(folder).href,
    capabilities: {},
  });
  ({ published, logged, until } = client);
  client.on(methods.diagramPatch, (patch: DiagramPatch) => patches.push(patch));
}, 60_000);

afterAll(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

async function diagnosed(uri: string, wanted: number): Promise<readonly Diagnostic[]> {
  await until(() => published.get(uri)?.version === wanted);
  return published.get(uri)?.diagnostics ?? [];
}

async function openText(uri: string, text: string, languageId = 'yaml'): Promise<readonly Diagnostic[]> {
  await client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId, version: ++version, text },
  });
  return diagnosed(uri, version);
}

async function changeText(uri: string, ...contentChanges: object[]): Promise<readonly Diagnostic[]> {
  await client.notify('textDocument/didChange', {
    textDocument: { uri, version: ++version },
    contentChanges,
  });
  return diagnosed(uri, version);
}

const codes = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map(({ code }) => code);
const project = 'components:\n  a:\n    bundle: net\n';

describe('the server', () => {
  test('checks a manifest against the bundles of the workspace, at every change', async () => {
    const uri = fileUri('checks.infra.yaml');
    expect(codes(await openText(uri, project))).toEqual(['missing-param']);
    const end = { line: 3, character: 0 };
    expect(codes(await changeText(uri, { range: { start: end, end }, text: '    params: { cidr: x }\n' }))).toEqual([]);
    expect(codes(await changeText(uri, { text: 'components:\n  a:\n    bundle: nett\n' }))).toEqual(['unknown-bundle']);
  });

  test('hears of the modules of a bundle while they are typed, and tells what is wrong in their files there', async () => {
    await mkdir(join(folder, 'web/src'), { recursive: true });
    await writeFile(join(folder, 'web/src/main.tf'), 'variable "size" {\n  type = string\n}\n');
    await writeFile(join(folder, 'web/src/resource_out.jq'), '{id: }');
    const [uri, hcl, program] = ['web/bundle.yaml', 'web/src/main.tf', 'web/src/resource_out.jq'].map(fileUri) as [
      string,
      string,
      string,
    ];
    const text =
      'name: web\nversion: 1.0.0\nparams:\n  required: [size]\n  properties:\n    size: { type: string }\nresources:\n  out: { resource_type: site }\nsteps:\n  - { path: src, provisioner: opentofu }\n';
    const has = (at: string, ...wanted: string[]) =>
      until(() => JSON.stringify(codes(published.get(at)?.diagnostics ?? [])) === JSON.stringify(wanted));
    await writeFile(join(folder, 'web/bundle.yaml'), text);
    await writeFile(join(folder, 'web/site.yaml'), 'name: site\nversion: 1.0.0\nschema:\n  type: object\n');
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 1 }] });
    await openText(uri, text);
    await has(program, 'jq-syntax');
    await has(uri);
    expect(published.get(program)?.version).toBeUndefined();
    expect(codes(await openText(program, '{id: }'))).toEqual(['jq-syntax']);
    await changeText(program, { text: '{id: 1}' });
    await has(program);
    await openText(hcl, 'variable "size" {\n  type = string\n}\n');
    const type = { start: { line: 1, character: 9 }, end: { line: 1, character: 15 } };
    await changeText(hcl, { range: type, text: 'list(string)' });
    await has(uri, 'module-variable-type');
    const close = (closed: string) => client.notify('textDocument/didClose', { textDocument: { uri: closed } });
    await close(hcl);
    await has(uri);
    await close(program);
    await has(program, 'jq-syntax');
    await close(uri);
    await has(program);
    // While its bundle is not open, too.
    await client.notify('textDocument/didOpen', {
      textDocument: { uri: program, languageId: 'jq', version: ++version, text: '{id: }' },
    });
    await has(program, 'jq-syntax');
    await client.notify('textDocument/didChange', {
      textDocument: { uri: program, version: ++version },
      contentChanges: [{ text: '{id: .params.sise}' }],
    });
    await has(program, 'jq-path');
    await close(program);
    await has(program);
  });

  test('knows what is deployed: the state above an environment, and what cannot be changed', async () => {
    const uri = fileUri('deployed.infra.yaml');
    const text =
      'project: p\ncomponents:\n  a:\n    bundle: fixed\n    params: { name: new }\nenvironments:\n  staging: {}\n';
    await mkdir(join(folder, 'fixed'));
    await writeFile(
      join(folder, 'fixed/bundle.yaml'),
      'name: fixed\nversion: 1.0.0\nparams:\n  properties:\n    name: { type: string, $md.immutable: true }\n',
    );
    await client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: fileUri('fixed/bundle.yaml'), type: 1 }],
    });
    await openText(uri, text);
    await until(() => codes(published.get(uri)?.diagnostics ?? []).length === 0);
    const states = async (): Promise<unknown[]> => {
      const lenses: CodeLens[] = await client.request('textDocument/codeLens', { textDocument: { uri } });
      return lenses.map(({ command }) => command?.title);
    };
    expect(await states()).toEqual(['Open diagram', 'Not deployed', 'Plan', 'Deploy']);

    const record = '.patchbay/environments/staging/instances/a.json';
    await mkdir(join(folder, '.patchbay/environments/staging/instances'), { recursive: true });
    const deployment = { complete: true, bundle: { name: 'fixed' }, params: { name: 'old' }, resources: [] };
    await writeFile(
      join(folder, record),
      JSON.stringify({ manifest: 'deployed.infra.yaml', project: 'p', component: 'a', status: 'deployed', deployment }),
    );
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: fileUri(record), type: 1 }] });
    await until(() => codes(published.get(uri)?.diagnostics ?? []).includes('immutable-param'));
    expect(await states()).toEqual(['Open diagram', 'Deployed', 'Plan', 'Deploy']);

    expect(await changeText(uri, { text: text.replace('new', 'old') })).toEqual([]);
  });

  test('renames a component in the layout file, too', async () => {
    const uri = fileUri('moved.infra.yaml');
    await writeFile(join(folder, 'moved.infra.layout.json'), '{\n  "a": { "x": 1, "y": 2 }\n}\n');
    await openText(uri, project);
    const rename = { textDocument: { uri }, position: { line: 1, character: 2 }, newName: 'b' };
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
    expect(await client.request('textDocument/rename', rename)).toMatchObject({
      changes: { [uri]: [{ newText: 'b' }], [fileUri('moved.infra.layout.json')]: [{ range, newText: '"b"' }] },
    });
  });

  test('answers features, and null for what it does not know', async () => {
    const uri = fileUri('features.infra.yaml');
    await openText(uri, project);
    const at = { textDocument: { uri }, position: { line: 2, character: 13 } };
    expect(await client.request('textDocument/hover', at)).toMatchObject({ contents: { kind: 'plaintext' } });
    expect(await client.request('textDocument/definition', at)).toMatchObject([{ uri: fileUri('net/bundle.yaml') }]);
    expect(await client.request('textDocument/documentSymbol', at)).toMatchObject([{ name: 'a' }]);
    expect(await client.request('textDocument/hover', { ...at, textDocument: { uri: fileUri('no.yaml') } })).toBeNull();
    const refused = client.request('textDocument/rename', {
      ...at,
      position: { line: 1, character: 2 },
      newName: 'No',
    });
    await expect(refused).rejects.toThrow(/name/);
  });

  test('answers the same of a bundle, and says nothing about files that are none of ours', async () => {
    const uri = fileUri('net/bundle.yaml');
    const text = bundle('ui:\n  ui:order: [cdir]\n');
    expect(codes(await openText(uri, text))).toContain('ui-order-unknown');
    const at = { textDocument: { uri }, position: { line: 7, character: 15 } };
    const actions = await client.request('textDocument/codeAction', {
      ...at,
      range: { start: at.position, end: at.position },
      context: { diagnostics: [] },
    });
    expect(actions).toContainEqual(expect.objectContaining({ title: 'Change to `cidr`' }));
    expect(await client.request('textDocument/completion', at)).toMatchObject({
      items: [{ label: 'cidr' }, { label: '*' }],
    });
    const onRequired = { ...at, position: { line: 3, character: 15 } };
    expect(await client.request('textDocument/definition', onRequired)).toMatchObject([
      { uri, range: { start: { line: 5 } } },
    ]);
    expect(await client.request('textDocument/hover', onRequired)).toMatchObject({
      contents: { kind: 'plaintext' },
    });
    expect(await client.request('textDocument/documentSymbol', at)).toContainEqual(
      expect.objectContaining({ name: 'params' }),
    );
    await client.notify('textDocument/didClose', { textDocument: { uri } });

    const other = { textDocument: { uri: fileUri('other.yaml') } };
    await openText(other.textDocument.uri, 'a:   1\n');
    for (const method of ['formatting', 'foldingRange', 'documentSymbol', 'documentLink'])
      expect(await client.request(`textDocument/${method}`, { ...other, options: {} })).toBeNull();
  });

  test('renames and finds across files, and fixes all at once when it is asked for that alone', async () => {
    const uri = fileUri('across.infra.yaml');
    await openText(
      uri,
      'components:\n  a:\n    bundel: net\n    params: { cidr: x }\nresources:\n  own: { type: vpc, from: { env: A } }\n',
    );
    const typeUri = fileUri('vpc.yaml');
    await openText(typeUri, 'name: vpc\nversion: 1.0.0\nschema:\n  type: object\n');
    const atName = { textDocument: { uri: typeUri }, position: { line: 0, character: 7 } };
    const found: { uri: string }[] = await client.request('textDocument/references', {
      ...atName,
      context: { includeDeclaration: true },
    });
    expect(found.map((each) => each.uri)).toEqual(expect.arrayContaining([uri, typeUri, fileUri('net/bundle.yaml')]));
    expect(await client.request('textDocument/prepareRename', atName)).toMatchObject({ placeholder: 'vpc' });
    const renamed = await client.request('textDocument/rename', {
      ...atName,
      newName: 'network',
    });
    expect(Object.keys(renamed.changes).toSorted()).toEqual([uri, typeUri, fileUri('net/bundle.yaml')].toSorted());
    await expect(client.request('textDocument/rename', { ...atName, newName: 'No Name' })).rejects.toThrow(
      /cannot name/,
    );

    const actions = (only?: string[]): Promise<object[]> =>
      client.request('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } },
        context: { diagnostics: [], ...(only && { only }) },
      });
    expect(await actions(['source.fixAll'])).toEqual([
      {
        title: 'Fix all problems with one clear fix',
        kind: 'source.fixAll.patchbay',
        edit: { changes: { [uri]: [expect.objectContaining({ newText: 'bundle' })] } },
      },
    ]);
    expect(await actions()).not.toContainEqual(expect.objectContaining({ kind: 'source.fixAll.patchbay' }));
    expect(await actions(['quickfix'])).toContainEqual(expect.objectContaining({ title: 'Change to `bundle`' }));
    expect(await actions(['refactor'])).toEqual([]);
    for (const opened of [uri, typeUri])
      await client.notify('textDocument/didClose', { textDocument: { uri: opened } });
  });

  test('unsaved text of a bundle counts, and what is on disk again once it is closed', async () => {
    const uri = fileUri('overlay.infra.yaml');
    await openText(uri, project);
    const bundleUri = fileUri('net/bundle.yaml');
    published.delete(uri);
    await openText(bundleUri, bundle().replace('required: [cidr]', 'required: []'));
    await until(() => published.get(uri)?.diagnostics.length === 0);
    await client.notify('textDocument/didClose', { textDocument: { uri: bundleUri } });
    await until(() => published.get(uri)?.diagnostics.length === 1);
  });

  test('in an editor that watches no files, what was saved counts once it is closed', async () => {
    const uri = fileUri('saved.infra.yaml');
    await openText(uri, project);
    const bundleUri = fileUri('net/bundle.yaml');
    const relaxed = bundle().replace('required: [cidr]', 'required: []');
    await openText(bundleUri, relaxed);
    await until(() => published.get(uri)?.diagnostics.length === 0);
    await writeFile(join(folder, 'net/bundle.yaml'), relaxed);
    published.delete(uri);
    await client.notify('textDocument/didClose', { textDocument: { uri: bundleUri } });
    await until(() => published.has(uri));
    expect(published.get(uri)?.diagnostics).toEqual([]);
    await writeFile(join(folder, 'net/bundle.yaml'), bundle());
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: bundleUri, type: 2 }] });
    await until(() => published.get(uri)?.diagnostics.length === 1);
  });

  test('moves an open diagram, one patch at a time, and keeps it while the text does not parse', async () => {
    const uri = fileUri('diagram.infra.yaml');
    await openText(uri, project);
    const state: DiagramState = await client.request(methods.diagramOpen, { uri });
    expect(state.graph.nodes.map(({ id }) => id)).toEqual(['a']);

    patches.length = 0;
    await changeText(uri, { text: `${project}  b:\n    bundle: net\n` });
    await changeText(uri, { text: `${project}  b:\n    bundle: net\n  c:\n    bundle: net\n` });
    await until(() => patches.length === 1);
    await client.notify(methods.diagramAcknowledge, { uri, revision: patches[0]?.revision });
    await until(() => patches.length === 2);
    await client.notify(methods.diagramAcknowledge, { uri, revision: patches[1]?.revision });

    await changeText(uri, { text: `${project}  b: {\n` });
    await until(() => patches.length === 3);
    expect(patches[2]?.patches).toEqual([]);
    expect(patches[2]?.stale).toMatch(/^Line \d/);

    const where = { uri, element: { kind: 'node', id: 'a' } };
    expect(await client.request(methods.locate, where)).toMatchObject({ start: { line: 1, character: 2 } });
    expect(await client.request(methods.elementAt, { uri, position: { line: 2, character: 6 } })).toEqual(
      where.element,
    );
  });

  test('plans an edit on the newest text alone', async () => {
    const uri = fileUri('plan.infra.yaml');
    await openText(uri, project);
    const intent = { kind: 'addComponent', bundle: 'net', name: 'b' };
    const plan = (at: number, what: unknown): Promise<unknown> =>
      client.request(methods.planEdit, { uri, version: at, intent: what });
    expect(await plan(version, intent)).toMatchObject({ kind: 'edit', version, edits: [{}] });
    expect(await plan(version - 1, intent)).toEqual({ kind: 'stale', version });
    expect(await plan(version, { kind: 'format the disk' })).toMatchObject({ kind: 'refused' });
    expect(await client.request(methods.palette, { uri })).toContainEqual(expect.objectContaining({ name: 'net' }));
  });

  test('survives hostile text, and still answers', async () => {
    const hostile = [
      '['.repeat(20_000),
      `a: ${'{b: '.repeat(5000)}`,
      `a: &a [x, x]\n${Array.from({ length: 40 }, (_, n) => `b${n}: &b${n} [*a, *a, *a]`).join('\n')}\n`,
      '\0\u0001\uffff binary',
      '<<<<<<< ours\ncomponents:\n=======\n>>>>>>> theirs\n',
      `components:\n${'  a:\n    bundle: net\n'.repeat(3000)}`,
      `x: ${'y'.repeat(1_200_000)}`,
      'components:\n  __proto__: { bundle: net }\n  constructor: { bundle: net, params: { toString: 1 } }\n',
    ];
    for (const [index, text] of hostile.entries()) {
      const uri = fileUri(`hostile-${index}.infra.yaml`);
      await openText(uri, text);
      const position = { line: 0, character: 3 };
      for (const method of [
        'completion',
        'hover',
        'documentSymbol',
        'foldingRange',
        'codeLens',
        'semanticTokens/full',
      ]) {
        await client.request(`textDocument/${method}`, { textDocument: { uri }, position });
      }
    }
    const uri = fileUri('after.infra.yaml');
    expect(codes(await openText(uri, project))).toEqual(['missing-param']);
    expect(client.alive).toBe(true);
    expect(logged).toEqual([]);
  });

  test('malformed requests are refused, and nothing else suffers', async () => {
    await expect(client.request(methods.planEdit, { uri: 1 })).rejects.toThrow();
    await expect(client.request(methods.candidates, { uri: fileUri('x.infra.yaml'), port: {} })).rejects.toThrow();
    await client.notify(methods.diagramAcknowledge, { revision: 'x' });
    expect(await client.request(methods.palette, {})).not.toHaveLength(0);
  });
});
