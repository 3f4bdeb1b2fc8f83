import { createInterface } from 'node:readline';

/**
 * Asks on standard error and reads one line of standard input. Anything but `yes` is a refusal, and
 * so is the end of the input: silence is no consent.
 *
 * @param signal ends the question, as a refusal
 */
export async function askPerson(question: string, signal: AbortSignal): Promise<boolean> {
  process.stderr.write(`\n${question}\nType yes to go ahead: `);
  const lines = createInterface({ input: process.stdin });
  try {
    const answer = await new Promise<string | undefined>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(undefined));
      signal.addEventListener('abort', () => lines.close(), { once: true });
    });
    if (answer === undefined && !signal.aborted)
      process.stderr.write('\nNobody answered: the input ended. Where nobody can answer, add --yes.\n');
    return answer?.trim() === 'yes';
  } finally {
    lines.close();
  }
}
