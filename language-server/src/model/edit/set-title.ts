import type { Intent } from '../../protocol.ts';
import { type IntentPlan, keyOrder, type PlanContext } from './intent-plan.ts';
import { removeBelow, setPath } from './path.ts';

/** Writes the label of a component; an empty one is taken away. */
export function planSetTitle(
  { outline }: PlanContext,
  { component, title }: Extract<Intent, { kind: 'setTitle' }>,
): IntentPlan {
  const root = outline.root('components', component);
  if (!root) return { refused: `There is no component \`${component}\` in this manifest.` };
  const changes =
    title.trim() === ''
      ? removeBelow(outline.source, root, {
          drops: (path) => path.length === 1 && path[0] === 'title',
          prunes: () => false,
        })
      : setPath(outline.source, root, ['title'], title, (path) => (path.length === 0 ? keyOrder.component : undefined));
  return 'refused' in changes ? changes : { changes };
}
