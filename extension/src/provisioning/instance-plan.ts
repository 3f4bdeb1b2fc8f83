import type { JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { runChecks, type CheckResult } from './checks.ts';
import { digestOf } from './digest.ts';
import { addCounts, countChanges, describeCounts, noChanges, type Change, type Counts } from './events.ts';
import type { PreparedInstance } from './prepare.ts';
import type { Inputs, Provisioner, StepPlan, StepRun } from './provisioner.ts';
import { provisionerFor } from './provisioners.ts';
import type { Deployment, RecordedStep } from './records.ts';
import { recordedInputs } from './inputs.ts';
import type { Session } from './session.ts';
import { currentBundle, folderOf, prepareStep } from './step-runs.ts';

export interface PlannedStep {
  readonly provisioner: Provisioner;
  readonly run: StepRun;
  readonly plan: StepPlan;
}

/** What would be done to one instance: each step's plan is saved in its working folder. */
export interface InstancePlan {
  readonly component: string;
  /** Digest of all that went in; another one means that this plan is out of date. */
  readonly digest: string;
  readonly inputs: Inputs;
  readonly steps: readonly PlannedStep[];
  readonly changes: readonly Change[];
  readonly counts: Counts;
  readonly empty: boolean;
  /** These inputs were deployed completely before: what there is to do is drift. */
  readonly upToDate: boolean;
  readonly summary: string;
  /** Checks that do not hold. */
  readonly checks: readonly CheckResult[];
}

/** Plans what deploying an instance would do. */
export async function planDeployment(
  session: Session,
  prepared: PreparedInstance,
  inputs: Inputs,
): Promise<InstancePlan> {
  const { component, bundle } = prepared;
  const work = { component, inputs, bundleFolder: folderOf(bundle), resources: [...bundle.resources.keys()] };
  const runs = await Promise.all(
    prepared.steps.map(async (step) => ({ step, run: await prepareStep(session, work, step) })),
  );
  const digest = inputsDigest(bundle.digest, inputs, runs);
  const before = session.deployment(component);
  const upToDate = before?.complete === true && before.inputs === digest;

  const steps: PlannedStep[] = [];
  for (const { step, run } of runs) {
    const provisioner = provisionerFor(step.provisioner);
    const ready = { ...run, upToDate };
    session.discardPlans.push(() => provisioner.discard(ready));
    steps.push({ provisioner, run: ready, plan: await provisioner.plan(ready, 'deploy') });
  }
  return finish(session, component, digest, inputs, steps, bundle.checks, 'deploy');
}

/** Plans what taking down a deployed instance would do. Steps come in reverse order. */
export async function planDestruction(
  session: Session,
  component: string,
  deployment: Deployment,
): Promise<InstancePlan> {
  const inputs = await recordedInputs(session, component, deployment);
  const bundle = currentBundle(session, component, deployment.bundle.name);
  const work = { component, inputs, bundleFolder: bundle && folderOf(bundle), resources: [] };
  const steps: PlannedStep[] = [];
  for (const step of deployment.steps.toReversed()) {
    if (step.skipOnDelete) continue;
    const provisioner = provisionerFor(step.provisioner);
    const run = { ...(await prepareStep(session, work, step)), upToDate: false };
    session.discardPlans.push(() => provisioner.discard(run));
    steps.push({ provisioner, run, plan: await provisioner.plan(run, 'destroy') });
  }
  return finish(session, component, deployment.inputs, inputs, steps, bundle?.checks ?? [], 'destroy');
}

/** Destroyed or replaced: what a person should not learn of afterwards. */
export function isDestructive(plan: InstancePlan): boolean {
  return plan.counts.destroy > 0;
}

function finish(
  session: Session,
  component: string,
  digest: string,
  inputs: Inputs,
  steps: readonly PlannedStep[],
  checks: PreparedInstance['bundle']['checks'],
  action: 'deploy' | 'destroy',
): InstancePlan {
  const changes = steps.flatMap(({ plan }) => plan.changes);
  const counts = steps.reduce((sum, { plan }) => addCounts(sum, countChanges(plan.changes)), noChanges);
  const own = steps.map(({ plan }) => plan.summary).filter((text) => text !== undefined);
  const plan: JsonObject = {
    ...counts,
    changes: changes.map((change) => ({ ...change })),
    steps: steps.map(({ run, plan: { document } }) => ({ name: run.step, document })),
  };
  return {
    component,
    digest,
    inputs,
    steps,
    changes,
    counts,
    empty: steps.every((step) => step.plan.empty),
    upToDate: steps.every((step) => step.run.upToDate),
    summary: own.length > 0 ? own.join('; ') : describeCounts(counts),
    checks: runChecks(checks, {
      action,
      environment: session.request.environment,
      params: inputs.params,
      connections: inputs.connections,
      plan,
    }),
  };
}

function inputsDigest(
  bundle: string,
  inputs: Inputs,
  steps: readonly { readonly step: RecordedStep; readonly run: Omit<StepRun, 'upToDate'> }[],
): string {
  return digestOf({
    bundle,
    steps: steps.map(({ step, run }) => [step.name, step.provisioner, step.version ?? '', run.module.digest]),
    params: inputs.params,
    connections: inputs.connections,
    envs: inputs.envs,
    secrets: inputs.secrets,
  });
}
