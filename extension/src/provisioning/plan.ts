import { obstacle, planEnvironment } from './environment-plan.ts';
import { addCounts, describeCounts, noChanges } from './events.ts';
import type { RunResult, Session } from './session.ts';

/** Finds out what deploying would do, and changes nothing. */
export async function runPlan(session: Session): Promise<RunResult> {
  const plan = await planEnvironment(session);
  const { prepared, plans } = plan;
  const stopped = obstacle(plan);
  if (stopped !== undefined) return stopped;
  const counts = [...plans.values()].reduce((sum, plan) => addCounts(sum, plan.counts), noChanges);
  const later = prepared.size - plans.size;
  const more = later > 0 ? `; ${later} more ${later === 1 ? 'is' : 'are'} planned during the deployment` : '';
  const summary = describeCounts(counts);
  return { outcome: 'done', message: `${summary.charAt(0).toUpperCase()}${summary.slice(1)}${more}.` };
}
