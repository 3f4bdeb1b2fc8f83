import ELK from 'elkjs/lib/elk-api.js';
import { fromElkGraph, toElkGraph } from './elk-graph.ts';
import type { Arrangement, LayoutGraph } from './geometry.ts';
import { layeredLayout } from './layered.ts';

export interface LayoutEngine {
  /** Places for all nodes. Never fails: when the worker does, or is too slow, a plainer layout answers. */
  arrange(graph: LayoutGraph): Promise<Arrangement>;
  dispose(): void;
}

export interface LayoutEngineOptions {
  /** Starts a worker that runs the layout engine. */
  readonly startWorker: () => Promise<Worker>;
  /** Milliseconds after which a layout is given up and its worker ended: the engine can loop for ever on some graphs. */
  readonly deadline?: number;
}

type LayoutClient = InstanceType<typeof ELK>;

const cachedLayouts = 8;

export function createLayoutEngine({ startWorker, deadline = 6000 }: LayoutEngineOptions): LayoutEngine {
  const cache = new Map<string, Arrangement>();
  let running: Promise<LayoutClient> | undefined;

  function start(): Promise<LayoutClient> {
    return (running ??= startWorker().then(
      (worker) => new ELK({ algorithms: ['layered'], workerFactory: () => worker }),
    ));
  }
  function stop(): void {
    running?.then((elk) => elk.terminateWorker()).catch(() => undefined);
    running = undefined;
  }
  async function compute(graph: LayoutGraph): Promise<Arrangement> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const expired = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('The layout took too long.')), deadline);
      });
      const answer = await Promise.race([start().then((elk) => elk.layout(toElkGraph(graph))), expired]);
      return fromElkGraph(graph, answer) ?? plain(graph);
    } catch {
      stop();
      return plain(graph);
    } finally {
      clearTimeout(timer);
    }
  }
  return {
    async arrange(graph) {
      if (graph.nodes.length === 0) return { positions: new Map(), routes: new Map() };
      const key = topologyKey(graph);
      // The plainer layout is kept too: nobody should wait for the deadline twice.
      const arrangement = cache.get(key) ?? (await compute(graph));
      cache.delete(key);
      cache.set(key, arrangement);
      for (const oldest of cache.keys()) if (cache.size > cachedLayouts) cache.delete(oldest);
      return arrangement;
    },
    dispose: stop,
  };
}

function plain(graph: LayoutGraph): Arrangement {
  return { positions: layeredLayout(graph), routes: new Map() };
}

/** Equal for graphs that get the same layout: the same nodes in the same order, of the same size, wired the same way. */
export function topologyKey(graph: LayoutGraph): string {
  return JSON.stringify([
    graph.nodes.map((node) => [node.id, node.width, node.height, node.ports.map((port) => [port.side, port.port])]),
    graph.edges.map((edge) => [edge.from.node, edge.from.port, edge.to.node, edge.to.port]),
  ]);
}

/**
 * Starts a worker from a script of another origin, as an editor's page needs: a worker must be of the page's own
 * origin, which a blob of the script's text is.
 */
export async function startBlobWorker(url: string): Promise<Worker> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The layout worker did not load: ${response.status}.`);
  return new Worker(URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' })));
}
