import type { Intent } from '../../protocol.ts';
import type { ComponentSettings } from '../manifest/manifest.ts';
import type { JsonPath } from '../schema/json-schema.ts';
import type { IntentPlan, PlanContext } from './intent-plan.ts';
import type { SectionName } from './manifest-outline.ts';
import type { Member } from './outline.ts';
import { type Edited, emptyOut, hasLooseComment, removalReason, removeBelow } from './path.ts';
import { removeMembers } from './remove-member.ts';
import type { Change } from './source-text.ts';

/**
 * Removes components and imported resources, each with the comment directly above it, and every
 * connection, default and override that speaks of them. Names that are not there are passed over.
 */
export function planRemove(context: PlanContext, { nodes }: Extract<Intent, { kind: 'remove' }>): IntentPlan {
  const { manifest } = context;
  const removed = new Set(nodes.filter((node) => manifest.components.has(node) || manifest.resources.has(node)));
  if (removed.size === 0) {
    return { refused: `There is no ${nodes.map((node) => `\`${node}\``).join(', ')} in this manifest any more.` };
  }
  const changes: Change[] = [];
  for (const part of parts(context, removed)) {
    if ('refused' in part) return part;
    changes.push(...part);
  }
  return { changes };
}

function* parts(context: PlanContext, removed: ReadonlySet<string>): Iterable<Edited> {
  const { manifest, outline } = context;
  yield removeEntries(context, 'components', removed);
  yield removeEntries(context, 'resources', removed);
  for (const [name, settings] of manifest.components) {
    const root = !removed.has(name) && refersTo(settings, removed) ? outline.root('components', name) : undefined;
    if (!root) continue;
    const slots = slotsTo(settings, removed);
    yield removeBelow(outline.source, root, {
      drops: ([section, slot, ...rest]) => section === 'connections' && rest.length === 0 && slots.has(slot),
      prunes: (path) => path.length === 1,
    });
  }
  for (const [name, environment] of manifest.environments) {
    const root = outline.root('environments', name);
    if (!root) continue;
    const defaults = new Set(
      environment.defaults
        .filter(({ target }) => removed.has(target.value?.component ?? ''))
        .map(({ type }) => type.value),
    );
    const drops = (path: JsonPath): boolean => {
      const [section, key, part, slot] = path;
      if (typeof key !== 'string') return false;
      if (section === 'defaults') return path.length === 2 && defaults.has(key);
      if (section !== 'components') return false;
      if (path.length === 2) return removed.has(key);
      const settings = environment.components.get(key);
      return (
        path.length === 4 && part === 'connections' && settings !== undefined && slotsTo(settings, removed).has(slot)
      );
    };
    yield removeBelow(outline.source, root, { drops, prunes: (path) => path.length >= 1 });
  }
}

/** Empties `components:` to `{}`, and takes `resources:` away when nothing is left in it. */
function removeEntries({ manifest, outline }: PlanContext, section: SectionName, removed: ReadonlySet<string>): Edited {
  const header = outline.section(section);
  const map = header?.value;
  if (!header || map?.kind !== 'map') return [];
  const members = new Set<Member>();
  for (const name of removed) {
    const entry = manifest[section].has(name) ? outline.entry(section, name) : undefined;
    if (entry) members.add(entry);
  }
  if (members.size === 0) return [];
  for (const member of members) {
    const reason = removalReason(outline.source, member);
    if (reason !== undefined) return { refused: reason };
  }
  if (members.size < map.members.length) return removeMembers(outline.source, map, members);
  if (section === 'resources' && outline.top.members.length > 1 && !hasLooseComment(outline.source, header)) {
    return removeMembers(outline.source, outline.top, new Set([header]));
  }
  return emptyOut(outline.source, header, outline.top.flow, 2);
}

function refersTo(settings: ComponentSettings, removed: ReadonlySet<string>): boolean {
  return settings.connections.some(({ target }) => removed.has(target.value?.component ?? ''));
}

function slotsTo(settings: ComponentSettings, removed: ReadonlySet<string>): ReadonlySet<unknown> {
  const connections = settings.connections.filter(({ target }) => removed.has(target.value?.component ?? ''));
  return new Set(connections.map(({ slot }) => slot.value));
}
