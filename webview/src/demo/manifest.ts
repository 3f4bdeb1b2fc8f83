import type {
  Candidates,
  Graph,
  GraphNode,
  GraphPatch,
  Intent,
  PaletteEntry,
  PortReference,
} from '@patchbay/language-server/protocol';
import { componentOf } from './sample.ts';

export type Outcome = { readonly graph: Graph; readonly select?: string } | { readonly refused: string };

/** What an intent makes of a graph: the stand-in for the language server, without any text. */
export function perform(graph: Graph, palette: readonly PaletteEntry[], intent: Intent): Outcome {
  switch (intent.kind) {
    case 'addComponent': {
      const bundle = palette.find((entry) => entry.reference === intent.bundle);
      if (!bundle) return { refused: `There is no bundle ${intent.bundle}.` };
      const id = freeName(graph, bundle.name.replace(/^(?:aws|local|k8s)-/, ''));
      return { graph: { ...graph, nodes: [...graph.nodes, componentOf(bundle, id)] }, select: id };
    }
    case 'connect': {
      const reason = refusal(graph, intent.from, intent.to);
      if (reason !== undefined) return { refused: reason };
      const id = `${intent.to.node}.${intent.to.port}`;
      const type = typeOf(graph, { ...intent.from, side: 'resource' });
      const edge = { id, from: intent.from, to: intent.to, ...(type === undefined ? {} : { type }) };
      return { graph: { ...graph, edges: [...graph.edges.filter((other) => other.id !== id), edge] } };
    }
    case 'disconnect':
      return {
        graph: { ...graph, edges: graph.edges.filter((edge) => edge.id !== `${intent.component}.${intent.slot}`) },
      };
    case 'remove': {
      const gone = new Set(intent.nodes);
      return {
        graph: {
          ...graph,
          nodes: graph.nodes.filter((node) => !gone.has(node.id)),
          edges: graph.edges.filter((edge) => !gone.has(edge.from.node) && !gone.has(edge.to.node)),
        },
      };
    }
    case 'rename':
      return { graph: rename(graph, intent.name, intent.newName), select: intent.newName };
    case 'setTitle':
      return {
        graph: {
          ...graph,
          nodes: graph.nodes.map((node) => (node.id === intent.component ? { ...node, title: intent.title } : node)),
        },
      };
    case 'setParam':
    case 'setSecret':
    case 'setEnvironmentParam':
    case 'pin':
      return { refused: 'The stand-alone page has no text to write that into.' };
  }
}

export function candidatesOf(graph: Graph, port: PortReference): Candidates {
  const side = port.side === 'resource' ? 'dependency' : 'resource';
  const fitting: PortReference[] = [];
  const refused: { port: PortReference; reason: string }[] = [];
  for (const node of graph.nodes) {
    for (const { name } of side === 'dependency' ? node.dependencies : node.resources) {
      const end: PortReference = { node: node.id, side, port: name };
      const reason = port.side === 'resource' ? refusal(graph, port, end) : refusal(graph, end, port);
      if (reason === undefined) fitting.push(end);
      else refused.push({ port: end, reason });
    }
  }
  return { port, fitting, refused };
}

/** Brings every port's `filled` and the problems in line with the edges; untouched nodes keep their identity. */
export function settle(graph: Graph): Graph {
  const filled = new Set(graph.edges.map((edge) => edge.id));
  const used = new Set(graph.edges.map((edge) => `${edge.from.node}.${edge.from.port}`));
  const nodes = graph.nodes.map((node): GraphNode => {
    const next: GraphNode = {
      ...node,
      dependencies: node.dependencies.map((port) => ({
        ...port,
        filled: filled.has(`${node.id}.${port.name}`) ? 'connection' : port.required ? 'missing' : 'open',
      })),
      resources: node.resources.map((port) => ({
        ...port,
        filled: used.has(`${node.id}.${port.name}`) ? 'connection' : 'open',
      })),
    };
    next.problems = next.dependencies
      .filter((port) => port.filled === 'missing')
      .map((port) => ({ severity: 'error', message: `“${port.name}” is required: connect a ${port.type}.` }));
    return JSON.stringify(next) === JSON.stringify(node) ? node : next;
  });
  return { ...graph, nodes };
}

export function difference(before: Graph, after: Graph): GraphPatch[] {
  const patches: GraphPatch[] = [];
  const oldNodes = new Map(before.nodes.map((node) => [node.id, node]));
  const oldEdges = new Map(before.edges.map((edge) => [edge.id, edge]));
  const newNodes = new Set(after.nodes.map((node) => node.id));
  const newEdges = new Set(after.edges.map((edge) => edge.id));
  for (const { id } of before.edges) if (!newEdges.has(id)) patches.push({ op: 'removeEdge', id });
  for (const { id } of before.nodes) if (!newNodes.has(id)) patches.push({ op: 'removeNode', id });
  for (const node of after.nodes) {
    const old = oldNodes.get(node.id);
    if (old !== node) patches.push({ op: old ? 'updateNode' : 'addNode', node });
  }
  for (const edge of after.edges) {
    const old = oldEdges.get(edge.id);
    if (old !== edge) patches.push({ op: old ? 'updateEdge' : 'addEdge', edge });
  }
  return patches;
}

function typeOf(graph: Graph, port: PortReference): string | undefined {
  const node = graph.nodes.find((candidate) => candidate.id === port.node);
  const ports = port.side === 'dependency' ? node?.dependencies : node?.resources;
  return ports?.find((candidate) => candidate.name === port.port)?.type;
}

function refusal(
  graph: Graph,
  from: { node: string; port: string },
  to: { node: string; port: string },
): string | undefined {
  const given = typeOf(graph, { ...from, side: 'resource' });
  const needed = typeOf(graph, { ...to, side: 'dependency' });
  if (given === undefined || needed === undefined) return 'One of the two ports is gone.';
  if (from.node === to.node) return 'A component cannot depend on itself.';
  return given === needed ? undefined : `“${to.port}” takes a ${needed}, and “${from.port}” is a ${given}.`;
}

function freeName(graph: Graph, name: string): string {
  const taken = new Set(graph.nodes.map((node) => node.id));
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}

function rename(graph: Graph, name: string, newName: string): Graph {
  const end = (point: { node: string; port: string }) => (point.node === name ? { ...point, node: newName } : point);
  return {
    ...graph,
    nodes: graph.nodes.map((node) =>
      node.id === name ? { ...node, id: newName, title: node.title === name ? newName : node.title } : node,
    ),
    edges: graph.edges.map((edge) => {
      if (edge.from.node !== name && edge.to.node !== name) return edge;
      const to = end(edge.to);
      return { ...edge, id: `${to.node}.${to.port}`, from: end(edge.from), to };
    }),
  };
}
