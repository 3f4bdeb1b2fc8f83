import { closeSync, constants, fstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { parseEvent, type RunEvent } from './events.ts';

const { O_APPEND, O_CREAT, O_RDWR } = constants;
// Windows has no such flag, and links there need special rights.
const noFollow = constants.O_NOFOLLOW ?? 0;

/** How much a log may hold, in bytes. */
export interface LogLimits {
  /** A log that is larger when a run begins is put aside, as the previous one. */
  readonly file: number;
  /** From here on a run records no more lines of tools; all else it does. */
  readonly run: number;
}

const defaultLimits: LogLimits = { file: 8 * 1024 * 1024, run: 32 * 1024 * 1024 };

/** Where a log goes that became too large; the one before it is gone then. */
export function previousLog(file: string): string {
  return file.replace(/(\.\w+)?$/, '.previous$1');
}

/**
 * Appends the events of a run to a log that other runs wrote before and other processes read
 * meanwhile. It does not grow for ever: when a run begins, a log that became too large is put aside
 * whole, so that no run is in two files.
 */
export class EventLog {
  readonly #descriptor: number;
  readonly #limits: LogLimits;
  #written = 0;
  #full = false;

  /**
   * Opens the log; a line that a crash left unfinished is closed, so that the next one stands alone.
   * Throws when a link stands in its place: it could lead to any file of this person.
   */
  constructor(file: string, limits = defaultLimits) {
    this.#limits = limits;
    let descriptor = openLog(file);
    if (fstatSync(descriptor).size > limits.file) {
      closeSync(descriptor);
      renameSync(file, previousLog(file));
      descriptor = openLog(file);
    }
    this.#descriptor = descriptor;
    const { size } = fstatSync(descriptor);
    const last = Buffer.alloc(1);
    if (size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== '\n') {
      writeSync(descriptor, '\n');
    }
  }

  /** Synchronous, so that the log is in the order of what happened and complete when the process dies. */
  append(event: RunEvent): void {
    if (event.type === 'log' && this.#written > this.#limits.run) {
      if (!this.#full) this.#write(endOfLines(event));
      this.#full = true;
      return;
    }
    this.#write(event);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #write(event: RunEvent): void {
    this.#written += writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
  }
}

function openLog(file: string): number {
  return openSync(file, O_APPEND | O_CREAT | O_RDWR | noFollow, 0o600);
}

function endOfLines({ time, run, environment }: RunEvent): RunEvent {
  const message = 'The tools of this run say very much: from here on their lines are not recorded.';
  return { time, run, environment, type: 'notice', severity: 'warning', message };
}

const largestRead = 4 * 1024 * 1024;

/** Reads what is appended to a log from now on, also when it is put aside meanwhile. */
export class EventLogReader {
  readonly #file: string;
  readonly #start: Promise<Position | undefined>;
  #position: Position | undefined;
  /** What follows the last line break. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    this.#file = file;
    this.#start = positionAtEnd(file);
  }

  /** Events since the last call; at most some megabytes of them at a time. */
  async read(): Promise<readonly RunEvent[]> {
    this.#position ??= await this.#start;
    const handle = await open(this.#file, 'r').catch(() => undefined);
    if (handle === undefined) return [];
    try {
      const { ino, size } = await handle.stat();
      const before = this.#position;
      if (before?.ino === ino && size >= before.offset) return await this.#readOn(handle, before, size);
      const left = before === undefined ? [] : await this.#readPrevious(before);
      this.#rest = Buffer.alloc(0);
      return [...left, ...(await this.#readOn(handle, { ino, offset: 0 }, size))];
    } finally {
      await handle.close();
    }
  }

  /** What was appended to the log before it was put aside. */
  async #readPrevious(position: Position): Promise<readonly RunEvent[]> {
    const handle = await open(previousLog(this.#file), 'r').catch(() => undefined);
    if (handle === undefined) return [];
    try {
      const { ino, size } = await handle.stat();
      return ino === position.ino && size > position.offset ? await this.#readOn(handle, position, size) : [];
    } finally {
      await handle.close();
    }
  }

  async #readOn(handle: FileHandle, { ino, offset }: Position, size: number): Promise<readonly RunEvent[]> {
    const length = Math.min(size - offset, largestRead);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
    const bytes = Buffer.concat([this.#rest, buffer.subarray(0, bytesRead)]);
    const lineEnd = bytes.lastIndexOf(0x0a) + 1;
    this.#rest = Buffer.from(bytes.subarray(lineEnd));
    this.#position = { ino, offset: offset + bytesRead };
    const lines = bytes.subarray(0, lineEnd).toString().split('\n');
    return lines.flatMap((line) => parseEvent(line) ?? []);
  }
}

/** Where reading goes on, and in which file: another one may have taken its name. */
interface Position {
  readonly ino: number;
  readonly offset: number;
}

async function positionAtEnd(file: string): Promise<Position | undefined> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { ino, size } = await handle.stat();
    return { ino, offset: size };
  } finally {
    await handle.close();
  }
}
