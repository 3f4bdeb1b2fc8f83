import type { Intent } from '../../protocol.ts';
import { type IntentPlan, keyOrder, type PlanContext } from './intent-plan.ts';
import { setPath } from './path.ts';

/** Says where a secret of a component comes from: a reference, never the value. */
export function planSetSecret(
  { outline }: PlanContext,
  { component, secret, variable }: Extract<Intent, { kind: 'setSecret' }>,
): IntentPlan {
  const root = outline.root('components', component);
  if (!root) return { refused: `There is no component \`${component}\` in this manifest.` };
  const changes = setPath(outline.source, root, ['secrets', secret], { env: variable }, (path) =>
    path.length === 0 ? keyOrder.component : undefined,
  );
  return 'refused' in changes ? changes : { changes };
}
