import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { RunEvent } from './events.ts';

/** Appends the events of a run to a log that other runs wrote before and other processes read meanwhile. */
export class EventLog {
  readonly #descriptor: number;

  /** Opens the log; a line that a crash left unfinished is closed, so that the next one stands alone. */
  constructor(file: string) {
    this.#descriptor = openSync(file, 'a+', 0o600);
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
