import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isValidName } from '@patchbay/language-server/model/manifest/reference';
import { runDeploy } from './deploy.ts';
import { runDestroy } from './destroy.ts';
import { acquireLock, describeHolder, type LockHolder } from './lock.ts';
import { Cancelled, messageOf } from './failure.ts';
import { runPlan } from './plan.ts';
import { UsageError } from './project.ts';
import { readRecords } from './records.ts';
import { Session, type RunRequest, type RunResult } from './session.ts';
import { stopAbandonedTools } from './tool-process.ts';

/**
 * Plans, deploys or destroys an environment: resolve → plan → policy → confirm → apply the saved
 * plan → read resources → validate → next.
 *
 * @throws UsageError when the environment or a component of `only` does not exist; nothing is touched then
 */
export async function run(request: RunRequest): Promise<RunResult> {
  const { project, environment, action } = request;
  await checkEnvironment(request);
  const id = randomUUID();
  const lock = await acquireLock(project.paths, environment, id, action);
  if (lock.kind === 'held') {
    const { holder } = lock;
    // Only on its own machine can it be told whether a process lives.
    const elsewhere =
      holder.host === hostname() ? '' : ` If that machine is gone, remove ${project.paths.lock(environment)}.`;
    return {
      outcome: 'failed',
      message: `${environment} is busy with ${describeHolder(holder)}. Wait until it is over, or cancel it.${elsewhere}`,
    };
  }
  try {
    const session = await Session.open(request, id);
    try {
      return await runLocked(session, lock.abandoned);
    } finally {
      session.close();
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return { outcome: 'failed', message: messageOf(error) };
  } finally {
    await lock.release();
  }
}

const phases = { plan: runPlan, deploy: runDeploy, destroy: runDestroy } as const;

async function runLocked(session: Session, abandoned: LockHolder | undefined): Promise<RunResult> {
  const { action } = session.request;
  checkSelection(session);
  session.emit({
    type: 'run-started',
    action,
    manifest: session.request.project.manifestPath,
    components: [...session.request.only],
  });
  let result: RunResult;
  try {
    await recover(session, abandoned);
    result = await phases[action](session);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    result = { outcome: error instanceof Cancelled ? 'cancelled' : 'failed', message: messageOf(error) };
  }
  for (const discard of session.discardPlans)
    await discard().catch((error: unknown) => session.notice('warning', messageOf(error)));
  session.emit({ type: 'run-finished', action, ...result });
  return { ...result, message: session.redactor.text(result.message) };
}

async function checkEnvironment({ project, environment, action }: RunRequest): Promise<void> {
  const known = [...project.manifest.environments.keys()];
  if (known.includes(environment)) return;
  // What is deployed can be taken down, also when its environment is no longer in the manifest.
  const isGone = action === 'destroy' && isValidName(environment);
  if (isGone && (await readRecords(project.paths, environment)).size > 0) return;
  const list =
    known.length === 0
      ? 'It declares none: add `environments:` to it.'
      : `There ${known.length === 1 ? 'is' : 'are'}: ${known.join(', ')}.`;
  throw new UsageError(`${project.manifestPath} has no environment ${JSON.stringify(environment)}. ${list}`);
}

function checkSelection(session: Session): void {
  const { only, project } = session.request;
  const unknown = only.filter((name) => !project.manifest.components.has(name) && !session.records().has(name));
  if (unknown.length === 0) return;
  throw new UsageError(
    `There is no component ${unknown.join(', ')}. There are: ${[...project.manifest.components.keys()].join(', ')}.`,
  );
}

const inFlight = new Set(['pending', 'planning', 'applying', 'destroying']);

/** After a run that was killed: ends the tools that it left, and says which instances were under way. */
async function recover(session: Session, abandoned: LockHolder | undefined): Promise<void> {
  const { project, environment } = session.request;
  if (abandoned !== undefined) {
    session.notice(
      'warning',
      `The ${abandoned.action} run of ${abandoned.since} (process ${abandoned.pid}) ended without finishing. Taking over from where it stopped.`,
    );
  }
  await stopAbandonedTools(project.paths.tools(environment), (message) => session.notice('warning', message));
  for (const { component, status, deployment } of [...session.records().values()]) {
    if (!inFlight.has(status)) continue;
    const untouched = (status === 'pending' || status === 'planning') && deployment?.complete === true;
    await session.setStatus(
      component,
      untouched ? 'deployed' : 'failed',
      untouched ? undefined : `interrupted while ${status}`,
    );
  }
}
