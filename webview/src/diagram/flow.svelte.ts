/* eslint-disable svelte/prefer-svelte-reactivity -- what is drawn is replaced as a whole, never changed in place */
import type { Graph } from '@patchbay/language-server/protocol';
import type { LayoutEngine } from '../layout/engine.ts';
import { bounds, gap, type Box, type LayoutGraph, type Point } from '../layout/geometry.ts';
import { placeMissing, renamed } from '../layout/placement.ts';
import {
  toFlowEdges,
  toFlowNodes,
  toLayoutGraph,
  type ComponentFlowNode,
  type ConnectionFlowEdge,
} from './flow-elements.ts';

/** So many new nodes at once are a new part of the diagram, which the layout engine arranges as a block. */
const blockSize = 8;

/** What the canvas draws, and where. Positions outlive their nodes, so that undo brings a node back to its place. */
export class Flow {
  nodes = $state.raw<ComponentFlowNode[]>([]);
  edges = $state.raw<ConnectionFlowEdge[]>([]);
  /** False until there are places for the first nodes. */
  arranged = $state(false);

  readonly #engine: LayoutEngine;
  readonly #positions: Map<string, Point>;
  #graph: Graph = { environments: [], nodes: [], edges: [] };
  #arranging = 0;

  /** `positions` are where nodes were when the page was last seen. */
  constructor(engine: LayoutEngine, positions: ReadonlyMap<string, Point>) {
    this.#engine = engine;
    this.#positions = new Map(positions);
  }

  /** Where the nodes of the graph are. */
  positions(): [string, { x: number; y: number }][] {
    return this.nodes.map((node) => [node.data.node.id, { x: node.position.x, y: node.position.y }]);
  }

  /** Shows a whole graph. Places in `layout` win, then places already known; the rest is arranged. */
  async open(graph: Graph, layout: ReadonlyMap<string, Point>): Promise<void> {
    this.#rememberPositions();
    for (const [id, point] of layout) this.#positions.set(id, point);
    this.#graph = graph;
    if (graph.nodes.length === 0) this.arranged = true;
    const missing = graph.nodes.filter((node) => !this.#positions.has(node.id));
    if (missing.length === graph.nodes.length || missing.length > blockSize) await this.#arrangeBlock();
    else this.#draw();
  }

  /**
   * Shows the next graph; what was there stays where it is. `near` is where a node without neighbours should go.
   * Returns the node that got another name, if one did.
   */
  update(graph: Graph, near?: Point): { from: string; to: string; place: Point } | undefined {
    this.#rememberPositions();
    const rename = renamed(toLayoutGraph(this.#graph).nodes, toLayoutGraph(graph).nodes);
    const place = rename && this.#positions.get(rename.from);
    if (rename && place && !this.#positions.has(rename.to)) this.#positions.set(rename.to, place);
    this.#graph = graph;
    if (this.#arranging === 0) this.#draw(near);
    return rename && place ? { ...rename, place } : undefined;
  }

  /** Sets the place of a node, also of one that is about to come. */
  place(id: string, point: Point): void {
    this.#positions.set(id, point);
    if (this.nodes.some((node) => node.data.node.id === id))
      this.nodes = toFlowNodes(this.#graph, this.nodes, this.#positions);
  }

  /** Arranges everything anew. Returns the new places. */
  async rearrange(): Promise<ReadonlyMap<string, Point>> {
    const positions = await this.#engine.arrange(toLayoutGraph(this.#graph));
    this.#rememberPositions();
    for (const [id, point] of positions) this.#positions.set(id, point);
    this.#draw();
    return positions;
  }

  /** A place near `around` where a node of the usual size covers nothing. */
  freePlace(around: Point, size: { width: number; height: number }): Point {
    const node = { id: '', ...size, ports: [] };
    const graph: LayoutGraph = { nodes: [node], edges: [] };
    return placeMissing(graph, this.#boxes(), around).get('') ?? around;
  }

  async #arrangeBlock(): Promise<void> {
    const all = toLayoutGraph(this.#graph);
    const nodes = all.nodes.filter((node) => !this.#positions.has(node.id));
    this.#arranging++;
    const places = await this.#engine.arrange({ nodes, edges: all.edges });
    this.#arranging--;
    const boxes = this.#boxes();
    for (const node of nodes) boxes.delete(node.id);
    const around = bounds(boxes.values());
    const offset = around ? { x: around.x, y: around.y + around.height + 2 * gap.node } : { x: 0, y: 0 };
    for (const [id, point] of places) {
      if (!this.#positions.has(id)) this.#positions.set(id, { x: point.x + offset.x, y: point.y + offset.y });
    }
    if (this.#arranging === 0) this.#draw();
  }

  #draw(near?: Point): void {
    const layout = toLayoutGraph(this.#graph);
    for (const [id, point] of placeMissing(layout, this.#boxes(), near)) this.#positions.set(id, point);
    this.nodes = toFlowNodes(this.#graph, this.nodes, this.#positions);
    this.edges = toFlowEdges(this.#graph, this.edges);
    this.arranged = true;
  }

  /** The canvas moves nodes on its own while they are dragged. */
  #rememberPositions(): void {
    for (const node of this.nodes) this.#positions.set(node.data.node.id, node.position);
  }

  #boxes(): Map<string, Box> {
    const boxes = new Map<string, Box>();
    for (const { id, width, height } of toLayoutGraph(this.#graph).nodes) {
      const point = this.#positions.get(id);
      if (point) boxes.set(id, { ...point, width, height });
    }
    return boxes;
  }
}
