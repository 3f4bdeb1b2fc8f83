import type { ManifestOutline } from '../../model/edit/manifest-outline.ts';
import { numberedName } from '../../model/edit/name.ts';
import type { Entry } from '../../model/edit/outline.ts';
import type { Problem } from '../../model/problem.ts';
import {
  entryAt,
  nameAt,
  outlineAction,
  removeEntryAt,
  textAction,
  type ActionContext,
  type FixedAction,
} from './fix.ts';

/** What stands twice: the later one goes, or takes a free name. */
export function duplicates(context: ActionContext, problem: Problem): FixedAction[] {
  const actions = (): (FixedAction | undefined)[] => {
    switch (problem.code) {
      case 'duplicate-key':
        return [removal(context, problem, 'Remove the second')];
      case 'duplicate-name':
        return [renaming(context, problem), removal(context, problem, 'Remove the second')];
      case 'name-taken':
        return [renaming(context, problem), removal(context, problem, 'Remove the imported resource')];
      default:
        return [];
    }
  };
  return actions().filter((action) => action !== undefined);
}

const sections: readonly (string | undefined)[] = ['components', 'resources', 'environments'];

/** Preferred when nothing is lost by it. */
function removal(context: ActionContext, problem: Problem, verb: string): FixedAction | undefined {
  let isRepetition = false;
  const plan = (outline: ManifestOutline) => {
    const offset = outline.source.offsetAt(problem.range.start);
    const found = entryAt(outline, offset);
    if (!found) return undefined;
    // A section that goes would take all that stands in it.
    if (found.parent === undefined && sections.includes(found.entry.key) && !isEmpty(found.entry)) return undefined;
    isRepetition = problem.code !== 'name-taken' && repeatsFirst(outline, found.entry, problem);
    return removeEntryAt(outline, offset);
  };
  const action = outlineAction(context, `${verb} \`${nameAt(context.manifest, problem.range)}\``, plan, { problem });
  return action && isRepetition ? { ...action, isPreferred: true } : action;
}

function isEmpty({ value }: Entry): boolean {
  return value === undefined || (value.kind === 'map' && value.members.length === 0);
}

/** Whether the entry above that has the same name says the same, in the same words. */
function repeatsFirst(outline: ManifestOutline, { value }: Entry, { related }: Problem): boolean {
  const place = related?.[0]?.location.range.start;
  const first = place && entryAt(outline, outline.source.offsetAt(place))?.entry.value;
  if (!value || !first) return false;
  const { text } = outline.source;
  return text.slice(first.start, first.end) === text.slice(value.start, value.end);
}

/** The later one takes a free name. What refers to the name goes on meaning the first. */
function renaming(context: ActionContext, problem: Problem): FixedAction | undefined {
  const { manifest } = context;
  const isEnvironment = manifest.at(problem.range.start).slice.section === 'environments';
  const isTaken = (name: string): boolean =>
    isEnvironment ? manifest.environments.has(name) : manifest.components.has(name) || manifest.resources.has(name);
  const free = numberedName(nameAt(manifest, problem.range), { has: isTaken });
  return textAction(context, `Rename to \`${free}\``, [{ range: problem.range, newText: free }], { problem });
}
