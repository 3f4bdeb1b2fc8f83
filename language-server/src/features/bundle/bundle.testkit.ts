import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { createRegistry } from '../../model/registry/create.ts';
import type { Registry } from '../../model/registry/registry.ts';
import { openBundleDocument, type BundleDocument } from './document.ts';

const files: Record<string, string> = {
  'store/bundle.yaml': 'name: store\nversion: 1.0.0\n',
  'store/schemas/tags.json': '{\n  "type": "object",\n  "properties": {\n    "team": { "type": "string" }\n  }\n}\n',
  'store/chart/values.yaml': 'a: 1\n',
  'types/network.yaml': `name: network
version: 1.2.0
label: Network
description: Where things are reachable.
schema:
  required: [id]
  properties:
    id: { type: string, title: Identifier }
    ranges:
      type: array
      items:
        type: object
        properties:
          name: { type: string }
`,
  'types/database.json':
    '{\n  "$md": { "name": "database" },\n  "type": "object",\n  "properties": {\n    "data": {\n      "type": "object",\n      "properties": {\n        "host": { "type": "string" }\n      }\n    }\n  }\n}\n',
  'schemas/region.json': '{ "type": "string", "title": "Region", "enum": ["north", "south"] }',
};

/** A registry in memory: resource types `network` and `database`, a fragment `region`, a file beside the bundle `store`. */
export const bundleRegistry: Registry = createRegistry([
  { origin: 'folder', files: Object.entries(files).map(([path, text]) => ({ uri: `file:///registry/${path}`, text })) },
]);

export const bundleUri = 'file:///registry/store/bundle.yaml';

/** A bundle in memory, with the position of the `|` in its text. */
export interface OpenedBundle {
  readonly document: BundleDocument;
  readonly position: Position;
  readonly text: string;
}

/** Opens a text in which the cursor is marked: by `|`, or by `¦` where the text has a `|` of its own. */
export function openBundle(marked: string, uri = bundleUri): OpenedBundle {
  const offset = marked.includes('¦') ? marked.indexOf('¦') : marked.indexOf('|');
  if (offset === -1) throw new Error('The text has no cursor.');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { document: bundleOf(text, uri), position: asDocument(text).positionAt(offset), text };
}

/** Opens a text as it is. */
export function bundleOf(text: string, uri = bundleUri): BundleDocument {
  const kind = /(?:bundle|massdriver)\.yaml$/.test(uri) ? 'bundle' : 'resource-type';
  const document = openBundleDocument(kind, uri, text, bundleRegistry);
  if (document === undefined) throw new Error('The text is neither a bundle nor a resource type.');
  return document;
}

/** The text after the edits. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(asDocument(text), [...edits]);
}

function asDocument(text: string): TextDocument {
  return TextDocument.create(bundleUri, 'infra-bundle', 1, text);
}
