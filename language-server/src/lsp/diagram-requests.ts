import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Connection } from 'vscode-languageserver/node';
import * as v from 'valibot';
import { elementAt } from '../features/element-at.ts';
import { locate } from '../features/locate.ts';
import { palette } from '../features/palette.ts';
import { planEdit } from '../model/edit/plan.ts';
import { candidates } from '../model/graph/candidates.ts';
import {
  elementSchema,
  methods,
  parseIntent,
  portSchema,
  type Candidates,
  type DiagramState,
  type EditPlan,
  type Element,
  type PaletteEntry,
} from '../protocol.ts';
import type { Diagrams } from './diagrams.ts';
import { diagramSource } from './diagram-source.ts';
import type { Documents } from './documents.ts';
import type { ManifestSession } from './manifest-session.ts';
import type { RegistryStore } from './registry-store.ts';

export interface DiagramNeeds {
  readonly documents: Documents;
  readonly registries: RegistryStore;
  readonly diagrams: Diagrams;
}

const uriParameter = v.object({ uri: v.string() });
const position = v.object({ line: v.number(), character: v.number() });

/** Answers the `patchbay/*` requests of protocol.ts. Malformed parameters are the caller's error. */
export function serveDiagrams(connection: Connection, { documents, registries, diagrams }: DiagramNeeds): void {
  const sessionOf = (uri: string): ManifestSession => {
    const session = documents.manifest(uri);
    if (!session) throw new Error(`${uri} is not open as a manifest.`);
    return session;
  };

  connection.onRequest(methods.diagramOpen, async (parameters: unknown): Promise<DiagramState> => {
    const { uri } = v.parse(uriParameter, parameters);
    const registry = await registries.ready();
    await sessionOf(uri).settled(registry, () => nextTurn());
    return diagrams.open(uri, diagramSource(sessionOf(uri), registry));
  });

  connection.onNotification(methods.diagramAcknowledge, (parameters: unknown) => {
    const { uri, revision } = v.parse(v.object({ uri: v.string(), revision: v.number() }), parameters);
    diagrams.acknowledge(uri, revision);
  });

  connection.onNotification(methods.diagramClose, (parameters: unknown) => {
    diagrams.close(v.parse(uriParameter, parameters).uri);
  });

  connection.onRequest(methods.palette, async (): Promise<PaletteEntry[]> => palette(await registries.ready()));

  connection.onRequest(methods.candidates, async (parameters: unknown): Promise<Candidates> => {
    const { uri, port } = v.parse(v.object({ uri: v.string(), port: portSchema }), parameters);
    const registry = await registries.ready();
    await sessionOf(uri).read(() => nextTurn());
    return candidates(sessionOf(uri).manifest, registry, port);
  });

  connection.onRequest(methods.planEdit, async (parameters: unknown): Promise<EditPlan> => {
    const request = v.parse(v.object({ uri: v.string(), version: v.number(), intent: v.unknown() }), parameters);
    const intent = parseIntent(request.intent);
    if (!intent) return { kind: 'refused', reason: 'This is not an edit that Patchbay knows.' };
    const registry = await registries.ready();
    await sessionOf(request.uri).read(() => nextTurn());
    const { manifest } = sessionOf(request.uri);
    if (manifest.version !== request.version) return { kind: 'stale', version: manifest.version };
    const plan = planEdit(manifest, registry, intent);
    return plan.kind === 'edit' ? { ...plan, version: manifest.version } : plan;
  });

  connection.onRequest(methods.locate, (parameters: unknown): Range | null => {
    const { uri, element } = v.parse(v.object({ uri: v.string(), element: elementSchema }), parameters);
    return locate(sessionOf(uri).manifest, element) ?? null;
  });

  connection.onRequest<Element | null, unknown>(methods.elementAt, (parameters: unknown) => {
    const request = v.parse(v.object({ uri: v.string(), position }), parameters);
    return elementAt(sessionOf(request.uri).manifest, request.position satisfies Position) ?? null;
  });
}
