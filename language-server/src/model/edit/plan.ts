import type { EditPlan, Intent, TextReplacement } from '../../protocol.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { editManifest, parseManifest } from '../manifest/parse.ts';
import type { Registry } from '../registry/registry.ts';
import { planAddComponent } from './add-component.ts';
import { planConnect } from './connect.ts';
import { planDisconnect } from './disconnect.ts';
import type { IntentPlan, PlanContext } from './intent-plan.ts';
import { ManifestOutline } from './manifest-outline.ts';
import { planPin } from './pin.ts';
import { planRemove } from './remove.ts';
import { planRename } from './rename.ts';
import { planSetEnvironmentParam, planSetParam } from './set-param.ts';
import { planSetSecret } from './set-secret.ts';
import { planSetTitle } from './set-title.ts';
import { applyChanges, type Change, settleAtEnd, toReplacements } from './source-text.ts';

/** An edit of the snapshot it was planned on, or a refusal. */
export type PlannedEdit = Exclude<EditPlan, { kind: 'stale' }>;

/**
 * Turns what a person means into the smallest edit of the text that says it. Everything else in
 * the file stays as it is, byte by byte; new lines look like their neighbours. An intent comes
 * from outside: what it names is checked before any of it becomes text.
 *
 * @returns replacements that do not overlap, in file order; none when the text says it already.
 */
export function planEdit(manifest: Manifest, registry: Registry, intent: Intent): PlannedEdit {
  if (manifest.broken) return { kind: 'refused', reason: brokenReason(manifest) };
  const outline = new ManifestOutline(manifest);
  const plan = planIntent({ manifest, registry, outline }, intent);
  if ('refused' in plan) return { kind: 'refused', reason: plan.refused };

  const changes = settleAtEnd(outline.source, plan.changes);
  const edits = toReplacements(outline.source, changes);
  if (!plan.keepsShape && edits.length > 0 && afterwards(outline, changes, edits).broken) {
    return {
      kind: 'refused',
      reason:
        'This part of the file is written in a way that cannot be edited here without breaking it. Change it in the text.',
    };
  }
  return { kind: 'edit', version: manifest.version, edits, ...(plan.select && { select: plan.select }) };
}

/** The snapshot after an edit. One change after the other is cheap for few of them, reading anew for many. */
function afterwards(
  { manifest, source }: ManifestOutline,
  changes: readonly Change[],
  edits: readonly TextReplacement[],
): Manifest {
  if (edits.length > 50) return parseManifest(manifest.uri, manifest.version, applyChanges(source.text, changes));
  // The last goes first, so that it moves none of the others.
  const reversed = edits.toReversed().map(({ range, newText }) => ({ range, text: newText }));
  return editManifest(manifest, manifest.version, reversed);
}

function planIntent(context: PlanContext, intent: Intent): IntentPlan {
  switch (intent.kind) {
    case 'addComponent':
      return planAddComponent(context, intent);
    case 'connect':
      return planConnect(context, intent);
    case 'disconnect':
      return planDisconnect(context, intent);
    case 'rename':
      return planRename(context, intent);
    case 'remove':
      return planRemove(context, intent);
    case 'setTitle':
      return planSetTitle(context, intent);
    case 'setParam':
      return planSetParam(context, intent);
    case 'setEnvironmentParam':
      return planSetEnvironmentParam(context, intent);
    case 'setSecret':
      return planSetSecret(context, intent);
    case 'pin':
      return planPin(context, intent);
  }
}

function brokenReason(manifest: Manifest): string {
  const first = manifest.problems().find((problem) => problem.severity === 'error');
  const where = first ? ` on line ${first.range.start.line + 1}: ${first.message}` : '.';
  return `The text does not parse, so nothing can be changed from here until it does. Look${where}`;
}
