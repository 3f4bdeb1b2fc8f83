import type { Intent } from '../../protocol.ts';
import { formatBundleReference, parseBundleReference } from '../manifest/reference.ts';
import { type IntentPlan, keyOrder, type PlanContext } from './intent-plan.ts';
import { setPath } from './path.ts';
import { environmentOrder } from './set-param.ts';

/** Writes the version range of a component's bundle, for all environments or for one. */
export function planPin(
  { manifest, registry, outline }: PlanContext,
  { component, range, environment }: Extract<Intent, { kind: 'pin' }>,
): IntentPlan {
  const source = manifest.components.get(component);
  if (!source) return { refused: `There is no component \`${component}\` in this manifest.` };
  const bundle = source.bundle?.value?.name;
  if (bundle === undefined) return { refused: `\`${component}\` has no bundle yet: write \`bundle:\` below it first.` };
  const reference = parseBundleReference(`${bundle}@${range}`);
  if (!reference || reference.name !== bundle) {
    return { refused: `\`${range}\` is not a version range. Write \`1.2.3\`, \`~1\`, \`~1.2\` or \`latest\`.` };
  }
  const resolution = registry.resolveBundle(reference);
  if (resolution.kind === 'no-version') {
    return {
      refused: `No version of \`${bundle}\` is in \`${range}\`. There are: ${resolution.available.join(', ')}.`,
    };
  }
  const [section, name] =
    environment === undefined ? (['components', component] as const) : (['environments', environment] as const);
  const root = outline.root(section, name);
  if (!root) return { refused: `There is no environment \`${name}\` in this manifest.` };
  const text = formatBundleReference(reference);
  const changes =
    environment === undefined
      ? setPath(outline.source, root, ['bundle'], text, (path) => (path.length === 0 ? keyOrder.component : undefined))
      : setPath(outline.source, root, ['components', component, 'bundle'], text, environmentOrder);
  return 'refused' in changes ? changes : { changes };
}
