import type { GraphEdge, Intent, PortReference } from '@patchbay/language-server/protocol';
import type { ConnectionJudge } from './connecting.ts';
import { quickChoices } from './quick-add.ts';
import type { Session } from './session.svelte.ts';
import type { View } from './view.svelte.ts';

/** Where a person let go of a connection: page pixels, and the port under the pointer. */
export interface DropSpot {
  readonly x: number;
  readonly y: number;
  readonly port: PortReference | undefined;
}

/** A connection was dragged from a port and let go at `spot`. */
export async function finishConnection(
  session: Session,
  view: View,
  judge: ConnectionJudge,
  spot: DropSpot,
): Promise<void> {
  const end = portUnder(judge, spot);
  if (end.reason !== undefined) view.tell(end.reason, spot);
  if (end.port) await send(session, view, connectIntent(judge.origin, end.port), spot);
  if (end.nothing) offerQuickAdd(session, view, judge.origin, spot);
}

/** Nothing is there: offers what could be. */
function offerQuickAdd(session: Session, view: View, origin: PortReference, { x, y }: DropSpot): void {
  const node = session.nodesById.get(origin.node);
  const ports = origin.side === 'resource' ? node?.resources : node?.dependencies;
  const port = ports?.find((candidate) => candidate.name === origin.port);
  const choices = port ? quickChoices(session.palette, origin, port) : [];
  if (choices.length > 0) view.quickAdd = { x, y, origin, choices };
}

/**
 * The end of an existing connection was dragged away and let go at `spot`. On another port it goes there; on nothing
 * the connection is taken out.
 */
export async function finishReconnection(
  session: Session,
  view: View,
  judge: ConnectionJudge,
  edge: GraphEdge,
  spot: DropSpot,
): Promise<void> {
  const end = portUnder(judge, spot);
  if (end.reason !== undefined) return view.tell(end.reason, spot);
  const disconnect: Intent = { kind: 'disconnect', component: edge.to.node, slot: edge.to.port };
  if (!end.port) return send(session, view, disconnect, spot);
  const connect = connectIntent(judge.origin, end.port);
  const isSame = connect.from.node === edge.from.node && connect.from.port === edge.from.port;
  const isSameSlot = connect.to.node === edge.to.node && connect.to.port === edge.to.port;
  if (isSame && isSameSlot) return;
  const answer = await session.intend(connect);
  if (answer.refused !== undefined) return view.tell(answer.refused, spot);
  // Another slot took it over, so the old one lets go; the same slot was overwritten.
  if (!isSameSlot) await send(session, view, disconnect, spot);
}

function connectIntent(origin: PortReference, end: PortReference): Extract<Intent, { kind: 'connect' }> {
  const [from, to] = origin.side === 'resource' ? [origin, end] : [end, origin];
  return { kind: 'connect', from: { node: from.node, port: from.port }, to: { node: to.node, port: to.port } };
}

async function send(session: Session, view: View, intent: Intent, spot: DropSpot): Promise<void> {
  const answer = await session.intend(intent);
  if (answer.refused !== undefined) view.tell(answer.refused, spot);
}

/** The port that is meant: the one under the pointer, or the only one of the node there that fits. */
function portUnder(judge: ConnectionJudge, spot: DropSpot): { port?: PortReference; reason?: string; nothing?: true } {
  const { port } = spot;
  if (port) {
    const reason = judge.refusal(port);
    if (reason !== undefined) return { reason };
    return judge.accepts(port) ? { port } : {};
  }
  const below = document.elementFromPoint(spot.x, spot.y);
  const node = below?.closest('[data-node]')?.getAttribute('data-node');
  if (node === null || node === undefined) return below?.closest('.svelte-flow__pane') ? { nothing: true } : {};
  if (node === judge.origin.node) return {};
  const fitting = judge.fittingOn(node);
  const [only] = fitting;
  if (fitting.length === 1 && only) return { port: only };
  return {
    reason:
      fitting.length === 0 ? `Nothing on “${node}” fits.` : `Several ports of “${node}” fit: drop on one of them.`,
  };
}
