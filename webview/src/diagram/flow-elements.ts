import type { Graph, GraphEdge, GraphNode } from '@patchbay/language-server/protocol';
import type { Edge, EdgeProps, Node, NodeProps, Position } from '@xyflow/svelte';
import { routeKey, type LayoutGraph, type LayoutNode, type Point } from '../layout/geometry.ts';
import { kindOfName } from './kind.ts';
import { geometry, nodeSize, portPoints } from './node-size.ts';

export type ComponentFlowNode = Node<{ node: GraphNode }, 'component'>;
export type ConnectionFlowEdge = Edge<{ edge: GraphEdge; route: readonly Point[] | undefined }, 'connection'>;
export type ComponentNodeProps = NodeProps<ComponentFlowNode>;
export type ConnectionEdgeProps = EdgeProps<ConnectionFlowEdge>;

/**
 * A name as the canvas may use it in a selector: letters, digits, `_`, `-` and `.` stay, so every valid name stays as
 * it is; other characters, which only a mistaken manifest has, are written as `%` and their code.
 */
export function flowId(name: string): string {
  return name.replace(/[^\w.-]/g, (character) => `%${character.charCodeAt(0).toString(16)};`);
}

export function toLayoutNode(node: GraphNode): LayoutNode {
  return { id: node.id, ...nodeSize(node), ports: portPoints(node) };
}

export function toLayoutGraph(graph: Graph): LayoutGraph {
  return { nodes: graph.nodes.map(toLayoutNode), edges: graph.edges };
}

/**
 * The canvas's nodes for a graph. A node that did not change keeps its identity; the canvas's own position and
 * selection of a node stay unless `positions` says otherwise.
 */
export function toFlowNodes(
  graph: Graph,
  previous: readonly ComponentFlowNode[],
  positions: ReadonlyMap<string, Point>,
): ComponentFlowNode[] {
  const known = new Map(previous.map((node) => [node.data.node.id, node]));
  return graph.nodes.map((node) => {
    const before = known.get(node.id);
    const position = positions.get(node.id) ?? before?.position ?? { x: 0, y: 0 };
    const moved = before?.position.x !== position.x || before?.position.y !== position.y;
    if (before && before.data.node === node && !moved) return before;
    if (before && before.data.node === node) return { ...before, position: { ...position } };
    return newFlowNode(node, position, before?.selected ?? false);
  });
}

function newFlowNode(node: GraphNode, position: Point, selected: boolean): ComponentFlowNode {
  const size = nodeSize(node);
  const half = geometry.handle / 2;
  return {
    id: flowId(node.id),
    type: 'component',
    data: { node },
    position: { x: position.x, y: position.y },
    selected,
    ...size,
    // Given size and handles spare the canvas its measuring pass.
    measured: { ...size },
    handles: portPoints(node).map((point) => ({
      id: flowId(point.port),
      type: point.side === 'dependency' ? 'target' : 'source',
      position: (point.side === 'dependency' ? 'left' : 'right') as Position,
      x: point.x - half,
      y: point.y - half,
      width: geometry.handle,
      height: geometry.handle,
    })),
    ariaLabel: nodeLabel(node),
    domAttributes: { 'data-node': node.id },
  };
}

/** What a screen reader says of a node. */
export function nodeLabel(node: GraphNode): string {
  const what =
    node.kind === 'component' ? (node.bundle?.reference ?? 'no bundle') : `imported ${node.type ?? 'resource'}`;
  const missing = node.dependencies.filter((port) => port.filled === 'missing').map((port) => port.name);
  return [
    `${node.title === node.id ? node.id : `${node.title}, ${node.id}`}, ${what}`,
    missing.length > 0 ? `not connected: ${missing.join(', ')}` : undefined,
    node.problems.length > 0
      ? `${node.problems.length} ${node.problems.length === 1 ? 'problem' : 'problems'}`
      : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('; ');
}

/**
 * The canvas's edges for a graph: only those whose two ports exist, since an edge to nowhere cannot be drawn (its
 * problem shows on the component). `routes` are the ways that the layout kept free.
 */
export function toFlowEdges(
  graph: Graph,
  previous: readonly ConnectionFlowEdge[],
  routes: ReadonlyMap<string, readonly Point[]>,
): ConnectionFlowEdge[] {
  const known = new Map(previous.map((edge) => [edge.data?.edge.id, edge]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const hasEnds = (edge: GraphEdge) =>
    nodes.get(edge.from.node)?.resources.some((port) => port.name === edge.from.port) === true &&
    nodes.get(edge.to.node)?.dependencies.some((port) => port.name === edge.to.port) === true;
  return graph.edges.filter(hasEnds).map((edge) => {
    const before = known.get(edge.id);
    const route = routes.get(routeKey(edge));
    if (before?.data?.edge === edge && before.data.route === route) return before;
    return {
      id: flowId(edge.id),
      type: 'connection',
      source: flowId(edge.from.node),
      sourceHandle: flowId(edge.from.port),
      target: flowId(edge.to.node),
      targetHandle: flowId(edge.to.port),
      selected: before?.selected ?? false,
      data: { edge, route },
      class: `kind-${kindOfName(edge.type ?? edge.from.port)}`,
      ariaLabel: `Connection from ${edge.from.node}, ${edge.from.port}, to ${edge.to.node}, ${edge.to.port}${edge.problem === undefined ? '' : `; ${edge.problem}`}`,
      domAttributes: { 'data-edge': edge.id } as NonNullable<ConnectionFlowEdge['domAttributes']>,
    };
  });
}
