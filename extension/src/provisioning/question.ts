import { Cancelled } from './failure.ts';
import type { Session } from './session.ts';

const asking = new WeakMap<Session, Promise<unknown>>();

/**
 * Asks a person, one question at a time although several instances are worked on.
 *
 * @throws Cancelled when the run is cancelled meanwhile
 */
export async function ask(session: Session, text: string): Promise<boolean> {
  const before = asking.get(session);
  const answer = (async () => {
    await before;
    return await askNow(session, session.redactor.text(text));
  })();
  asking.set(
    session,
    answer.catch(() => undefined),
  );
  return await answer;
}

async function askNow(session: Session, text: string): Promise<boolean> {
  const { confirm, action, cancellation } = session.request;
  const { gently } = cancellation;
  if (gently.aborted) throw new Cancelled('cancelled');
  const cancelled = new Promise<'cancelled'>((resolve) =>
    gently.addEventListener('abort', () => resolve('cancelled'), { once: true }),
  );
  const answer = await Promise.race([confirm({ text, action }), cancelled]);
  if (answer === 'cancelled') throw new Cancelled('Cancelled. Nothing was changed.');
  session.emit({ type: 'question', question: text, answer: answer ? 'yes' : 'no' });
  return answer;
}
