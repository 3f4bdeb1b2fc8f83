import type { Intent } from '../../protocol.ts';
import type { IntentPlan, PlanContext } from './intent-plan.ts';
import { aliasReason, removeBelow } from './path.ts';

/** Takes a connection off, and the `connections:` key when it was the last. */
export function planDisconnect(
  { manifest, outline }: PlanContext,
  { component, slot }: Extract<Intent, { kind: 'disconnect' }>,
): IntentPlan {
  const root = outline.root('components', component);
  if (!root) return { refused: `There is no component \`${component}\` in this manifest.` };
  const connected = manifest.components.get(component)?.connections.some((one) => one.slot.value === slot);
  if (!connected) return { refused: `Nothing is connected to \`${slot}\` of \`${component}\`.` };
  const changes = removeBelow(outline.source, root, {
    drops: (path) => path.length === 2 && path[0] === 'connections' && path[1] === slot,
    prunes: (path) => path.length === 1,
  });
  if ('refused' in changes) return changes;
  if (changes.length === 0) return { refused: aliasReason };
  return { changes };
}
