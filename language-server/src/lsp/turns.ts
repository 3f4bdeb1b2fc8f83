import type { Steps } from '../features/steps.ts';

/** Time that work may take in one go before other requests get theirs, in milliseconds. */
const turn = 15;

/** Says when a turn that begins now is over. */
export function deadline(): () => boolean {
  const end = performance.now() + turn;
  return () => performance.now() >= end;
}

/**
 * Does work that comes in small steps, in turns.
 *
 * @param pause lets others run between two turns; what it throws ends the work.
 */
export async function inTurns<T>(work: Steps<T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const isOver = deadline();
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (!isOver());
    await pause();
  }
}
