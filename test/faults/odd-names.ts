import { describe, expect, test } from 'vitest';
import type { Diagnostic, Position } from 'vscode-languageserver-types';
import type { RunningServer } from './running-server.ts';

/** A name that objects have from the start, and one of the same length and letters that they have not. */
const pairs = [
  { odd: 'constructor', plain: 'bandmasters' },
  { odd: '__proto__', plain: '__quick__' },
  { odd: 'toString', plain: 'atNumber' },
  { odd: 'hasOwnProperty', plain: 'mixTalFlowersx' },
  { odd: 'valueOf', plain: 'brickUp' },
];

const bundle = (name: string, key: string): string => `name: ${name}
version: 1.0.0
params:
  required: [${key}]
  properties:
    ${key}:
      type: object
      title: The object
      required: [${key}]
      properties:
        ${key}: { type: string, title: The text, enum: [${key}, other], default: other }
        hidden: { type: string, $md.sensitive: true }
  dependencies:
    ${key}: { properties: { more: { type: integer } } }
  examples: [{ __name: ${key}, ${key}: { ${key}: other } }]
ui:
  ui:order: [${key}, '*']
  ${key}: { ui:order: [${key}, '*'] }
dependencies:
  ${key}: { resource_type: type-${name}, required: true }
resources:
  ${key}: { resource_type: type-${name} }
app:
  envs: { ${key}: .params.${key}.${key} }
  secrets: { ${key}: { required: true, title: The secret } }
steps: [{ path: src, provisioner: script }]
`;

const resourceType = (name: string, key: string): string =>
  `name: type-${name}\nversion: 1.0.0\nschema:\n  type: object\n  required: [${key}]\n  properties:\n    ${key}: { type: string }\n`;

/** A bundle of other tests has the odd names, too: it has no `more`. */
const manifest = (name: string, key: string): string => `project: ${key}
components:
  ${key}:
    bundle: ${name}
    title: ${key}
    params: { ${key}: { ${key}: wrong } }
    connections: { ${key}: other.${key} }
    secrets: { ${key}: { env: ${key} } }
  other:
    bundle: ${name}
    params: { ${key}: {} }
    connections: { ${key}: ${key}.${key} }
  third:
    bundle: ${key}
resources:
  imported: { type: type-${name}, from: { env: ${key} } }
environments:
  ${key}:
    defaults: { type-${name}: ${key}.${key}, ${key}: ${key} }
    components:
      ${key}: { params: { ${key}: { ${key}: ${key}, hidden: hunter2 } }, connections: { ${key}: imported } }
      ghost: { params: { ${key}: 1, more: 1 } }
`;

/** Bundles that are not called by the odd names, for grammar refuses most of those, but use them for all else. */
export const oddNameFiles: { readonly [path: string]: string } = Object.fromEntries(
  pairs.flatMap(({ odd, plain }, index) =>
    [odd, plain].flatMap((key, side) => [
      [`odd/${index}-${side}/bundle.yaml`, bundle(`odd-${index}-${side}`, key)],
      [`odd/${index}-${side}/type.yaml`, resourceType(`odd-${index}-${side}`, key)],
    ]),
  ),
);

const intents = (key: string, name: string): readonly object[] => [
  { kind: 'addComponent', bundle: name },
  { kind: 'addComponent', bundle: name, name: 'prototype' },
  { kind: 'addComponent', bundle: name, name: key },
  { kind: 'connect', from: { node: 'imported', port: 'imported' }, to: { node: key, port: key } },
  { kind: 'connect', from: { node: key, port: key }, to: { node: 'other', port: key } },
  { kind: 'disconnect', component: key, slot: key },
  { kind: 'rename', target: 'component', name: key, newName: 'renamed' },
  { kind: 'rename', target: 'environment', name: key, newName: 'renamed' },
  { kind: 'rename', target: 'component', name: 'other', newName: key },
  { kind: 'remove', nodes: [key] },
  { kind: 'setTitle', component: key, title: key },
  { kind: 'setParam', component: key, path: [key, key], value: key },
  { kind: 'setParam', component: 'other', path: [key, key], value: { [key]: 1 } },
  { kind: 'setParam', component: key, path: [key] },
  { kind: 'setEnvironmentParam', environment: key, component: key, path: [key, key], value: 'other' },
  { kind: 'setEnvironmentParam', environment: key, component: 'third', path: [key, key], value: 'other' },
  { kind: 'pin', component: key, range: '~1', environment: key },
];

const atPlaces = ['completion', 'hover', 'definition', 'documentHighlight', 'prepareRename'];
const ofFiles = ['documentSymbol', 'codeLens', 'documentLink', 'foldingRange', 'semanticTokens/full', 'formatting'];

/** threats.md, row 12. */
export function knowsOddNames(server: () => RunningServer): void {
  describe('row 12: names that objects have from the start are names like any other', () => {
    test.each(pairs.map((pair, index) => ({ ...pair, index })))('$odd', async ({ odd, plain, index }) => {
      const said = await everythingSaid(server(), odd, `odd-${index}-0`);
      const expected = await everythingSaid(server(), plain, `odd-${index}-1`);
      for (const [what, answer] of expected) {
        expect(neutral(said.get(what), odd, `odd-${index}-0`), what).toEqual(neutral(answer, plain, `odd-${index}-1`));
      }
      expect(JSON.stringify([...expected])).toContain('The object');
    });
  });
}

/** All answers about a manifest in which everything is called `key`. */
async function everythingSaid(server: RunningServer, key: string, name: string): Promise<Map<string, unknown>> {
  const { client, uri, open, close, at } = server;
  const file = 'odd.infra.yaml';
  const text = manifest(name, key);
  const said = new Map<string, unknown>();
  const diagnostics: readonly Diagnostic[] = await open(file, text);
  said.set('diagnostics', diagnostics);
  for (const position of placesOf(text, key)) {
    const place = `at ${position.line}:${position.character}`;
    for (const method of atPlaces)
      said.set(`${method} ${place}`, await answer(() => at(`textDocument/${method}`, file, position)));
    said.set(
      `references ${place}`,
      await answer(() => at('textDocument/references', file, position, { context: { includeDeclaration: true } })),
    );
    said.set(`rename ${place}`, await answer(() => at('textDocument/rename', file, position, { newName: 'renamed' })));
    said.set(
      `element ${place}`,
      await answer(() => client.request('patchbay/element-at', { uri: uri(file), position })),
    );
  }
  for (const method of ofFiles)
    said.set(
      method,
      await answer(() =>
        at(`textDocument/${method}`, file, { line: 0, character: 0 }, { options: { tabSize: 2, insertSpaces: true } }),
      ),
    );
  const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
  said.set('inlayHint', await answer(() => at('textDocument/inlayHint', file, range.start, { range })));
  said.set(
    'codeAction',
    await answer(() => at('textDocument/codeAction', file, range.start, { range, context: { diagnostics: [] } })),
  );
  const { version, graph } = await client.request('patchbay/diagram/open', { uri: uri(file) });
  said.set('graph', graph);
  for (const side of ['dependency', 'resource'])
    said.set(
      `candidates of a ${side}`,
      await answer(() =>
        client.request('patchbay/candidates', { uri: uri(file), port: { node: key, side, port: key } }),
      ),
    );
  for (const intent of intents(key, name)) {
    const plan = await answer(() => client.request('patchbay/plan-edit', { uri: uri(file), version, intent }));
    said.set(`plan ${JSON.stringify(intent).replaceAll(key, 'KEY').replaceAll(name, 'BUNDLE')}`, plan);
  }
  await close(file);
  return new Map([...said].map(([what, value]) => [what, value]));
}

async function answer(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    return { refused: String(error) };
  }
}

function placesOf(text: string, key: string): Position[] {
  return text.split('\n').flatMap((content, line) => {
    const places: Position[] = [];
    for (let at = content.indexOf(key); at >= 0; at = content.indexOf(key, at + 1))
      places.push({ line, character: at }, { line, character: at + key.length });
    return places;
  });
}

/** An answer without the name, whatever order lists are in, for names sort differently: one line for each entry. */
function neutral(answer: unknown, key: string, name: string): string[] {
  const list = Array.isArray(answer) ? answer : ((answer as { items?: unknown[] } | null)?.items ?? [answer]);
  return list
    .filter((item) => !isOther(item, name))
    .map((item) =>
      JSON.stringify(item ?? null, (property, part: unknown) => (ignored.has(property) ? undefined : part))
        .replace(/ `[a-z-]+` would do/, '')
        .replaceAll('\\\\_', '_')
        .replaceAll(key, 'KEY')
        .replaceAll(key.toLowerCase(), 'key')
        .replaceAll(name, 'BUNDLE')
        .replaceAll(name.replace('odd-', ''), 'FOLDER'),
    )
    .sort();
}

/** Bundles of the other tests, which completion offers too. */
function isOther(item: unknown, name: string): boolean {
  const label = String((item as { label?: unknown } | null)?.label ?? '');
  const { title } = (item ?? {}) as { title?: unknown };
  // What is offered in place of a name that grammar refuses is made from that name.
  if (String(title).startsWith('Change to')) return true;
  return /^(type-)?odd-/.test(label) && !label.endsWith(name);
}

const ignored: ReadonlySet<string> = new Set(['version', 'sortText', 'revision', 'replacement']);
