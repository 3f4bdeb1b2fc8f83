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
  const record = session.records().get(component);
  const begun = record?.status === 'applying' || record?.status === 'destroying';
  if (cancelled && !begun && record?.deployment?.complete === true) await session.setStatus(component, 'deployed');
  else await session.setStatus(component, cancelled ? 'cancelled' : 'failed', message);
}
