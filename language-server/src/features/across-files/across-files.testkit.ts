import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { isManifestFile, parseManifest } from '../../model/manifest/parse.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';
import { createRegistry } from '../../model/registry/create.ts';
import type { Origin } from '../../model/registry/registry.ts';
import { openBundleDocument, type BundleDocument } from '../bundle/document.ts';
import type { KnownFiles } from './mentions.ts';

/** A few files that know each other: two bundles of either dialect, two resource types, a schema, two manifests. */
export const workspace: { readonly [path: string]: string } = {
  'types/network.yaml': 'name: network\nversion: 1.0.0\nschema:\n  properties:\n    id: { type: string }\n',
  'types/peering.json':
    '{\n  "$md": { "name": "peering" },\n  "type": "object",\n  "properties": { "to": { "$ref": "network" } }\n}\n',
  'schemas/region.json': '{ "type": "string" }\n',
  'net/bundle.yaml': `name: net
version: 1.0.0
params:
  properties:
    region: { $ref: ../schemas/region.json }
resources:
  network: { resource_type: network@1.0.0 }
`,
  'app/massdriver.yaml': `name: app
version: 1.0.0
params:
  properties:
    region: { $ref: region }
connections:
  required: [network]
  properties:
    network: { $ref: massdriver/network }
    other: { $ref: "network" }
`,
  'closed/infra.yaml': 'components:\n  n: { bundle: net }\n',
  'infra.yaml': `components:
  net: # the network
    bundle: net@~1
  web:
    bundle: "app"
    connections: { network: net.network }
resources:
  own: { type: network@~1, from: { env: OWN } }
environments:
  staging:
    defaults: { network: own }
    components:
      net: { bundle: net@1.0.0 }
`,
};

const base = 'file:///w/';

/** A file among others, with the position of the `|` in it. */
export interface OpenedAmongFiles {
  readonly files: KnownFiles;
  readonly position: Position;
  readonly manifest: Manifest | undefined;
  readonly document: BundleDocument | undefined;
}

/**
 * Opens the files with the cursor in one of them.
 *
 * @param where a part of the file's text with a `|` in it.
 * @param others more files by where they come from.
 */
export function openAt(
  path: string,
  where: string,
  others: Partial<Record<Origin, { readonly [path: string]: string }>> = {},
): OpenedAmongFiles {
  const sources = { ...others, workspace: { ...workspace, ...others.workspace } };
  const registry = createRegistry(
    Object.entries(sources).map(([origin, texts]) => ({
      origin: origin as Origin,
      files: Object.entries(texts).map(([name, text]) => ({
        uri: (origin === 'workspace' ? base : `file:///${origin}/`) + name,
        text,
      })),
    })),
  );
  const text = sources.workspace[path] ?? '';
  const start = text.indexOf(where.replace('|', ''));
  if (start < 0) throw new Error(`${path} has no ${where}.`);
  const position = TextDocument.create('', '', 0, text).positionAt(start + where.indexOf('|'));
  const openManifest = parseManifest(`${base}infra.yaml`, 1, sources.workspace['infra.yaml'] ?? '');
  const files: KnownFiles = { registry, manifests: [openManifest], text: () => undefined };
  if (isManifestFile(path)) return { files, position, manifest: openManifest, document: undefined };
  const kind = /(?:bundle|massdriver)\.yaml$/.test(path) ? 'bundle' : 'resource-type';
  return { files, position, manifest: undefined, document: openBundleDocument(kind, base + path, text, registry) };
}

/** `path:LINE`, lines counted from 1. */
export function placeOf({ uri, range }: { uri: string; range: { start: Position } }): string {
  return `${uri.replace(base, '').replace('file:///', '')}:${range.start.line + 1}`;
}

/** The texts of the workspace that edits change. */
export function changedTexts(changes: ReadonlyMap<string, readonly TextEdit[]>): Record<string, string> {
  return Object.fromEntries(
    Array.from(changes, ([uri, edits]) => {
      const path = uri.replace(base, '');
      return [path, TextDocument.applyEdits(TextDocument.create(uri, '', 0, workspace[path] ?? ''), [...edits])];
    }),
  );
}
