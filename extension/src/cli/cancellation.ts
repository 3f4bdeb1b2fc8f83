import type { Cancellation } from '../provisioning/tool-process.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns signals into a cancellation: the first asks tools to finish, the second kills them.
 *
 * @param announce told what happens, for the person who pressed Ctrl+C
 */
export function cancellationBySignals(announce: (message: string) => void): {
  readonly cancellation: Cancellation;
  stop(): void;
} {
  const gently = new AbortController();
  const now = new AbortController();
  const cancel = (): void => {
    if (gently.signal.aborted) {
      announce('Killing what is running.');
      now.abort();
      return;
    }
    announce('Cancelling. Waiting for tools to finish what they are doing; once more to kill them.');
    gently.abort();
  };
  for (const signal of signals) process.on(signal, cancel);
  return {
    cancellation: { gently: gently.signal, now: now.signal },
    stop: () => {
      for (const signal of signals) process.off(signal, cancel);
    },
  };
}
