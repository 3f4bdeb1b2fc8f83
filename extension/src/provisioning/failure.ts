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
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'The disk is full. Free some space and run this again: what was done is recorded.';
  if (path !== undefined && code === 'EROFS') return `${path} cannot be written: its disk is read-only.`;
  if (path !== undefined && (code === 'EACCES' || code === 'EPERM'))
    return `This user has no permission for ${path}. Give it, or run this as its owner.`;
  return error.message.split('\n', 1)[0] ?? error.name;
}
