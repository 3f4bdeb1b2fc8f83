import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Json } from '@patchbay/language-server/model/schema/json-schema';
import PQueue from 'p-queue';
import { Cancelled, Failure, messageOf } from './failure.ts';

/** Beside this file, in the sources as in the build. */
const workerFile = new URL('./jq-worker.mjs', import.meta.url);

/** How long an expression may take, in milliseconds. */
const deadline = 5_000;
/** How long the thread may take to start: a machine may be busy. */
const startDeadline = 60_000;
/** In bytes: jq takes its input on a stack that ends soon after. */
const largestInput = 512 * 1024;

type Answer =
  | { readonly kind: 'result'; readonly output: string }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'timeout' | 'cancelled' };

/** The package never gives its memory back: after about 300 programs, even good ones fail. */
const programsPerThread = 100;

/** One thread, started when first needed, and again after it had to be ended. It holds up no exit. */
let worker: Promise<Worker> | undefined;
let programs = 0;
const queue = new PQueue({ concurrency: 1 });

/**
 * Evaluates a jq expression of a bundle, in a thread and for five seconds at most: a bundle may come
 * from anywhere.
 *
 * @param what names the expression in messages, such as `app.envs.DATABASE_URL of web`
 * @param signal ends the evaluation
 * @returns its first result; undefined when it has none, as of `empty`
 * @throws Failure when it does not compile, does not evaluate or does not end
 * @throws Cancelled when the signal came first
 */
export async function evaluateJq(
  what: string,
  expression: string,
  input: Json,
  signal?: AbortSignal,
): Promise<Json | undefined> {
  const text = JSON.stringify(input);
  if (Buffer.byteLength(text) > largestInput) {
    throw new Failure(`${what} cannot be evaluated: what it may read is larger than ${largestInput / 1024} KB.`);
  }
  const answer = await queue.add(() => evaluate(expression, text, signal));
  switch (answer.kind) {
    case 'result': {
      const [first = ''] = answer.output.split('\n', 1);
      return first === '' ? undefined : (JSON.parse(first) as Json);
    }
    case 'error':
      throw new Failure(
        `${what} is a jq expression that fails: ${readable(answer.message)}. It is ${shown(expression)}.`,
      );
    case 'timeout':
      throw new Failure(
        `${what} is a jq expression that does not end: it was stopped after ${deadline / 1000} seconds. It is ${shown(expression)}.`,
      );
    case 'cancelled':
      throw new Cancelled('cancelled');
  }
}

async function evaluate(expression: string, input: string, signal: AbortSignal | undefined): Promise<Answer> {
  if (signal?.aborted === true) return { kind: 'cancelled' };
  worker ??= start();
  const thread = await worker;
  thread.ref();
  const asked = messageFrom<Answer>(thread, deadline, signal);
  thread.postMessage({ expression, input });
  const answer = await asked;
  thread.unref();
  programs += 1;
  if (answer.kind !== 'result' || programs >= programsPerThread) {
    // It may be in a loop, or out of memory for good.
    worker = undefined;
    programs = 0;
    await thread.terminate();
  }
  return answer;
}

async function start(): Promise<Worker> {
  const thread = new Worker(workerFile, { env: {}, execArgv: [], stdout: true, stderr: true });
  const { kind } = await messageFrom<{ readonly kind: 'ready' }>(thread, startDeadline);
  // Idle, it is no reason to stay.
  thread.unref();
  if (kind === 'ready') return thread;
  worker = undefined;
  await thread.terminate();
  throw new Failure('The thread that evaluates the jq expressions of bundles did not start. Run this again.');
}

/** The next message of the thread, or why there is none. */
async function messageFrom<T>(
  thread: Worker,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<T | Exclude<Answer, { kind: 'result' }>> {
  const stop = new AbortController();
  const stopNow = (): void => stop.abort();
  const timer = setTimeout(stopNow, milliseconds);
  signal?.addEventListener('abort', stopNow, { once: true });
  try {
    const [message] = (await once(thread, 'message', { signal: stop.signal })) as [T];
    return message;
  } catch (error) {
    if (signal?.aborted === true) return { kind: 'cancelled' };
    return stop.signal.aborted ? { kind: 'timeout' } : { kind: 'error', message: messageOf(error) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stopNow);
  }
}

/**
 * What jq says went wrong, in one line. It quotes the beginning of the values at hand: these may be
 * secret, and half a secret is found by no redaction, so they are left out.
 */
function readable(message: string): string {
  if (message.startsWith('Aborted()')) return 'it needs too much memory';
  const [line = message] = message.split('\n', 1);
  return line
    .replace(/^jq: error( \(at [^)]*\))?: /, '')
    .replace(' (Unix shell quoting issues?)', '')
    .replace(/ \(while parsing '.*'\)$/, '')
    .replace(/ \(["{[].{0,60}?\)(?= |$)/g, '');
}

const longestShown = 200;

function shown(expression: string): string {
  const text = expression.trim();
  return `\`${text.length > longestShown ? `${text.slice(0, longestShown)}…` : text}\``;
}
