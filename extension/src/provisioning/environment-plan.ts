import { checksOfParams, runChecks, type CheckResult } from './checks.ts';
import { requireContinuation } from './continuation.ts';
import { Cancelled, Failure, messageOf } from './failure.ts';
import { givenByConnections } from './given.ts';
import { resolveInputs } from './inputs.ts';
import { planDeployment, type InstancePlan } from './instance-plan.ts';
import { prepareInstance, type PreparedInstance } from './prepare.ts';
import { findCycle, sideBySide } from './schedule.ts';
import type { RunResult, Session } from './session.ts';
import { settle } from './settle.ts';

/** What deploying an environment would do. */
export interface EnvironmentPlan {
  /** In an order in which everything comes after what it needs. */
  readonly prepared: ReadonlyMap<string, PreparedInstance>;
  /** Of the instances that can be planned now; the others are planned once what they need is deployed. */
  readonly plans: ReadonlyMap<string, InstancePlan>;
  /** Components that could not be planned. */
  readonly failed: readonly string[];
  /** Checks of severity `error` that do not hold, such as `size of database`. */
  readonly refusals: readonly string[];
}

/**
 * Resolves and plans every instance of the run. Changes nothing but working folders and records.
 *
 * @throws Failure when the manifest cannot be resolved: nothing was planned then
 * @throws Cancelled when the run was cancelled meanwhile
 */
export async function planEnvironment(session: Session): Promise<EnvironmentPlan> {
  const { concurrency, cancellation } = session.request;
  const prepared = prepareAll(session);
  requireOwnPlaces(session, prepared.keys());
  reportOrphans(session);

  const plans = new Map<string, InstancePlan>();
  const failed: string[] = [];
  const refusals: string[] = [];
  await sideBySide(prepared, concurrency, async (component, instance) => {
    const ending = await settle(session, component, async () => {
      const { plan, checks } = await planOrDefer(session, prepared, instance);
      if (plan !== undefined) plans.set(component, plan);
      refusals.push(...refusalsOf({ component, checks }));
    });
    if (ending === 'failed') failed.push(component);
  });
  if (cancellation.gently.aborted) throw new Cancelled('Cancelled. Nothing was changed.');

  return { prepared, plans, failed, refusals };
}

function prepareAll(session: Session): ReadonlyMap<string, PreparedInstance> {
  const { project, environment, only } = session.request;
  const problems = project.manifest.problems().filter(({ severity }) => severity === 'error');
  if (project.manifest.broken || problems.length > 0) {
    const [first] = problems;
    const where = first === undefined ? '' : ` Line ${first.range.start.line + 1}: ${first.message}`;
    throw new Failure(`${project.manifestPath} has errors. Correct them first.${where}`);
  }

  const selected = [...project.manifest.components.keys()].filter((name) => only.length === 0 || only.includes(name));
  const found = new Map<string, PreparedInstance>();
  const broken: string[] = [];
  for (const component of selected) {
    try {
      found.set(component, prepareInstance(project, environment, component));
    } catch (error) {
      const message = messageOf(error);
      broken.push(component);
      session.notice('error', message, component);
    }
  }
  if (broken.length > 0)
    throw new Failure(`${listed(broken)} cannot be planned. Correct the manifest first: nothing was changed.`);
  return inDependencyOrder(found);
}

function inDependencyOrder(prepared: ReadonlyMap<string, PreparedInstance>): ReadonlyMap<string, PreparedInstance> {
  const waitsFor = dependencies(prepared);
  const cycle = findCycle(waitsFor);
  if (cycle !== undefined) {
    throw new Failure(
      `These components wait for each other: ${[...cycle, cycle[0]].join(' → ')}. Remove one of the connections.`,
    );
  }
  const ordered = new Map<string, PreparedInstance>();
  const remaining = new Map(prepared);
  while (remaining.size > 0) {
    for (const [component, instance] of remaining) {
      if ([...instance.dependsOn].some((other) => remaining.has(other))) continue;
      ordered.set(component, instance);
      remaining.delete(component);
    }
  }
  return ordered;
}

export function dependencies(
  prepared: ReadonlyMap<string, PreparedInstance>,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...prepared].map(([component, { dependsOn }]) => [component, dependsOn]));
}

/** Refuses to go on when a component's place in the state folder belongs to another manifest. */
function requireOwnPlaces(session: Session, components: Iterable<string>): void {
  for (const component of components) {
    const foreign = session.foreignRecord(component);
    if (foreign === undefined) continue;
    throw new Failure(
      `${component} in ${foreign.environment} is already recorded for ${foreign.manifest} of the project ${foreign.project}, in the same folder. Move one of the manifests to a folder of its own, or rename the component.`,
    );
  }
}

function reportOrphans(session: Session): void {
  const { project, environment } = session.request;
  for (const [component, { deployment }] of session.records()) {
    if (project.manifest.components.has(component) || deployment === undefined) continue;
    const message = `It is deployed and no longer in the manifest. \`patchbay destroy ${session.fileName()} --environment ${environment} --only ${component}\` takes it down.`;
    session.emit({ type: 'orphan', component, message });
  }
}

async function planOrDefer(
  session: Session,
  all: ReadonlyMap<string, PreparedInstance>,
  prepared: PreparedInstance,
): Promise<{ readonly plan?: InstancePlan; readonly checks: readonly CheckResult[] }> {
  const { component, bundle, params } = prepared;
  requireContinuation(session, prepared);
  const resolved = await resolveInputs(session, prepared);
  if (resolved.kind === 'deferred') {
    const { waitsFor } = resolved;
    const missing = waitsFor.filter((other) => !all.has(other));
    if (missing.length > 0) {
      const [are, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them'];
      throw new Failure(`It needs ${listed(missing)}, which ${are} not deployed. Select ${them} too.`);
    }
    session.emit({
      type: 'deferred',
      component,
      waitsFor: [...waitsFor],
      message: `planned once ${listed(waitsFor)} ${waitsFor.length === 1 ? 'is' : 'are'} deployed`,
    });
    reportGiven(session, prepared);
    const { environment } = session.request;
    const subject = { action: 'deploy', environment, params, connections: {}, plan: {} } as const;
    const checks = runChecks(checksOfParams(bundle.checks), subject);
    for (const check of checks) session.emit({ type: 'check', component, ...check });
    return { checks };
  }
  await session.setStatus(component, 'planning');
  const plan = await planDeployment(session, prepared, resolved.inputs);
  await reportPlan(session, plan);
  if (!plan.empty) reportGiven(session, prepared);
  return { plan, checks: plan.checks };
}

/** Tells what its connections give an instance that there is something to do for. */
function reportGiven(session: Session, prepared: PreparedInstance): void {
  const given = givenByConnections(prepared);
  if (given !== undefined) session.emit(given);
}

/** Records and tells what a plan would do, and which checks do not hold. */
export async function reportPlan(session: Session, plan: InstancePlan): Promise<void> {
  const { component, counts, changes, summary } = plan;
  session.emit({ type: 'plan', component, counts, changes: [...changes], summary });
  for (const check of plan.checks) session.emit({ type: 'check', component, ...check });
  const complete = session.deployment(component)?.complete === true;
  if (plan.empty && complete && plan.upToDate) await session.setStatus(component, 'deployed');
  else if (plan.upToDate && complete) await session.setStatus(component, 'drifted', summary);
  else await session.setStatus(component, 'planned', summary);
}

/** The checks that refuse a plan, such as `size of database`. */
export function refusalsOf({ component, checks }: Pick<InstancePlan, 'component' | 'checks'>): readonly string[] {
  return checks.flatMap(({ name, severity }) => (severity === 'error' ? [`${name} of ${component}`] : []));
}

/** What stops a plan from being carried out; undefined when nothing does. */
export function obstacle({ failed, refusals }: Pick<EnvironmentPlan, 'failed' | 'refusals'>): RunResult | undefined {
  if (failed.length > 0) return { outcome: 'failed', message: `${listed(failed)} could not be planned.` };
  if (refusals.length === 0) return undefined;
  const [noun, verb] = refusals.length === 1 ? ['check', 'refuses'] : ['checks', 'refuse'];
  return { outcome: 'refused', message: `The ${noun} ${listed(refusals)} ${verb} this plan.` };
}

/** `a`, `a and b`, `a, b and c` */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
