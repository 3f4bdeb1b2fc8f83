import { isValidName, parseBundleReference } from '../../model/manifest/reference.ts';
import type { Problem } from '../../model/problem.ts';
import { closest } from '../../model/text-distance.ts';
import { componentView } from '../component-view.ts';
import { fittingTargets } from '../fitting-targets.ts';
import { recommendedReference } from '../palette.ts';
import { targetAt } from '../target.ts';
import { nameAt, textAction, type ActionContext, type FixedAction } from './fix.ts';

/** How many replacements are offered for one problem. */
const most = 5;

/** What is written in a form that says nothing, written in one that does. */
export function rewritten(context: ActionContext, problem: Problem): FixedAction[] {
  const { range } = problem;
  if (problem.code === 'yaml-binary')
    return [
      textAction(context, 'Remove the control character', [{ range, newText: '' }], { problem, preferred: true }),
    ];
  const texts = wanted(context, problem);
  return texts.slice(0, most).map((text) =>
    textAction(context, `Change to \`${text}\``, [{ range, newText: text }], {
      problem,
      preferred: texts.length === 1,
    }),
  );
}

function wanted(context: ActionContext, problem: Problem): readonly string[] {
  const { start, end } = problem.range;
  if (start.line !== end.line || start.character === end.character) return [];
  const written = nameAt(context.manifest, problem.range);
  switch (problem.code) {
    case 'bad-bundle-reference':
      return bundleReferences(context, written);
    case 'bad-connection':
      return targets(context, problem);
    case 'unknown-anchor':
      return anchorsLike(context, written);
    default:
      return [];
  }
}

/** Without the organisation, and with a range that is one. */
function bundleReferences({ registry }: ActionContext, written: string): string[] {
  const [address = ''] = written.trim().split('@', 1);
  const name = address.slice(address.lastIndexOf('/') + 1).trim();
  const range = /@\s*v?(\d+(?:\.\d+){0,2})/.exec(written)?.[1];
  if (!isValidName(name)) return [];
  const known = registry.bundles().find((each) => each.name === name);
  const asWritten = written.replace(address, name);
  const near = range === undefined ? name : `${name}@${range.split('.').length === 3 ? range : `~${range}`}`;
  const newest = known?.versions[0];
  const candidates = [asWritten, ...(range === undefined ? [] : [near])];
  const valid = candidates.find((text) => parseBundleReference(text) !== undefined);
  if (valid !== undefined) return [valid];
  return [newest === undefined ? name : recommendedReference(name, newest)];
}

/** What fits the slot that is connected to nothing. */
function targets({ manifest, registry }: ActionContext, { range }: Problem): string[] {
  const place = targetAt(manifest, range.start)?.place;
  if (place?.kind !== 'connection') return [];
  const slot = componentView(manifest, registry, place).bundle?.dependencies.get(place.slot);
  return slot ? fittingTargets(manifest, registry, slot.type, place.component) : [];
}

function anchorsLike({ manifest }: ActionContext, alias: string): string[] {
  const anchors = new Set(
    Array.from(manifest.text().matchAll(/(?<=[\s[{,:-])&([^\s,[\]{}]+)/g), ([, name = '']) => name),
  );
  return closest(alias.replace(/^\*/, ''), anchors, 1).map((name) => `*${name}`);
}
