import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseManifest } from '../manifest/parse.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { createRegistry } from '../registry/create.ts';
import type { Registry } from '../registry/registry.ts';

const files: Record<string, string> = {
  'network/bundle.yaml': `
name: network
version: 1.2.0
description: A private network.
source_url: https://example.com/network
params:
  required: [cidr]
  properties:
    cidr: { type: string, title: Address range, pattern: '^[0-9./]+$', examples: [10.0.0.0/16] }
    size: { type: string, enum: [small, large], default: small }
    old: { type: string, deprecated: true, description: Use size. }
resources:
  vpc: { resource_type: vpc@1.0.0 }
`,
  'database/bundle.yaml': `
name: database
version: 2.1.0
description: A PostgreSQL server.
params:
  required: [instance]
  properties:
    instance: { type: string, enum: [small, medium, large] }
    storage:
      type: object
      required: [gigabytes]
      properties:
        gigabytes: { type: integer, minimum: 10, default: 20 }
        fast: { type: boolean }
    engine:
      type: object
      properties:
        kind: { type: string, enum: [plain, cluster] }
      dependencies:
        kind:
          oneOf:
            - properties: { kind: { const: plain } }
            - properties: { kind: { const: cluster }, replicas: { type: integer, minimum: 1 } }
              required: [replicas]
  examples:
    - { __name: Production, instance: large, storage: { gigabytes: 200 } }
ui:
  ui:order: [instance, storage, '*']
dependencies:
  vpc: { resource_type: vpc, required: true }
resources:
  authentication: { resource_type: postgres }
`,
  'app/bundle.yaml': `
name: app
version: 0.3.1
params:
  properties:
    port: { type: integer, minimum: 1, maximum: 65535, default: 8080 }
    hosts: { type: array, items: { type: string } }
dependencies:
  database: { resource_type: postgres, required: true }
  role: { resource_type: role }
resources:
  web: { resource_type: web }
app:
  secrets:
    STRIPE_KEY: { required: true, title: Stripe key }
    SENTRY_DSN: {}
`,
  'loop/bundle.yaml': `
name: loop
version: 1.0.0
dependencies:
  in: { resource_type: ring }
resources:
  out: { resource_type: ring }
`,
  'types/vpc.yaml': 'name: vpc\nversion: 1.0.0\nlabel: Network\nschema:\n  properties:\n    id: { type: string }\n',
  'types/postgres.yaml': 'name: postgres\nversion: 1.0.0\nschema:\n  properties:\n    host: { type: string }\n',
  'types/role.yaml':
    'name: role\nversion: 1.0.0\nui:\n  connectionOrientation: environmentDefault\nschema:\n  properties:\n    arn: { type: string }\n',
  'types/web.yaml': 'name: web\nversion: 1.0.0\nschema:\n  properties:\n    url: { type: string }\n',
  'types/ring.yaml': 'name: ring\nversion: 1.0.0\nschema:\n  properties:\n    url: { type: string }\n',
};

/** A registry in memory: `network`, `database` (needs a vpc), `app` (needs a database), `loop`, and their types. */
export const testRegistry: Registry = registryWith({});

/** The same with other texts for some of its files; undefined takes a file away. */
export function registryWith(changes: { readonly [path: string]: string | undefined }): Registry {
  const texts: readonly (readonly [string, string | undefined])[] = Object.entries({ ...files, ...changes });
  return createRegistry([
    {
      origin: 'folder',
      files: texts.flatMap(([path, text]) => (text === undefined ? [] : [{ uri: `file:///registry/${path}`, text }])),
    },
  ]);
}

/** A manifest in memory, with the position of the `|` in its text. */
export interface Opened {
  readonly manifest: Manifest;
  readonly registry: Registry;
  readonly position: Position;
  readonly text: string;
}

/** Opens a text in which `|` marks the cursor. */
export function open(marked: string): Opened {
  const offset = marked.indexOf('|');
  if (offset === -1) throw new Error('The text has no cursor.');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const position = documentOf(text).positionAt(offset);
  return { manifest: parseManifest('file:///project/infra.yaml', 1, text), registry: testRegistry, position, text };
}

/** Opens a text as it is. */
export function manifestOf(text: string): Manifest {
  return parseManifest('file:///project/infra.yaml', 1, text);
}

/** The text after the edits. */
export function apply(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(documentOf(text), [...edits]);
}

/** The text in a range. */
export function textIn(text: string, range: Range): string {
  return documentOf(text).getText(range);
}

function documentOf(text: string): TextDocument {
  return TextDocument.create('file:///project/infra.yaml', 'infra-manifest', 1, text);
}
