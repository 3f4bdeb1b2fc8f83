import { Cancelled, messageOf } from './failure.ts';
import type { Session } from './session.ts';

/** How the work on one instance ended. */
export type Ending = 'done' | 'failed' | 'cancelled';

/**
 * Does some work on one instance, and records and tells when it fails: an instance that fails must
 * not take the others with it.
 */
export async function settle(session: Session, component: string, work: () => Promise<void>): Promise<Ending> {
  try {
    if (session.request.cancellation.gently.aborted) throw new Cancelled('cancelled before it began');
    await work();
    return 'done';
  } catch (error) {
    const cancelled = error instanceof Cancelled;
    try {
      await recordEnd(session, component, cancelled, messageOf(error));
    } catch (second) {
      session.notice('error', `Its state cannot be recorded: ${messageOf(second)}`, component);
    }
    return cancelled ? 'cancelled' : 'failed';
  }
}

async function recordEnd(session: Session, component: string, cancelled: boolean, message: string): Promise<void> {
  const status = session.records().get(component)?.status;
  const begun = status === 'applying' || status === 'destroying';
  if (cancelled && !begun) await recordUntouched(session, component, 'not started: the run was cancelled');
  else await session.setStatus(component, cancelled ? 'cancelled' : 'failed', message);
}

/** Records that an instance is what it was before this run. */
export async function recordUntouched(session: Session, component: string, summary?: string): Promise<void> {
  const deployment = session.deployment(component);
  if (deployment === undefined) await session.setStatus(component, 'none', summary);
  else if (deployment.complete) await session.setStatus(component, 'deployed', summary);
  else await session.setStatus(component, 'failed', summary ?? 'deployed in part');
}

/** The same for one that is not begun because of another. */
export async function settleUntouched(session: Session, component: string, summary: string): Promise<void> {
  try {
    await recordUntouched(session, component, summary);
  } catch (error) {
    session.notice('error', `Its state cannot be recorded: ${messageOf(error)}`, component);
  }
}
