import type { Candidates, PortReference } from '../../protocol.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import { ConnectionRules, type End } from './connection-rules.ts';

/**
 * Where a connection that starts at a port may end, and why it may not end at the others. A slot
 * that is connected already fits too: its connection is replaced.
 */
export function candidates(manifest: Manifest, registry: Registry, port: PortReference): Candidates {
  const rules = new ConnectionRules(manifest, registry);
  const start = port.side === 'resource' ? rules.resourceType(port) : rules.slot(port);
  if ('refused' in start) return { port, fitting: [], refused: [{ port, reason: start.refused }] };
  return port.side === 'resource' ? endsOfResource(rules, port) : endsOfSlot(rules, port);
}

function endsOfResource(rules: ConnectionRules, port: PortReference): Candidates {
  const circle = rules.circleFrom(port.node);
  return sort(port, rules.slots(), 'dependency', (slot) => rules.refusal(port, slot, circle));
}

function endsOfSlot(rules: ConnectionRules, port: PortReference): Candidates {
  const circle = rules.circleTo(port.node);
  return sort(port, rules.resources(), 'resource', (resource) => rules.refusal(resource, port, circle));
}

function sort(
  port: PortReference,
  ends: readonly End[],
  side: PortReference['side'],
  refusal: (end: End) => string | undefined,
): Candidates {
  const fitting: PortReference[] = [];
  const refused: Candidates['refused'] = [];
  for (const end of ends) {
    const candidate: PortReference = { node: end.node, side, port: end.port };
    const reason = refusal(end);
    if (reason === undefined) fitting.push(candidate);
    else refused.push({ port: candidate, reason });
  }
  return { port, fitting, refused };
}
