import { createInterface } from 'node:readline';

/**
 * Asks on standard error and reads one line of standard input. Anything but `yes` is a refusal, and
 * so is the end of the input: silence is no consent.
 */
export async function askPerson(question: string): Promise<boolean> {
  process.stderr.write(`\n${question}\nType yes to go ahead: `);
  const lines = createInterface({ input: process.stdin });
  try {
    const answer = await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
    });
    return answer.trim() === 'yes';
  } finally {
    lines.close();
    // An open standard input would keep the process alive.
    process.stdin.unref?.();
  }
}
