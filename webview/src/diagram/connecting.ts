import type { Candidates, PortReference } from '@patchbay/language-server/protocol';

/** How a port shows while a connection is dragged. */
export type PortLight = 'idle' | 'origin' | 'fitting' | 'dimmed';

/** Says of each port whether a connection that starts at `origin` may end there. */
export interface ConnectionJudge {
  readonly origin: PortReference;
  light(port: PortReference): PortLight;
  /** False only for what is known not to fit: the server has the last word on the intent. */
  accepts(port: PortReference): boolean;
  /** Why not, in words for the person who let go of the connection there. */
  refusal(port: PortReference): string | undefined;
  /** Ports of one node that fit. */
  fittingOn(node: string): readonly PortReference[];
}

function key(port: PortReference): string {
  return JSON.stringify([port.node, port.side, port.port]);
}

/** `candidates` is undefined until the server answered: then every port of the other side may fit. */
export function judgeConnection(origin: PortReference, candidates: Candidates | undefined): ConnectionJudge {
  const originKey = key(origin);
  const fitting = new Set(candidates?.fitting.map(key));
  const reasons = new Map(candidates?.refused.map(({ port, reason }) => [key(port), reason]));

  function accepts(port: PortReference): boolean {
    if (port.side === origin.side) return false;
    return candidates ? fitting.has(key(port)) : true;
  }
  return {
    origin,
    accepts,
    light: (port) => {
      if (key(port) === originKey) return 'origin';
      if (port.side === origin.side) return 'dimmed';
      if (!candidates) return 'idle';
      return accepts(port) ? 'fitting' : 'dimmed';
    },
    refusal: (port) => {
      if (key(port) === originKey || accepts(port)) return undefined;
      const reason = reasons.get(key(port));
      if (reason !== undefined) return reason;
      if (port.side !== origin.side) return 'This port does not fit.';
      return port.side === 'resource'
        ? 'Both ends hand something out. Connect a resource (right) to a dependency (left).'
        : 'Both ends need something. Connect a dependency (left) to a resource (right).';
    },
    fittingOn: (node) => candidates?.fitting.filter((port) => port.node === node) ?? [],
  };
}
