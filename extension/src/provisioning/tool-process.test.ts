import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeFileAtomically } from './atomic-file.ts';
import { runTool, type ToolRequest } from './tool-process.ts';

vi.mock(import('./atomic-file.ts'), async (original) => ({
  writeFileAtomically: vi.fn((await original()).writeFileAtomically),
}));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function request(program: string, lines: string[], capture = false): ToolRequest {
  return {
    program: process.execPath,
    args: ['-e', program],
    folder,
    environment: process.env,
    cancellation: { gently: new AbortController().signal, now: new AbortController().signal },
    notes: folder,
    purpose: 'test',
    interrupt: 'tool',
    capture,
    onLine: (_, line) => lines.push(line),
  };
}

test('a slow disk loses no output', async () => {
  vi.mocked(writeFileAtomically).mockImplementationOnce(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
  const lines: string[] = [];
  await runTool(request('for (let i = 0; i < 1000; i += 1) console.log("line " + i)', lines));
  expect(lines).toHaveLength(1000);

  vi.mocked(writeFileAtomically).mockImplementationOnce(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
  const { stdout } = await runTool(request('console.log("x".repeat(100000))', [], true));
  expect(stdout).toHaveLength(100_001);
});

test('a full disk does not leave the tool alone', async () => {
  vi.mocked(writeFileAtomically).mockRejectedValueOnce(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  const lines: string[] = [];
  const { exitCode } = await runTool(request('setTimeout(() => console.log("done"), 300)', lines));
  expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: ['done'] });
});
