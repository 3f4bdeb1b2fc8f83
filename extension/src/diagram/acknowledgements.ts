/**
 * Which views still have to draw the newest patch. The server sends the next one when all have; a
 * view that went away, or was hidden, is not waited for.
 */
export class Acknowledgements<View> {
  readonly #pending = new Set<View>();
  readonly #done: (revision: number) => void;
  #revision: number | undefined;

  constructor(done: (revision: number) => void) {
    this.#done = done;
  }

  /** A patch was sent to these views. */
  expect(revision: number, views: Iterable<View>): void {
    this.#revision = revision;
    this.#pending.clear();
    for (const view of views) this.#pending.add(view);
    this.#settle();
  }

  acknowledge(view: View, revision: number): void {
    if (revision !== this.#revision) return;
    this.forget(view);
  }

  /** The view is not there to answer. */
  forget(view: View): void {
    this.#pending.delete(view);
    this.#settle();
  }

  #settle(): void {
    if (this.#revision === undefined || this.#pending.size > 0) return;
    const revision = this.#revision;
    this.#revision = undefined;
    this.#done(revision);
  }
}
