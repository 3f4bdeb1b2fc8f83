/**
 * Why an instance cannot go on, in words for the person who runs it: what is wrong and what to do
 * next. Thrown anywhere below the engine, caught there: the instance fails, independent ones go on.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** The run was cancelled while this was under way. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** A message for anything thrown; of unknown errors the first line, for their stack helps nobody. */
export function messageOf(error: unknown): string {
  if (error instanceof Failure || error instanceof Cancelled) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') return 'The disk is full. Free some space and run this again: what was done is recorded.';
  return error.message.split('\n', 1)[0] ?? error.name;
}
