/** Work that takes long, in small steps: others may run between two of them. */
export type Steps<T> = Generator<undefined, T>;

/** Does all of it at once. */
export function finish<T>(work: Steps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
