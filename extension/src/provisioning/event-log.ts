import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { RunEvent } from './events.ts';

const { O_APPEND, O_CREAT, O_RDWR } = constants;
// Windows has no such flag, and links there need special rights.
const noFollow = constants.O_NOFOLLOW ?? 0;

/** Appends the events of a run to a log that other runs wrote before and other processes read meanwhile. */
export class EventLog {
  readonly #descriptor: number;

  /**
   * Opens the log; a line that a crash left unfinished is closed, so that the next one stands alone.
   * Throws when a link stands in its place: it could lead to any file of this person.
   */
  constructor(file: string) {
    this.#descriptor = openSync(file, O_APPEND | O_CREAT | O_RDWR | noFollow, 0o600);
    const { size } = fstatSync(this.#descriptor);
    const last = Buffer.alloc(1);
    if (size > 0 && readSync(this.#descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== '\n') {
      writeSync(this.#descriptor, '\n');
    }
  }

  /** Synchronous, so that the log is in the order of what happened and complete when the process dies. */
  append(event: RunEvent): void {
    writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
