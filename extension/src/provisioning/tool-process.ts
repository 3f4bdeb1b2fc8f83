import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setImmediate as nextRound, setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import * as v from 'valibot';
import { writeFileAtomically } from './atomic-file.ts';
import { Cancelled, Failure } from './failure.ts';
import { identify, isRunning, processIdentitySchema, type ProcessIdentity } from './process-identity.ts';

/** How a person stops a run: first gently, and when that takes too long, at once. */
export interface Cancellation {
  /** Tools are asked to finish what they are doing. */
  readonly gently: AbortSignal;
  /** Tools are killed. */
  readonly now: AbortSignal;
}

export interface ToolRequest {
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cancellation: Cancellation;
  /** Folder for a note that this tool runs, for the next run to find if this one is killed. */
  readonly notes: string;
  /** What to call it in that note, such as `terraform apply of database`. */
  readonly purpose: string;
  /** Called for each line of output. */
  readonly onLine?: (stream: 'stdout' | 'stderr', line: string) => void;
  /** Keep standard output whole and give it back, instead of its lines. */
  readonly capture?: boolean;
  /** Whether the interrupt goes to the tool alone, which tells its children itself, or to all of them. */
  readonly interrupt: 'tool' | 'group';
  /** How long the tool may take to stop after it was asked to. */
  readonly patience?: number;
}

export interface ToolResult {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
}

const defaultPatience = 30_000;
const killAfterTerminate = 3_000;
/** How long the output must be silent, after the end of its program, to be taken for complete. */
const silence = 400;
const longestLine = 65_536;
const largestCapture = 256 * 1024 * 1024;

/**
 * Runs a program in a session of its own, so that Ctrl+C in a terminal reaches it once, from us,
 * and never kills what it left running.
 *
 * @throws Cancelled when the run was cancelled, after the program ended
 * @throws Failure when the program cannot be started
 */
export async function runTool(request: ToolRequest): Promise<ToolResult> {
  if (request.cancellation.gently.aborted) throw new Cancelled('cancelled');
  const child = execa(request.program, request.args, {
    cwd: request.folder,
    env: request.environment,
    extendEnv: false,
    stdin: 'ignore',
    buffer: false,
    reject: false,
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const result = Promise.race([child, exited(child)]);

  // At once: what is not read from the first moment on, execa lets run dry.
  const captured: Buffer[] = [];
  let heard = 0;
  const tell = (stream: 'stdout' | 'stderr') => (line: string) => {
    heard += 1;
    request.onLine?.(stream, line);
  };
  const outputs = [
    request.capture === true ? collect(child.stdout, captured) : eachLine(child.stdout, tell('stdout')),
    eachLine(child.stderr, tell('stderr')),
  ];
  const stopListening = stopOnCancel(child.pid, request);
  const note = path.join(request.notes, `${randomUUID()}.json`);
  try {
    await writeNote(note, child.pid, request);
    const ended = await result;
    await lastOutput(Promise.all(outputs), request.capture === true ? undefined : () => heard);
    if (request.cancellation.gently.aborted) throw new Cancelled('cancelled');
    if (ended.failed && ended.exitCode === undefined && ended.signal === undefined) {
      throw new Failure(`${request.program} could not be started: ${ended.shortMessage ?? 'unknown reason'}`);
    }
    return { exitCode: ended.exitCode, signal: ended.signal, stdout: Buffer.concat(captured).toString() };
  } finally {
    stopListening();
    child.stdout.destroy();
    child.stderr.destroy();
    await rm(note, { force: true });
  }
}

/** Without a note, on a full disk, the tool runs all the same: it must not be left alone half-way. */
async function writeNote(note: string, pid: number | undefined, { purpose, interrupt }: ToolRequest): Promise<void> {
  const identity = pid === undefined ? undefined : await identify(pid);
  if (identity === undefined) return;
  await writeFileAtomically(note, JSON.stringify({ ...identity, purpose, interrupt })).catch(() => undefined);
}

/**
 * Waits for the end of the output. A server that a script left behind may hold it open for ever:
 * then silence is the end. A machine under load may be silent for long with lines still to read,
 * so what counts is that the loop went round and nothing came.
 *
 * @param heard how many lines came so far; undefined when the output must be complete, whatever it takes
 */
async function lastOutput(ended: Promise<unknown>, heard: (() => number) | undefined): Promise<void> {
  if (heard === undefined) {
    await ended;
    return;
  }
  let complete = false;
  void ended.then(() => (complete = true));
  for (let before = -1; !complete && before !== heard();) {
    before = heard();
    await Promise.race([ended, wait(silence)]);
    await nextRound();
  }
}

interface Ended {
  readonly failed: boolean;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly shortMessage?: string;
}

/** The end of the process itself, which may come long before the end of its output. */
async function exited(child: NodeJS.EventEmitter): Promise<Ended> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return { failed: code !== 0, exitCode: code ?? undefined, signal: signal ?? undefined };
}

async function eachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      onLine(line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
    }
  } catch {
    // The other end was closed: what came before is the output.
  }
}

async function collect(stream: Readable, into: Buffer[]): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largestCapture) return;
      into.push(chunk);
    }
  } catch {
    // As above.
  }
}

function stopOnCancel(pid: number | undefined, request: ToolRequest): () => void {
  if (pid === undefined) return () => undefined;
  const { gently, now } = request.cancellation;
  let patience: NodeJS.Timeout | undefined;
  const kill = () => {
    signalGroup(pid, 'SIGTERM');
    patience = setTimeout(() => signalGroup(pid, 'SIGKILL'), killAfterTerminate);
  };
  const ask = () => {
    interrupt(pid, request.interrupt);
    patience = setTimeout(kill, request.patience ?? defaultPatience);
  };
  const hurry = () => {
    clearTimeout(patience);
    kill();
  };
  gently.addEventListener('abort', ask, { once: true });
  now.addEventListener('abort', hurry, { once: true });
  // A signal that came while the program was being started tells nobody any more.
  if (now.aborted) hurry();
  else if (gently.aborted) ask();
  return () => {
    clearTimeout(patience);
    gently.removeEventListener('abort', ask);
    now.removeEventListener('abort', hurry);
  };
}

function interrupt(pid: number, target: 'tool' | 'group'): void {
  if (target === 'group') signalGroup(pid, 'SIGINT');
  else signal(pid, 'SIGINT');
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  signal(process.platform === 'win32' ? pid : -pid, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

const noteSchema = v.object({
  ...processIdentitySchema.entries,
  purpose: v.string(),
  interrupt: v.picklist(['tool', 'group']),
});

/**
 * Ends the tools that a killed run left working, for two of them in one folder would spoil its
 * state: asks each to stop, waits, and kills it when it does not.
 *
 * @param announce called with a message for each tool that is found
 */
export async function stopAbandonedTools(
  notes: string,
  announce: (message: string) => void,
  patience = defaultPatience,
): Promise<void> {
  for (const name of await readdir(notes).catch(() => [])) {
    const file = path.join(notes, name);
    const note = await readNote(file);
    if (note !== undefined && isCertain(note) && (await isRunning(note))) {
      announce(`${note.purpose} (process ${note.pid}) of the run before is still working. Asking it to stop.`);
      interrupt(note.pid, note.interrupt);
      if (!(await endsWithin(note, patience))) {
        announce(`${note.purpose} (process ${note.pid}) did not stop. Killing it.`);
        signalGroup(note.pid, 'SIGKILL');
        await endsWithin(note, killAfterTerminate);
      }
    }
    await rm(file, { force: true });
  }
}

/** Only a process that cannot be another one is told to stop. */
function isCertain({ host, started }: ProcessIdentity): boolean {
  return host === hostname() && started !== '';
}

async function readNote(file: string): Promise<v.InferOutput<typeof noteSchema> | undefined> {
  try {
    const result = v.safeParse(noteSchema, JSON.parse(await readFile(file, 'utf8')));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

async function endsWithin(note: v.InferOutput<typeof noteSchema>, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await wait(100)) {
    if (!(await isRunning(note))) return true;
  }
  return false;
}
