import type { EventBody } from './events.ts';
import type { PreparedInstance } from './prepare.ts';

/** What the expressions of an `app` read: `.connections.queue`, `.dependencies["queue"]`. */
const slotRead = /\.\s*(?:connections|dependencies)\s*(?:\.\s*([A-Za-z_]\w*)|\.?\s*\[?\s*"([^"\\]+)"\s*\]?)/g;
/** `.connections.queue.data.security.iam.subscribe` is known as `iam.subscribe`. */
const securityPath = /^\.(?:connections|dependencies)\.\w+\.(?:data\.)?security\.([\w.]+)$/;

/**
 * What the connections of an instance give its application, by name: known before anything is
 * deployed, for it is written in the bundle.
 *
 * @returns undefined when they give nothing
 */
export function givenByConnections({ component, bundle, slots }: PreparedInstance): EventBody | undefined {
  const connections = [...slots].map(([slot, { source }]) => ({
    slot,
    source: source.kind === 'component' ? source.component : source.name,
    envs: [...bundle.app.envs].filter(([, expression]) => reads(expression, slot)).map(([name]) => name),
    policies: bundle.app.policies.filter((expression) => reads(expression, slot)).map(policyName),
  }));
  const giving = connections.filter(({ envs, policies }) => envs.length + policies.length > 0);
  return giving.length === 0 ? undefined : { type: 'given', component, connections: giving };
}

function reads(expression: string, slot: string): boolean {
  return [...expression.matchAll(slotRead)].some(([, name, quoted]) => (name ?? quoted) === slot);
}

function policyName(expression: string): string {
  return securityPath.exec(expression.trim())?.[1] ?? expression.trim();
}
