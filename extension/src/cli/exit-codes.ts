import type { Outcome } from '../provisioning/events.ts';

/** What the process tells who called it. Others rely on these numbers. */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2, refused: 3 } as const;

export function exitCodeOf(outcome: Outcome): number {
  switch (outcome) {
    case 'done':
      return exitCodes.done;
    case 'refused':
      return exitCodes.refused;
    case 'failed':
    case 'cancelled':
      return exitCodes.failed;
  }
}
