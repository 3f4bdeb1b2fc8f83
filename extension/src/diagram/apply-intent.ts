import type { EditPlan, Element, Intent, TextReplacement } from '@patchbay/language-server/protocol';

/** What became of an intent. */
export type IntentOutcome =
  { readonly kind: 'applied'; readonly select?: Element } | { readonly kind: 'refused'; readonly reason: string };

/** What applying an intent needs of the editor. */
export interface IntentTarget {
  /** The version of the text as it is now. */
  version(): number;
  plan(version: number, intent: Intent): Promise<EditPlan>;
  /** Applies to exactly that version; false when the text moved on meanwhile. */
  apply(version: number, edits: readonly TextReplacement[]): PromiseLike<boolean>;
}

const attempts = 5;

/**
 * Turns an intent into an edit of the text. The plan is of one version: when the text has moved on
 * by the time it could be applied, it is planned again on the new text, never applied blindly.
 */
export async function applyIntent(intent: Intent, target: IntentTarget): Promise<IntentOutcome> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const version = target.version();
    const plan = await target.plan(version, intent);
    if (plan.kind === 'refused') return plan;
    if (plan.kind === 'stale' || plan.version !== target.version()) continue;
    if (plan.edits.length > 0 && !(await target.apply(plan.version, plan.edits))) continue;
    return plan.select ? { kind: 'applied', select: plan.select } : { kind: 'applied' };
  }
  return { kind: 'refused', reason: 'The text kept changing meanwhile. Try again when it rests.' };
}
