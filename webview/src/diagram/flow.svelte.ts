/* eslint-disable svelte/prefer-svelte-reactivity -- what is drawn is replaced as a whole, never changed in place */
import type { Graph } from '@patchbay/language-server/protocol';
import type { LayoutEngine } from '../layout/engine.ts';
import { bounds, gap, type Box, type LayoutGraph, type Point } from '../layout/geometry.ts';
import { freeSpot, placeMissing, renamed } from '../layout/placement.ts';
import type { Memory } from './memory.ts';
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
  #routes: Map<string, readonly Point[]>;
  #graph: Graph = { environments: [], nodes: [], edges: [] };
  #arranging = 0;

  /** `memory` is where things were when the page was last seen. */
  constructor(engine: LayoutEngine, memory: Memory | undefined) {
    this.#engine = engine;
    this.#positions = new Map(memory?.positions);
    this.#routes = new Map(memory?.routes);
  }

  /** Where everything is, to be remembered. */
  places(): Required<Pick<Memory, 'positions' | 'routes'>> {
    return {
      positions: this.nodes.map((node) => [node.data.node.id, { x: node.position.x, y: node.position.y }]),
      routes: [...this.#routes].map(([key, points]) => [key, points.map(({ x, y }) => ({ x, y }))]),
    };
  }

  /** Shows a whole graph. Places in `layout` win, then places already known; the rest is arranged. */
  async open(graph: Graph, layout: ReadonlyMap<string, Point>): Promise<void> {
    this.#rememberPositions();
    this.#graph = graph;
    const isFirst = !graph.nodes.some((node) => this.#positions.has(node.id));
    for (const [id, point] of layout) this.#positions.set(id, point);
    const missing = graph.nodes.filter((node) => !this.#positions.has(node.id));
    if (missing.length > 0 && isFirst) await this.#arrangeAround();
    else if (missing.length > blockSize) await this.#arrangeBlock();
    if (this.#arranging === 0) this.#draw();
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
    const { positions, routes } = await this.#engine.arrange(toLayoutGraph(this.#graph));
    this.#rememberPositions();
    this.#routes = new Map(routes);
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

  /**
   * Arranges the whole graph, so that what nobody moved is where it was the last time, and lets it make room for what
   * somebody did move.
   */
  async #arrangeAround(): Promise<void> {
    const graph = toLayoutGraph(this.#graph);
    this.#arranging++;
    const { positions, routes } = await this.#engine.arrange(graph);
    this.#arranging--;
    this.#routes = new Map(routes);
    const boxes = this.#boxes();
    for (const node of graph.nodes) {
      const wanted = positions.get(node.id);
      if (!wanted || this.#positions.has(node.id)) continue;
      const point = freeSpot(node, wanted, boxes);
      this.#positions.set(node.id, point);
    }
  }

  /** Arranges what is new on its own and puts it below what is there. */
  async #arrangeBlock(): Promise<void> {
    const all = toLayoutGraph(this.#graph);
    const nodes = all.nodes.filter((node) => !this.#positions.has(node.id));
    this.#arranging++;
    const { positions, routes } = await this.#engine.arrange({ nodes, edges: all.edges });
    this.#arranging--;
    const around = bounds(this.#boxes().values());
    const offset = around ? { x: around.x, y: around.y + around.height + 2 * gap.node } : { x: 0, y: 0 };
    const shifted = ({ x, y }: Point) => ({ x: x + offset.x, y: y + offset.y });
    for (const [id, point] of positions) if (!this.#positions.has(id)) this.#positions.set(id, shifted(point));
    for (const [key, points] of routes) this.#routes.set(key, points.map(shifted));
  }

  #draw(near?: Point): void {
    const layout = toLayoutGraph(this.#graph);
    for (const [id, point] of placeMissing(layout, this.#boxes(), near)) this.#positions.set(id, point);
    this.nodes = toFlowNodes(this.#graph, this.nodes, this.#positions);
    this.edges = toFlowEdges(this.#graph, this.edges, this.#routes);
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
