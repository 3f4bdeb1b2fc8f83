import {
  parseFromWebview,
  parseToWebview,
  type FromWebview,
  type Graph,
  type RunState,
  type ToWebview,
} from '@patchbay/language-server/protocol';
import type { Channel } from '../channel.ts';
import { candidatesOf, difference, perform, settle } from './manifest.ts';
import { largeGraph, sampleGraph, samplePalette, sampleRun } from './sample.ts';

/** What a test, or a curious person at the console, can look at and say. */
export interface Demo {
  /** Everything the page sent, in order. */
  readonly sent: FromWebview[];
  /** Sends the page a message as the extension would; an invalid one is dropped, as in the editor. */
  send(message: unknown): void;
  graph(): Graph;
}
declare global {
  interface Window {
    patchbayDemo?: Demo;
  }
}

/**
 * The stand-in for extension and language server. Parameters of the page's address: `sample` (`shop`, `empty`, or a
 * number of components), `trusted=no`, `keep=yes` (remember the view when the page is loaded again).
 */
export function fakeChannel(parameters: URLSearchParams): Channel {
  const listeners = new Set<(message: ToWebview) => void>();
  const sent: FromWebview[] = [];
  let graph = settle(startGraph(parameters.get('sample') ?? 'shop'));
  let version = 1;
  let revision = 1;
  const kept = parameters.get('keep') === 'yes' ? sessionStorage : undefined;

  function send(message: unknown): void {
    // Asynchronous and by value, as between two processes.
    const parsed = parseToWebview(structuredClone(message));
    if (parsed) setTimeout(() => listeners.forEach((listener) => listener(parsed)));
  }
  function sendState(): void {
    const layout = {};
    send({
      type: 'state',
      version,
      revision,
      graph,
      layout,
      environment: 'staging',
      trusted: parameters.get('trusted') !== 'no',
      fileName: 'infra.yaml',
    });
  }
  function show(next: Graph): void {
    const after = settle(next);
    const patches = difference(graph, after);
    graph = after;
    version++;
    revision++;
    send({ type: 'patch', version, revision, patches });
  }
  function receive(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        sendState();
        send({ type: 'palette', entries: samplePalette });
        if (parameters.get('sample') === null) send({ type: 'run', state: sampleRun() });
        return;
      case 'resync':
        return sendState();
      case 'candidates':
        return send({ type: 'candidates', request: message.request, candidates: candidatesOf(graph, message.port) });
      case 'intent': {
        const outcome = perform(graph, samplePalette, message.intent);
        if ('refused' in outcome)
          return send({ type: 'intentResult', request: message.request, refused: outcome.refused });
        show(outcome.graph);
        const select = outcome.select === undefined ? undefined : { kind: 'node', id: outcome.select };
        return send({ type: 'intentResult', request: message.request, ...(select ? { select } : {}) });
      }
      case 'run':
        return message.action === 'cancel' ? undefined : pretendRun(message.environment, message.action);
      case 'acknowledge':
      case 'select':
      case 'moved':
      case 'environment':
      case 'openLink':
      case 'showLog':
        return;
    }
  }
  function pretendRun(environment: string, action: NonNullable<RunState['action']>): void {
    const components = graph.nodes.filter((node) => node.kind === 'component').map((node) => node.id);
    const [busy, done] = (
      { plan: ['planning', 'planned'], deploy: ['applying', 'deployed'], destroy: ['destroying', 'destroyed'] } as const
    )[action];
    components.forEach((component, index) => {
      setTimeout(() => {
        send({ type: 'log', environment, component, lines: [`\u001b[1m${component}\u001b[0m: ${action} started`] });
        send({
          type: 'run',
          state: {
            environment,
            action,
            running: index < components.length - 1,
            instances: components.map((id, at) => ({
              component: id,
              status: at < index ? done : at === index ? busy : 'pending',
            })),
          },
        });
      }, index * 700);
    });
    const instances = components.map((component) => ({ component, status: done }));
    setTimeout(
      () => send({ type: 'run', state: { environment, action, running: false, instances } }),
      components.length * 700,
    );
  }

  window.patchbayDemo = { sent, send, graph: () => graph };
  return {
    post: (message) => {
      const parsed = parseFromWebview(structuredClone(message));
      if (!parsed)
        throw new Error(`The page sent a message that the extension would refuse: ${JSON.stringify(message)}`);
      sent.push(parsed);
      receive(parsed);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    recall: () => JSON.parse(kept?.getItem('diagram') ?? 'null') as unknown,
    remember: (value) => kept?.setItem('diagram', JSON.stringify(value)),
  };
}

function startGraph(sample: string): Graph {
  if (sample === 'shop') return sampleGraph();
  if (sample === 'empty') return { ...sampleGraph(), nodes: [], edges: [] };
  return largeGraph(Math.max(1, Number(sample) || 1));
}
