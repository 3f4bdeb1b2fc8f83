import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventLog, EventLogReader, previousLog } from './event-log.ts';
import { parseEvent, type RunEvent } from './events.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-log-'));
  file = path.join(folder, 'events.ndjson');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const limits = { file: 2_000, run: 4_000 };

const line = (run: string, text: string): RunEvent => ({
  ...{ time: 't', run, environment: 'staging', type: 'log', component: 'web', step: 'src', stream: 'stdout' },
  line: text,
});

/** One run with as many lines as are asked for, of about 150 bytes each. */
function writeRun(run: string, lines: number): void {
  const log = new EventLog(file, limits);
  for (let number = 0; number < lines; number += 1) log.append(line(run, `${run} ${number}`));
  log.append({
    time: 't',
    run,
    environment: 'staging',
    type: 'run-finished',
    action: 'plan',
    outcome: 'done',
    message: run,
  });
  log.close();
}

async function runsIn(name: string): Promise<readonly string[]> {
  const text = await readFile(name, 'utf8');
  return [...new Set(text.split('\n').flatMap((one) => parseEvent(one)?.run ?? []))];
}

test('a log that became too large is put aside when the next run begins, and no run is torn apart', async () => {
  writeRun('first', 10);
  writeRun('second', 10);
  writeRun('third', 1);
  expect(await runsIn(previousLog(file))).toEqual(['first', 'second']);
  expect(await runsIn(file)).toEqual(['third']);

  for (const run of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) writeRun(run, 12);
  expect((await readdir(folder)).sort()).toEqual(['events.ndjson', 'events.previous.ndjson']);
  expect((await runsIn(file)).at(-1)).toBe('g');
});

test('a run whose tools never stop talking records how it ends, and no more lines of theirs', async () => {
  writeRun('loud', 1_000);
  const text = await readFile(file, 'utf8');
  expect(text.length).toBeLessThan(limits.run + 1_000);
  const events = text.split('\n').flatMap((one) => parseEvent(one) ?? []);
  expect(events.filter(({ type }) => type === 'notice')).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: 'run-finished', message: 'loud' });
});

test('a reader follows from one file to the next, and misses and repeats nothing', async () => {
  writeRun('before', 2);
  const reader = new EventLogReader(file);
  expect(await reader.read()).toEqual([]);
  writeRun('first', 8);
  const seen = [...(await reader.read())];
  // Appended, put aside and begun anew between two looks.
  writeRun('second', 4);
  writeRun('third', 2);
  expect(await runsIn(file)).toEqual(['third']);
  seen.push(...(await reader.read()));
  const counted = ['first', 'second', 'third'].map((run) => seen.filter((event) => event.run === run).length);
  expect(counted).toEqual([9, 5, 3]);
  expect(seen).toHaveLength(17);
  expect(await reader.read()).toEqual([]);
});

test('a reader that was there before the log reads it from its beginning', async () => {
  const reader = new EventLogReader(file);
  expect(await reader.read()).toEqual([]);
  writeRun('first', 1);
  expect(await reader.read()).toHaveLength(2);
});

test.skipIf(process.platform === 'win32')('a link in place of the log is not followed', async () => {
  const elsewhere = path.join(folder, 'precious');
  await writeFile(elsewhere, 'x'.repeat(5_000));
  await symlink(elsewhere, file);
  expect(() => new EventLog(file, limits)).toThrow('ELOOP');
  expect(await readFile(elsewhere, 'utf8')).toHaveLength(5_000);
});
