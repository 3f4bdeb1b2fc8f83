import { describeCounts, addCounts, noChanges } from './events.ts';
import { listed, obstacle, refusalsOf } from './environment-plan.ts';
import { Cancelled, Failure } from './failure.ts';
import { applyDestruction } from './instance-apply.ts';
import { planDestruction, type InstancePlan } from './instance-plan.ts';
import { ask } from './question.ts';
import type { Deployment } from './records.ts';
import { findCycle, inOrder, reversed, sideBySide } from './schedule.ts';
import type { RunResult, Session } from './session.ts';
import { recordUntouched, settle, settleUntouched, type Ending } from './settle.ts';

type Deployed = ReadonlyMap<string, Deployment>;

/**
 * Takes down what is deployed, in reverse order, also what is no longer in the manifest. Works from
 * the records, so that a manifest with errors can still be taken down.
 */
export async function runDestroy(session: Session): Promise<RunResult> {
  const { project, environment, concurrency, cancellation } = session.request;
  if (project.manifest.environments.get(environment)?.protected === true) {
    return {
      outcome: 'refused',
      message: `${environment} is protected. Nothing was changed. Take \`protected: true\` out of ${session.fileName()} to destroy it.`,
    };
  }
  const deployed = selectDeployed(session);
  if (deployed.size === 0) return { outcome: 'done', message: `Nothing of ${environment} is deployed.` };

  const plans = await planAll(session, deployed);
  const stopped = obstacle({
    failed: [...deployed.keys()].filter((component) => !plans.has(component)),
    refusals: [...plans.values()].flatMap(refusalsOf),
  });
  if (stopped !== undefined) {
    await restore(session, plans.keys());
    if (cancellation.gently.aborted) throw new Cancelled('Cancelled. Nothing was changed.');
    return { ...stopped, message: `${stopped.message} Nothing was changed.` };
  }

  const counts = [...plans.values()].reduce((sum, plan) => addCounts(sum, plan.counts), noChanges);
  const text = `Destroy ${listed([...deployed.keys()])} in ${environment}: ${describeCounts(counts)}. This cannot be undone. Go ahead?`;
  if (!(await askOrRestore(session, deployed, text))) {
    await restore(session, deployed.keys());
    return { outcome: 'refused', message: 'Nothing was changed.' };
  }

  const endings = new Map<string, Ending>();
  const destroyOne = async (component: string, plan: InstancePlan): Promise<boolean> => {
    const ending = await settle(session, component, () => applyDestruction(session, component, plan));
    endings.set(component, ending);
    return ending === 'done';
  };
  const blocked = async (component: string, _: InstancePlan, because: string): Promise<void> => {
    await settleUntouched(session, component, `still there: ${because} needs it`);
  };
  await inOrder(plans, reversed(uses(deployed)), concurrency, destroyOne, blocked);

  if (cancellation.gently.aborted) throw new Cancelled('Cancelled. Destroy again to go on from here.');
  const failed = [...endings].filter(([, ending]) => ending === 'failed').map(([component]) => component);
  if (failed.length > 0) {
    return {
      outcome: 'failed',
      message: `${listed(failed)} could not be destroyed, so what it uses is still there. Correct the cause and destroy again.`,
    };
  }
  return {
    outcome: 'done',
    message: `${listed([...deployed.keys()])} ${deployed.size === 1 ? 'is' : 'are'} destroyed.`,
  };
}

function selectDeployed(session: Session): Deployed {
  const { only } = session.request;
  const all = new Map<string, Deployment>();
  for (const [component, { deployment }] of session.records())
    if (deployment !== undefined) all.set(component, deployment);
  if (only.length === 0) return inOrderOfDestruction(all);

  const selected = new Map([...all].filter(([component]) => only.includes(component)));
  const users = [...all].filter(
    ([component, { dependsOn }]) => !selected.has(component) && dependsOn.some((other) => selected.has(other)),
  );
  if (users.length > 0) {
    const names = listed(users.map(([component]) => component));
    const [are, use] = users.length === 1 ? ['is', 'uses'] : ['are', 'use'];
    throw new Failure(
      `${names} ${are} deployed and ${use} ${listed([...selected.keys()])}. Destroy ${names} too, or first.`,
    );
  }
  return inOrderOfDestruction(selected);
}

function inOrderOfDestruction(deployed: Deployed): Deployed {
  const waitsFor = reversed(uses(deployed));
  const ordered = new Map<string, Deployment>();
  while (ordered.size < deployed.size) {
    for (const [component, deployment] of deployed) {
      if ([...(waitsFor.get(component) ?? [])].every((other) => ordered.has(other))) ordered.set(component, deployment);
    }
  }
  return ordered;
}

/** @returns what could be planned, in the order of destruction */
async function planAll(session: Session, deployed: Deployed): Promise<ReadonlyMap<string, InstancePlan>> {
  const plans = new Map<string, InstancePlan>();
  await sideBySide(deployed, session.request.concurrency, async (component, deployment) => {
    await settle(session, component, async () => {
      await session.setStatus(component, 'planning');
      const plan = await planDestruction(session, component, deployment);
      plans.set(component, plan);
      session.emit({ type: 'plan', component, counts: plan.counts, changes: [...plan.changes], summary: plan.summary });
      for (const check of plan.checks) session.emit({ type: 'check', component, ...check });
      await session.setStatus(component, 'pending', plan.summary);
    });
  });
  return new Map(
    [...deployed.keys()].flatMap((component): [string, InstancePlan][] => {
      const plan = plans.get(component);
      return plan === undefined ? [] : [[component, plan]];
    }),
  );
}

async function askOrRestore(session: Session, deployed: Deployed, text: string): Promise<boolean> {
  try {
    return await ask(session, text);
  } catch (error) {
    await restore(session, deployed.keys());
    throw error;
  }
}

/** After planning, what was deployed is still deployed. */
async function restore(session: Session, components: Iterable<string>): Promise<void> {
  for (const component of components) await recordUntouched(session, component);
}

/**
 * Which instance uses which. Records of different times may contradict each other; a circle is cut,
 * for something has to go first.
 */
function uses(deployed: Deployed): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map(
    [...deployed].map(([component, { dependsOn }]) => [
      component,
      new Set(dependsOn.filter((other) => deployed.has(other))),
    ]),
  );
  for (let cycle = findCycle(graph); cycle !== undefined; cycle = findCycle(graph)) {
    const [first = '', second = first] = cycle;
    graph.get(first)?.delete(second);
  }
  return graph;
}
