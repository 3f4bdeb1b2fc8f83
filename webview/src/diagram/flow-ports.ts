import type { Graph, PortReference } from '@patchbay/language-server/protocol';
import { flowId } from './flow-elements.ts';

/** The port of the graph that a handle of the canvas stands for. */
export function portAt(
  graph: Graph,
  nodeId: string | null | undefined,
  handleId: string | null | undefined,
  handleType: 'source' | 'target' | null | undefined,
): PortReference | undefined {
  const node = graph.nodes.find((candidate) => flowId(candidate.id) === nodeId);
  if (!node || !handleType) return undefined;
  const side = handleType === 'target' ? 'dependency' : 'resource';
  const ports = side === 'dependency' ? node.dependencies : node.resources;
  const port = ports.find((candidate) => flowId(candidate.name) === handleId);
  return port && { node: node.id, side, port: port.name };
}
