import type { ManifestOutline } from '../../model/edit/manifest-outline.ts';
import { removeBelow } from '../../model/edit/path.ts';
import type { Problem } from '../../model/problem.ts';
import type { Json, JsonPath } from '../../model/schema/json-schema.ts';
import type { Intent } from '../../protocol.ts';
import { intentAction, nameAt, outlineAction, removeEntryAt, type ActionContext, type FixedAction } from './fix.ts';
import { asRecord } from './replacements.ts';

/** Takes away what has no use or does harm, and takes back what should not have been changed. */
export function removals(context: ActionContext, problem: Problem): FixedAction[] {
  if (isUseless(problem)) return removedEntry(context, problem);
  const planned = plan(problem);
  const action = planned && intentAction(context, planned.title, [planned.intent], { problem });
  return action ? [action] : [];
}

/** Keys that nothing reads, and overrides of what is not there. */
function isUseless({ code, data }: Problem): boolean {
  if (code === 'unknown-component') return asRecord(data)['override'] !== undefined;
  return code === 'unknown-key' || code === 'unknown-secret';
}

function removedEntry(context: ActionContext, problem: Problem): FixedAction[] {
  const name = nameAt(context.manifest, problem.range);
  const { environment, override } = asRecord(problem.data);
  const isOverride = typeof environment === 'string' && typeof override === 'string';
  const title = isOverride ? `Remove the override of \`${name}\`` : `Remove \`${name}\``;
  const plan = (outline: ManifestOutline) => {
    if (!isOverride) return removeEntryAt(outline, outline.source.offsetAt(problem.range.start));
    const root = outline.root('environments', environment);
    const drops = (path: JsonPath): boolean => path.length === 2 && path[0] === 'components' && path[1] === override;
    return root && removeBelow(outline.source, root, { drops, prunes: (path) => path.length > 0 });
  };
  const action = outlineAction(context, title, plan, { problem });
  return action ? [action] : [];
}

interface Planned {
  readonly title: string;
  readonly intent: Intent;
}

function plan({ code, data }: Problem): Planned | undefined {
  const known = asRecord(data);
  const { component, slot, resource } = known;
  switch (code) {
    case 'unused-resource':
      if (typeof resource !== 'string') return undefined;
      return { title: `Remove \`${resource}\``, intent: { kind: 'remove', nodes: [resource] } };
    case 'unknown-slot':
    case 'connection-cycle':
      if (typeof component !== 'string' || typeof slot !== 'string') return undefined;
      return {
        title: `Disconnect \`${slot}\` of \`${component}\``,
        intent: { kind: 'disconnect', component, slot },
      };
    case 'unknown-param':
    case 'unused-param':
    case 'deprecated-param':
      return setParam(known, 'Remove', undefined);
    case 'immutable-param':
      return known['before'] === undefined ? undefined : setParam(known, 'Change back', known['before'] as Json);
    default:
      return undefined;
  }
}

/** Writes a param where the problem says that it stands; takes it away without a value. */
function setParam(
  { component, environment, path }: { readonly [key: string]: unknown },
  verb: string,
  value: Json | undefined,
): Planned | undefined {
  if (typeof component !== 'string' || !isPath(path)) return undefined;
  const title = `${verb} \`${path.join('.')}\``;
  const intent: Intent =
    typeof environment === 'string'
      ? { kind: 'setEnvironmentParam', environment, component, path, value }
      : { kind: 'setParam', component, path, value };
  return { title, intent };
}

function isPath(path: unknown): path is [string | number, ...(string | number)[]] {
  return Array.isArray(path) && path.length > 0;
}
