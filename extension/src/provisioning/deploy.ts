import type { Json } from '@patchbay/language-server/model/schema/json-schema';
import { digestOf } from './digest.ts';
import {
  dependencies,
  listed,
  obstacle,
  planEnvironment,
  reportPlan,
  type EnvironmentPlan,
} from './environment-plan.ts';
import { addCounts, describeCounts, noChanges } from './events.ts';
import { Cancelled, Failure } from './failure.ts';
import { resolveInputs } from './inputs.ts';
import { applyDeployment } from './instance-apply.ts';
import { isDestructive, planDeployment, type InstancePlan } from './instance-plan.ts';
import type { PreparedInstance } from './prepare.ts';
import type { Inputs } from './provisioner.ts';
import { ask } from './question.ts';
import { inOrder } from './schedule.ts';
import type { RunResult, Session } from './session.ts';
import { settle, settleUntouched, type Ending } from './settle.ts';

/** Plans everything, asks once, and then deploys in dependency order. */
export async function runDeploy(session: Session): Promise<RunResult> {
  const plan = await planEnvironment(session);
  const stopped = obstacle(plan);
  if (stopped !== undefined) return { ...stopped, message: `${stopped.message} Nothing was changed.` };

  const waiting = [...plan.prepared.keys()].filter((component) => plan.plans.get(component)?.empty !== true);
  if (waiting.length > 0 && !(await ask(session, question(session, plan)))) {
    return { outcome: 'refused', message: 'Nothing was changed.' };
  }
  for (const component of waiting) await session.setStatus(component, 'pending', plan.plans.get(component)?.summary);

  const endings = new Map<string, Ending>();
  const deployOne = async (component: string, prepared: PreparedInstance): Promise<boolean> => {
    const ending = await settle(session, component, () => deployInstance(session, prepared, plan.plans.get(component)));
    endings.set(component, ending);
    return ending === 'done';
  };
  const blocked = async (component: string, _: PreparedInstance, because: string): Promise<void> => {
    const why = endings.get(because) === 'cancelled' ? 'was cancelled' : 'is not deployed';
    await settleUntouched(session, component, `not started: ${because} ${why}`);
  };
  const outcomes = await inOrder(
    plan.prepared,
    dependencies(plan.prepared),
    session.request.concurrency,
    deployOne,
    blocked,
  );
  return result(session, waiting.length, outcomes, endings);
}

async function deployInstance(
  session: Session,
  prepared: PreparedInstance,
  planned: InstancePlan | undefined,
): Promise<void> {
  const { component } = prepared;
  const resolved = await resolveInputs(session, prepared);
  if (resolved.kind === 'deferred') throw new Failure(`It needs ${listed(resolved.waitsFor)}, which is not deployed.`);
  if (planned !== undefined && fingerprint(planned.inputs) === fingerprint(resolved.inputs)) {
    await applyDeployment(session, prepared, planned);
    return;
  }

  await session.setStatus(component, 'planning');
  const plan = await planDeployment(session, prepared, resolved.inputs);
  await reportPlan(session, plan);
  const refusals = plan.checks.filter(({ severity }) => severity === 'error');
  if (refusals.length > 0)
    throw new Failure(
      `The check ${listed(refusals.map(({ name }) => name))} refuses it. Nothing of ${component} was changed.`,
    );
  if (
    isDestructive(plan) &&
    destroys(plan) !== destroys(planned) &&
    !(await ask(session, `${component}, planned again with what it needs now: ${plan.summary}. Go on with it?`))
  ) {
    throw new Failure(`Not deployed: its new plan was refused.`);
  }
  await applyDeployment(session, prepared, plan);
}

function fingerprint({ params, connections, envs, secrets }: Inputs): string {
  return digestOf({ params, connections, envs, secrets } satisfies Record<string, Json>);
}

/** What a plan takes away, to see whether another takes away more than a person agreed to. */
function destroys(plan: InstancePlan | undefined): string {
  const gone = (plan?.changes ?? []).filter(({ action }) => action === 'delete' || action === 'replace');
  return gone
    .map(({ action, address }) => `${action} ${address}`)
    .sort()
    .join('\n');
}

function question({ request }: Session, { prepared, plans }: EnvironmentPlan): string {
  const counts = [...plans.values()].reduce((sum, plan) => addCounts(sum, plan.counts), noChanges);
  const deferred = [...prepared.keys()].filter((component) => !plans.has(component));
  const later = deferred.length === 0 ? '' : `, and then ${listed(deferred)}, planned on the way`;
  return `Deploy ${request.environment}: ${describeCounts(counts)}${later}. Go ahead?`;
}

function result(
  session: Session,
  waiting: number,
  outcomes: ReadonlyMap<string, string>,
  endings: ReadonlyMap<string, Ending>,
): RunResult {
  const { environment, cancellation } = session.request;
  const failed = [...endings].filter(([, ending]) => ending === 'failed').map(([component]) => component);
  const blocked = [...outcomes].filter(([, outcome]) => outcome === 'blocked').map(([component]) => component);
  if (cancellation.gently.aborted) {
    throw new Cancelled(
      session.changed ? 'Cancelled. Deploy again to go on from here.' : 'Cancelled. Nothing was changed.',
    );
  }
  if (failed.length > 0) {
    const notStarted = blocked.length > 0 ? ` Not started: ${listed(blocked)}.` : '';
    return {
      outcome: 'failed',
      message: `${listed(failed)} failed.${notStarted} Correct it and deploy again: what is deployed stays as it is.`,
    };
  }
  return {
    outcome: 'done',
    message:
      waiting === 0 ? `Nothing to change: ${environment} is as the manifest says.` : `${environment} is deployed.`,
  };
}
