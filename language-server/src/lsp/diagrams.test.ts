import { expect, test } from 'vitest';
import type { DiagramPatch, Graph, GraphNode } from '../protocol.ts';
import { Diagrams, type DiagramSource } from './diagrams.ts';

const uri = 'file:///project/infra.yaml';

function graphOf(...ids: readonly string[]): Graph {
  const node = (id: string): GraphNode => ({
    id,
    kind: 'component',
    title: id,
    dependencies: [],
    resources: [],
    problems: [],
  });
  return { environments: [], nodes: ids.map(node), edges: [] };
}

function source(version: number, graph: Graph, stale?: string): DiagramSource {
  return { version, stale, graph: () => graph };
}

function started(graph: Graph): { diagrams: Diagrams; sent: DiagramPatch[] } {
  const sent: DiagramPatch[] = [];
  const diagrams = new Diagrams((patch) => sent.push(patch));
  expect(diagrams.open(uri, source(1, graph))).toMatchObject({ revision: 1, graph });
  return { diagrams, sent };
}

const ids = (patch: DiagramPatch | undefined): string[] =>
  (patch?.patches ?? []).map((each) => ('node' in each ? `${each.op} ${each.node.id}` : each.op));

test('what changed is sent, and nothing when nothing did', () => {
  const graph = graphOf('a');
  const { diagrams, sent } = started(graph);
  diagrams.update(uri, source(2, graph));
  expect(sent).toHaveLength(0);
  diagrams.update(uri, source(3, { ...graph, nodes: [...graph.nodes, ...graphOf('b').nodes] }));
  expect(sent).toMatchObject([{ uri, version: 3, revision: 2 }]);
  expect(ids(sent[0])).toEqual(['addNode b']);
});

test('one patch is on its way, and the newest state is the next', () => {
  const { diagrams, sent } = started(graphOf());
  diagrams.update(uri, source(2, graphOf('a')));
  diagrams.update(uri, source(3, graphOf('b')));
  diagrams.update(uri, source(4, graphOf('c')));
  expect(sent).toHaveLength(1);
  diagrams.acknowledge(uri, 1);
  expect(sent).toHaveLength(1);
  diagrams.acknowledge(uri, 2);
  expect(sent[1]).toMatchObject({ version: 4, revision: 3 });
  expect(ids(sent[1])).toContain('addNode c');
});

test('while the text does not parse the diagram stays, and says why', () => {
  const graph = graphOf('a');
  const { diagrams, sent } = started(graph);
  const broken = { version: 2, stale: 'Line 3: no.', graph: () => expect.unreachable() as Graph };
  diagrams.update(uri, broken);
  expect(sent).toMatchObject([{ version: 2, patches: [], stale: 'Line 3: no.' }]);
  diagrams.acknowledge(uri, 2);
  expect(diagrams.open(uri, broken).graph).toBe(graph);
  diagrams.update(uri, source(3, graph));
  expect(sent[1]).toMatchObject({ version: 3, patches: [] });
  expect(sent[1]).not.toHaveProperty('stale');
});

test('a closed diagram hears nothing', () => {
  const { diagrams, sent } = started(graphOf());
  diagrams.close(uri);
  diagrams.update(uri, source(2, graphOf('a')));
  diagrams.acknowledge(uri, 1);
  expect(sent).toEqual([]);
  expect(diagrams.isOpen(uri)).toBe(false);
});
