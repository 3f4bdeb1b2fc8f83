import type { Intent } from '../../protocol.ts';
import { ConnectionRules, type End } from '../graph/connection-rules.ts';
import { edgeId } from '../graph/node.ts';
import { formatConnectionTarget, parseConnectionTarget } from '../manifest/reference.ts';
import { type IntentPlan, keyOrder, type PlanContext } from './intent-plan.ts';
import { setPath } from './path.ts';

/** Fills a slot with a resource; a connection that fills it already is replaced. */
export function planConnect(context: PlanContext, { from, to }: Extract<Intent, { kind: 'connect' }>): IntentPlan {
  const { manifest, registry, outline } = context;
  const rules = new ConnectionRules(manifest, registry);
  const refused = rules.refusal(from, to);
  if (refused !== undefined) return { refused: refused + advice(rules, to) };

  const imported = !manifest.components.has(from.node);
  const text = formatConnectionTarget({ component: from.node, ...(!imported && { resource: from.port }) });
  const read = parseConnectionTarget(text);
  if (read?.component !== from.node || (!imported && read.resource !== from.port)) {
    return {
      refused: `\`${text}\` cannot be written as a connection: rename the resource in its bundle, without dots and spaces.`,
    };
  }
  const root = outline.root('components', to.node);
  if (!root) return { refused: `There is no component \`${to.node}\` in this manifest.` };
  const changes = setPath(outline.source, root, ['connections', to.port], text, (path) =>
    path.length === 0 ? keyOrder.component : undefined,
  );
  if ('refused' in changes) return changes;
  return { changes, select: { kind: 'edge', id: edgeId(to.node, to.port) } };
}

/** What would fit the slot instead. */
function advice(rules: ConnectionRules, to: End): string {
  const slot = rules.slot(to);
  if ('refused' in slot) return '';
  const fitting = rules.fitting(to).map(({ node, port }) => (node === port ? node : `${node}.${port}`));
  if (fitting.length > 0) return ` ${some(fitting)} would fit.`;
  const bundles = rules.fittingBundles(slot);
  return bundles.length > 0 ? ` Nothing here fits yet: add ${some(bundles)} first.` : '';
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  const last = shown.pop() ?? '';
  return shown.length > 0 ? `${shown.join(', ')} or ${last}` : last;
}
