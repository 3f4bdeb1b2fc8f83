import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { gap, routeKey, type Arrangement, type LayoutGraph, type Point } from './geometry.ts';

/** From here on, speed counts more than the last crossing. */
const manyNodes = 250;

/** The layout request: left to right, ports where they are drawn, manifest order kept where it costs nothing. */
export function toElkGraph(graph: LayoutGraph): ElkNode {
  const ids = new Set(graph.nodes.map((node) => node.id));
  // Numbers as ids: the layout engine has its own ideas about the characters of an id.
  const number = new Map(graph.nodes.map((node, index) => [node.id, index]));
  const portId = (node: string, side: string, port: string) => `${number.get(node)}/${side}/${port}`;
  const ports = new Set(graph.nodes.flatMap((node) => node.ports.map((port) => portId(node.id, port.side, port.port))));
  const end = (node: string, side: string, port: string) => {
    const id = portId(node, side, port);
    return ports.has(id) ? id : String(number.get(node));
  };
  return {
    id: 'root',
    layoutOptions: layoutOptions(graph.nodes.length),
    children: graph.nodes.map((node, index) => ({
      id: String(index),
      width: node.width,
      height: node.height,
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: node.ports.map((port) => ({
        id: portId(node.id, port.side, port.port),
        x: port.x,
        y: port.y,
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': port.side === 'dependency' ? 'WEST' : 'EAST' },
      })),
    })),
    edges: graph.edges
      .map((edge, index) => ({
        id: String(index),
        sources: [end(edge.from.node, 'resource', edge.from.port)],
        targets: [end(edge.to.node, 'dependency', edge.to.port)],
      }))
      .filter((_, index) => {
        const edge = graph.edges[index];
        return edge !== undefined && ids.has(edge.from.node) && ids.has(edge.to.node);
      }),
  };
}

/** The places and routes of the engine's answer; undefined when it lacks a node. */
export function fromElkGraph(graph: LayoutGraph, answer: ElkNode): Arrangement | undefined {
  const positions = new Map<string, Point>();
  for (const child of answer.children ?? []) {
    const node = graph.nodes[Number(child.id)];
    if (!node || child.x === undefined || child.y === undefined) return undefined;
    positions.set(node.id, { x: Math.round(child.x), y: Math.round(child.y) });
  }
  if (positions.size !== graph.nodes.length) return undefined;
  const routes = new Map<string, readonly Point[]>();
  for (const { id, sections } of answer.edges ?? []) {
    const edge = graph.edges[Number(id)];
    const section = sections?.[0];
    if (!edge || !section?.bendPoints?.length) continue;
    routes.set(routeKey(edge), [section.startPoint, ...section.bendPoints, section.endPoint]);
  }
  return { positions, routes };
}

function layoutOptions(count: number): Record<string, string> {
  const speed: Record<string, string> =
    count > manyNodes
      ? {
          'elk.layered.thoroughness': '1',
          'elk.layered.layering.strategy': 'LONGEST_PATH',
          'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
        }
      : {
          'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
          'elk.layered.considerModelOrder.strategy': 'PREFER_NODES',
        };
  return {
    'elk.algorithm': 'layered',
    'elk.direction': 'RIGHT',
    'elk.edgeRouting': 'POLYLINE',
    'elk.aspectRatio': '1.6',
    'elk.spacing.nodeNode': String(gap.node),
    'elk.spacing.edgeNode': '20',
    'elk.spacing.edgeEdge': '12',
    'elk.spacing.componentComponent': String(gap.node),
    'elk.layered.spacing.nodeNodeBetweenLayers': String(gap.column),
    ...speed,
  };
}
