import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver-types';
import { problemsAround } from '../features/file-problems.ts';
import type { Problem, Severity } from '../model/problem.ts';
import { registryFileOf } from '../model/registry/create.ts';
import type { Registry } from '../model/registry/registry.ts';
import { isBundleFile } from '../model/registry/scan.ts';
import { bundleAround } from './bundle-around.ts';
import { toDiagnostic } from './diagnostics.ts';
import { diagramSource } from './diagram-source.ts';
import type { Diagrams } from './diagrams.ts';
import type { Documents, OpenDocument } from './documents.ts';
import { fileKey } from './file-key.ts';
import type { ModuleStore } from './module-store.ts';
import { ProblemsElsewhere } from './problems-elsewhere.ts';
import type { RegistryStore } from './registry-store.ts';

export interface PublisherNeeds {
  readonly documents: Documents;
  readonly registries: RegistryStore;
  readonly modules: ModuleStore;
  readonly diagrams: Diagrams;
  /** A file that is not open has no version. */
  readonly send: (uri: string, version: number | undefined, diagnostics: Diagnostic[]) => void;
  readonly report: (message: string) => void;
}

/** No editor shows more for one file, and sending them would delay everything else. */
const mostProblems = 1000;

/** Tells the client what is wrong with each open file, and moves its diagram, after every change. */
export class Publisher {
  readonly #needs: PublisherNeeds;
  readonly #pending = new Set<string>();
  readonly #elsewhere = new ProblemsElsewhere();

  constructor(needs: PublisherNeeds) {
    this.#needs = needs;
  }

  /** A file was opened, or what it may refer to is something else now. */
  open(uri: string): void {
    this.update(uri);
    const bundle = this.#bundleBehind(uri);
    if (bundle !== undefined) this.update(bundle);
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

  /** A file was closed: only what others find in it is left to tell. */
  close(uri: string): void {
    this.#tell(this.#elsewhere.forget(uri));
    this.#needs.send(uri, undefined, this.#elsewhere.of(uri).map(toDiagnostic));
    this.update(this.#bundleBehind(uri) ?? uri);
  }

  updateAll(): void {
    for (const document of this.#needs.documents.all()) this.open(document.uri);
  }

  async #publish(uri: string): Promise<void> {
    const { documents, registries } = this.#needs;
    const registry = registries.current ?? (await registries.ready());
    const document = documents.get(uri);
    if (!document) this.#checkBehind(uri, registry);
    else if (document.kind === 'manifest') await this.#publishManifest(document, registry);
    else this.#publishFile(document, registry);
  }

  /** The bundle that a file of a module belongs to; undefined when it is open, and told of by itself. */
  #bundleBehind(uri: string): string | undefined {
    const { documents, registries } = this.#needs;
    const bundle = registries.current && bundleAround(uri, registries.current);
    if (bundle === undefined) return undefined;
    const key = fileKey(bundle.uri);
    return [...documents.all()].some((document) => fileKey(document.uri) === key) ? undefined : bundle.uri;
  }

  /** A bundle that is not open, while files of its modules may be: what is wrong with those is told. */
  #checkBehind(uri: string, registry: Registry): void {
    const { documents, modules } = this.#needs;
    const file = isBundleFile(uri) ? registryFileOf(registry, { uri }) : undefined;
    if (file === undefined) return;
    const others = [...documents.all()].filter(({ kind }) => kind === 'other');
    const open = new Set(
      others.filter((other) => this.#bundleBehind(other.uri) === uri).map((other) => fileKey(other.uri)),
    );
    if (open.size === 0) {
      modules.forget(uri);
      this.#tell(this.#elsewhere.forget(uri));
      return;
    }
    const { elsewhere } = problemsAround('bundle', uri, file.text, registry, (bundle) => modules.modules(bundle));
    const inOpenFiles = [...elsewhere].filter(([at]) => open.has(fileKey(at)));
    this.#tell(this.#elsewhere.replace(uri, new Map(inOpenFiles)));
  }

  async #publishManifest(document: OpenDocument & { kind: 'manifest' }, registry: Registry): Promise<void> {
    const { documents, registries, diagrams, send } = this.#needs;
    const { uri, session } = document;
    const isOpen = (): boolean => documents.get(uri) === document;
    const settled = await session.settle(registry, () => nextTurn(), isOpen);
    if (!settled || !isOpen() || registries.current !== registry) return;
    send(uri, session.manifest.version, worst(session.allProblems(registry)).map(toDiagnostic));
    diagrams.update(uri, diagramSource(session, registry));
  }

  #publishFile(document: Exclude<OpenDocument, { kind: 'manifest' }>, registry: Registry): void {
    const { uri, version } = document.document;
    const { modules, send } = this.#needs;
    const text = document.document.getText();
    const { own, elsewhere } = problemsAround(document.kind, uri, text, registry, (bundle) => modules.modules(bundle));
    send(uri, version, worst([...own, ...this.#elsewhere.of(uri)]).map(toDiagnostic));
    this.#tell(this.#elsewhere.replace(uri, elsewhere));
  }

  /** Files that are open are told of with what is wrong with them otherwise. */
  #tell(uris: readonly string[]): void {
    for (const uri of uris) {
      if (this.#needs.documents.get(uri) !== undefined) this.update(uri);
      else this.#needs.send(uri, undefined, worst(this.#elsewhere.of(uri)).map(toDiagnostic));
    }
  }
}

/** The problems as they are; of very many, the most severe ones. */
function worst(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostProblems) return problems;
  return problems
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .slice(0, mostProblems);
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
