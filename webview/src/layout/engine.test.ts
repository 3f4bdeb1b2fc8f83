import { describe, expect, it } from 'vitest';
import ELK from 'elkjs/lib/elk.bundled.js';
import { createLayoutEngine, topologyKey } from './engine.ts';
import { fromElkGraph, toElkGraph } from './elk-graph.ts';
import { overlaps, routeKey, type LayoutGraph } from './geometry.ts';
import { layeredLayout } from './layered.ts';

const graph: LayoutGraph = {
  nodes: [
    { id: 'a', width: 200, height: 100, ports: [{ side: 'resource', port: 'out', x: 200, y: 60 }] },
    { id: 'b"]', width: 200, height: 100, ports: [{ side: 'dependency', port: 'in', x: 0, y: 60 }] },
  ],
  edges: [
    { from: { node: 'a', port: 'out' }, to: { node: 'b"]', port: 'in' } },
    { from: { node: 'a', port: 'gone' }, to: { node: 'b"]', port: 'in' } },
    { from: { node: 'nobody', port: 'out' }, to: { node: 'b"]', port: 'in' } },
  ],
};

/** A worker that answers as `answer` says; `undefined` is silence. */
function fakeWorker(answer: (message: { cmd: string; graph?: unknown }) => unknown) {
  const worker = {
    asked: [] as string[],
    terminated: false,
    onmessage: undefined as ((event: { data: unknown }) => void) | undefined,
    postMessage(message: { id: number; cmd: string }) {
      worker.asked.push(message.cmd);
      const data = answer(message);
      if (data !== undefined) setTimeout(() => worker.onmessage?.({ data: { id: message.id, ...(data as object) } }));
    },
    terminate() {
      worker.terminated = true;
    },
  };
  return worker;
}
const asWorker = (worker: unknown) => () => Promise.resolve(worker as Worker);
const placed = {
  data: {
    children: [
      { id: '0', x: 1, y: 2 },
      { id: '1', x: 300, y: 4 },
    ],
  },
};

describe('createLayoutEngine', () => {
  it('asks the worker once for each topology', async () => {
    const worker = fakeWorker((message) => (message.cmd === 'layout' ? placed : { data: null }));
    const engine = createLayoutEngine({ startWorker: asWorker(worker) });
    expect((await engine.arrange(graph)).positions).toEqual(
      new Map([
        ['a', { x: 1, y: 2 }],
        ['b"]', { x: 300, y: 4 }],
      ]),
    );
    await engine.arrange({ ...graph });
    expect(worker.asked).toEqual(['register', 'layout']);
    await engine.arrange({ ...graph, edges: [] });
    expect(worker.asked).toEqual(['register', 'layout', 'layout']);
  });

  it('ends a worker that takes too long, and starts another one next time', async () => {
    const workers = [
      fakeWorker(() => undefined),
      fakeWorker((message) => (message.cmd === 'layout' ? placed : undefined)),
    ];
    let started = 0;
    const engine = createLayoutEngine({
      startWorker: () => Promise.resolve(workers[started++] as unknown as Worker),
      deadline: 30,
    });
    expect((await engine.arrange(graph)).positions).toEqual(layeredLayout(graph));
    expect(workers[0]?.terminated).toBe(true);
    expect((await engine.arrange({ ...graph, edges: [] })).positions.get('a')).toEqual({ x: 1, y: 2 });
  });

  it.each([
    ['a worker that does not start', () => Promise.reject(new Error('blocked'))],
    [
      'a worker that fails',
      asWorker(fakeWorker((message) => (message.cmd === 'layout' ? { error: new Error('no') } : undefined))),
    ],
    [
      'an answer that lacks a node',
      asWorker(fakeWorker((message) => (message.cmd === 'layout' ? { data: { children: [] } } : undefined))),
    ],
  ])('falls back for %s', async (_, startWorker) => {
    expect((await createLayoutEngine({ startWorker }).arrange(graph)).positions).toEqual(layeredLayout(graph));
  });

  it('needs no worker for nothing', async () => {
    const engine = createLayoutEngine({ startWorker: () => Promise.reject(new Error('unused')) });
    expect((await engine.arrange({ nodes: [], edges: [] })).positions.size).toBe(0);
  });
});

it('gets a left to right layout from the real engine, odd names and lost ports included', async () => {
  const answer = await new ELK().layout(toElkGraph(graph));
  const places = fromElkGraph(graph, answer);
  expect(places?.positions.get('b"]')?.x).toBeGreaterThan(200);
});

it('routes a connection around what lies between its ends', async () => {
  const node = (id: string): LayoutGraph['nodes'][number] => ({
    id,
    width: 200,
    height: 100,
    ports: [
      { side: 'dependency', port: 'in', x: 0, y: 60 },
      { side: 'dependency', port: 'far', x: 0, y: 80 },
      { side: 'resource', port: 'out', x: 200, y: 60 },
    ],
  });
  const wire = (from: string, to: string, port = 'in') => ({
    from: { node: from, port: 'out' },
    to: { node: to, port },
  });
  const names = ['a', 'b', 'c', 'd', 'e'];
  const edges = ['b', 'd', 'e'].flatMap((id) => [wire('a', id), wire(id, 'c')]);
  const chain = { nodes: names.map(node), edges: [...edges, wire('a', 'c', 'far')] };
  const arrangement = fromElkGraph(chain, await new ELK().layout(toElkGraph(chain)));
  const route = arrangement?.routes.get(routeKey({ to: { node: 'c', port: 'far' } })) ?? [];
  expect(route.length).toBeGreaterThan(2);
  for (const id of ['b', 'd', 'e']) {
    const box = { x: 0, y: 0, width: 200, height: 100, ...arrangement?.positions.get(id) };
    for (const point of route) expect(overlaps({ ...point, width: 0, height: 0 }, box, 0)).toBe(false);
  }
});

it('keys a topology by what matters to the layout', () => {
  const taller = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, height: 120 })) };
  expect(topologyKey(structuredClone(graph))).toBe(topologyKey(graph));
  expect(topologyKey(taller)).not.toBe(topologyKey(graph));
});
