import { planEnvironment } from './environment-plan.ts';
import { addCounts, describeCounts, noChanges } from './events.ts';
import type { RunResult, Session } from './session.ts';

/** Finds out what deploying would do, and changes nothing. */
export async function runPlan(session: Session): Promise<RunResult> {
  const { prepared, plans, failed, refused } = await planEnvironment(session);
  if (failed) return { outcome: 'failed', message: 'Some components could not be planned.' };
  if (refused) return { outcome: 'refused', message: 'A check refuses this plan.' };
  const counts = [...plans.values()].reduce((sum, plan) => addCounts(sum, plan.counts), noChanges);
  const later = prepared.size - plans.size;
  const more = later > 0 ? `; ${later} more ${later === 1 ? 'is' : 'are'} planned during the deployment` : '';
  const summary = describeCounts(counts);
  return { outcome: 'done', message: `${summary.charAt(0).toUpperCase()}${summary.slice(1)}${more}.` };
}
