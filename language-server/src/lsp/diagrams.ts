import { diffGraph } from '../model/graph/diff.ts';
import type { DiagramPatch, DiagramState, Graph } from '../protocol.ts';

/** What a diagram is drawn from, at one version of the text. */
export interface DiagramSource {
  readonly version: number;
  /** Why the graph is behind the text, when it is. */
  readonly stale: string | undefined;
  readonly graph: () => Graph;
}

interface Sent {
  readonly graph: Graph;
  readonly stale: string | undefined;
  readonly revision: number;
}

/**
 * The diagrams that clients look at. Keeps the last graph sent for each manifest and sends what
 * changed since: one patch is on its way at a time, and what happens meanwhile goes into the next
 * one, so a slow diagram never falls behind by more than one patch.
 */
export class Diagrams {
  readonly #send: (patch: DiagramPatch) => void;
  readonly #sent = new Map<string, Sent>();
  readonly #inFlight = new Map<string, number>();
  readonly #waiting = new Map<string, DiagramSource>();

  constructor(send: (patch: DiagramPatch) => void) {
    this.#send = send;
  }

  /** Starts, or starts over, with the whole state. */
  open(uri: string, source: DiagramSource): DiagramState {
    const known = this.#sent.get(uri);
    const graph = source.stale !== undefined && known ? known.graph : source.graph();
    const revision = (known?.revision ?? 0) + 1;
    this.#sent.set(uri, { graph, stale: source.stale, revision });
    this.#inFlight.delete(uri);
    this.#waiting.delete(uri);
    return {
      uri,
      version: source.version,
      revision,
      graph,
      ...(source.stale !== undefined && { stale: source.stale }),
    };
  }

  close(uri: string): void {
    this.#sent.delete(uri);
    this.#inFlight.delete(uri);
    this.#waiting.delete(uri);
  }

  isOpen(uri: string): boolean {
    return this.#sent.has(uri);
  }

  /** The text, the registry or the problems changed. */
  update(uri: string, source: DiagramSource): void {
    const known = this.#sent.get(uri);
    if (!known) return;
    if (this.#inFlight.has(uri)) {
      this.#waiting.set(uri, source);
      return;
    }
    const graph = source.stale === undefined ? source.graph() : known.graph;
    const patches = diffGraph(known.graph, graph);
    if (patches.length === 0 && known.stale === source.stale) {
      this.#sent.set(uri, { ...known, graph });
      return;
    }
    const revision = known.revision + 1;
    this.#sent.set(uri, { graph, stale: source.stale, revision });
    this.#inFlight.set(uri, revision);
    const stale = source.stale === undefined ? {} : { stale: source.stale };
    this.#send({ uri, version: source.version, revision, patches, ...stale });
  }

  /** The client has drawn a revision: the next patch may go. */
  acknowledge(uri: string, revision: number): void {
    if (this.#inFlight.get(uri) !== revision) return;
    this.#inFlight.delete(uri);
    const source = this.#waiting.get(uri);
    this.#waiting.delete(uri);
    if (source) this.update(uri, source);
  }
}
