import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver-types';
import { fileProblems } from '../features/file-problems.ts';
import type { Registry } from '../model/registry/registry.ts';
import { toDiagnostic } from './diagnostics.ts';
import { diagramSource } from './diagram-source.ts';
import type { Diagrams } from './diagrams.ts';
import type { Documents, OpenDocument } from './documents.ts';
import type { RegistryStore } from './registry-store.ts';

export interface PublisherNeeds {
  readonly documents: Documents;
  readonly registries: RegistryStore;
  readonly diagrams: Diagrams;
  readonly send: (uri: string, version: number, diagnostics: Diagnostic[]) => void;
  readonly report: (message: string) => void;
}

/** Tells the client what is wrong with each open file, and moves its diagram, after every change. */
export class Publisher {
  readonly #needs: PublisherNeeds;
  readonly #pending = new Set<string>();

  constructor(needs: PublisherNeeds) {
    this.#needs = needs;
  }

  /** Changes that arrive together are answered once, for the newest text. */
  update(uri: string): void {
    if (this.#pending.has(uri)) return;
    this.#pending.add(uri);
    setImmediate(() => {
      this.#pending.delete(uri);
      this.#publish(uri).catch((error: unknown) => this.#needs.report(`${uri} could not be checked: ${String(error)}`));
    });
  }

  updateAll(): void {
    for (const document of this.#needs.documents.all()) this.update(document.uri);
  }

  async #publish(uri: string): Promise<void> {
    const { documents, registries } = this.#needs;
    const registry = registries.current ?? (await registries.ready());
    const document = documents.get(uri);
    if (!document) return;
    if (document.kind === 'manifest') await this.#publishManifest(document, registry);
    else this.#publishFile(document, registry);
  }

  async #publishManifest(document: OpenDocument & { kind: 'manifest' }, registry: Registry): Promise<void> {
    const { documents, registries, diagrams, send } = this.#needs;
    const { uri, session } = document;
    const settled = await session.settle(registry, () => nextTurn());
    if (!settled || documents.get(uri) !== document || registries.current !== registry) return;
    send(uri, session.manifest.version, session.allProblems(registry).map(toDiagnostic));
    diagrams.update(uri, diagramSource(session, registry));
  }

  #publishFile(document: Exclude<OpenDocument, { kind: 'manifest' }>, registry: Registry): void {
    const { uri, version } = document.document;
    const problems = fileProblems(document.kind, uri, document.document.getText(), registry);
    this.#needs.send(uri, version, problems.map(toDiagnostic));
  }
}
