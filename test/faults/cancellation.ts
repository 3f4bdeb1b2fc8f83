import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import type { RunningServer } from './running-server.ts';

const requestCancelled = -32800;
const contentModified = -32801;
const file = 'large.infra.yaml';
const position = { line: 10, character: 8 };

const manifestOf = (components: number): string =>
  `components:\n${Array.from(
    { length: components },
    (_, n) => `  c${n}:\n    title: Component ${n}\n    bundle: plain\n    params:\n      size: ${n}\n`,
  ).join('')}`;

/** 60,000 lines. */
const large = manifestOf(12_000);
/** Many more turns of reading than it takes to hear of a cancellation. */
const huge = manifestOf(60_000);

/** Requests that nobody waits for any more, and those that somebody else waits for. */
export function stopsWhenCancelled(server: () => RunningServer): void {
  describe('cancellation', () => {
    test('a request that was cancelled ends as that, and its work is not done', async () => {
      const { client, uri, open, close } = server();
      await open(file, large);
      const ask = () => client.cancellable('textDocument/semanticTokens/full', { textDocument: { uri: uri(file) } });
      await ask().answer;
      const before = (await client.processorTime()) ?? 0;
      await ask().answer;
      const ofOne = ((await client.processorTime()) ?? 0) - before;

      const cancelled = Array.from({ length: 100 }, ask);
      for (const { cancel } of cancelled) cancel();
      const codes = await Promise.all(
        cancelled.map(({ answer }) =>
          answer.then(
            () => 'answered',
            (error: { code: unknown }) => error.code,
          ),
        ),
      );
      const ofAll = ((await client.processorTime()) ?? 0) - before - ofOne;
      console.log(`one request takes ${ofOne} ms of the processor, a hundred cancelled ones ${ofAll} ms`);
      // One may have been under way already when it was cancelled.
      expect(codes.filter((code) => code !== requestCancelled).length).toBeLessThanOrEqual(2);
      await close(file);
    });

    test.each<[method: string, more: object]>([
      ['textDocument/hover', { position }],
      ['textDocument/completion', { position }],
      ['textDocument/references', { position, context: { includeDeclaration: true } }],
      ['textDocument/rename', { position: { line: 1, character: 3 }, newName: 'renamed' }],
      ['textDocument/documentSymbol', {}],
      ['textDocument/semanticTokens/full', {}],
      ['textDocument/inlayHint', { range: { start: position, end: position } }],
      ['textDocument/codeAction', { range: { start: position, end: position }, context: { diagnostics: [] } }],
      ['workspace/symbol', { query: 'c' }],
      ['textDocument/formatting', { options: { tabSize: 2, insertSpaces: true } }],
    ])('%s stops in the middle of its work, and meanwhile others are answered', async (method, more) => {
      const { client, uri, close, pulse } = server();
      const textDocument = { uri: uri(file), languageId: 'yaml', version: 1, text: huge };
      await client.notify('textDocument/didOpen', { textDocument });
      const { answer, cancel } = client.cancellable(method, { textDocument: { uri: uri(file) }, ...more });
      let ended: unknown;
      const end = answer.then(
        () => 'answered',
        ({ code }: { code: unknown }) => code,
      );
      void end.then((how) => (ended = how));
      // Whoever is answered behind it was let through: it is at work.
      await pulse();
      expect(ended).toBeUndefined();
      cancel();
      expect(await end).toBe(requestCancelled);
      await close(file);
    });

    test.each<[method: string, more: object]>([
      ['textDocument/rename', { position: { line: 1, character: 3 }, newName: 'renamed' }],
      ['textDocument/formatting', { options: { tabSize: 2, insertSpaces: true } }],
    ])('%s makes no edits for a text that has changed meanwhile', async (method, more) => {
      const { client, uri, close } = server();
      await client.notify('textDocument/didOpen', {
        textDocument: { uri: uri(file), languageId: 'yaml', version: 1, text: large },
      });
      const asked = client.request(method, { textDocument: { uri: uri(file) }, ...more });
      const end = asked.then(
        () => 'answered',
        ({ code }: { code: unknown }) => code,
      );
      await client.notify('textDocument/didChange', {
        textDocument: { uri: uri(file), version: 2 },
        contentChanges: [{ range: { start: position, end: position }, text: 'x' }],
      });
      expect(await end).toBe(contentModified);
      await close(file);
    });

    test('while a very long file is opened, others are answered, and a keystroke in them counts', async () => {
      const { client, uri, close, pulse } = server();
      const version = 2_000_000;
      const started = performance.now();
      await client.notify('textDocument/didOpen', {
        textDocument: { uri: uri(file), languageId: 'yaml', version, text: huge },
      });
      const hover = client.cancellable('textDocument/hover', { textDocument: { uri: uri(file) }, position });
      const ended = hover.answer.catch((error: unknown) => error);
      hover.cancel();
      await client.notify('textDocument/didChange', {
        textDocument: { uri: uri(file), version: version + 1 },
        contentChanges: [{ range: { start: { line: 5, character: 12 }, end: { line: 5, character: 13 } }, text: 'x' }],
      });
      const waits: number[] = [];
      let open = true;
      const pulses = (async () => {
        while (open) waits.push(await pulse());
      })();
      const diagnostics = await client.diagnosed(uri(file), (_, given) => given === version + 1);
      const took = performance.now() - started;
      open = false;
      await pulses;
      console.log(
        `opened in ${took.toFixed()} ms; meanwhile ${waits.length} hovers, the longest took ${Math.max(...waits).toFixed()} ms`,
      );
      expect(diagnostics).toHaveLength(1);
      expect(await ended).toMatchObject({ code: requestCancelled });
      // Opened in one go there would be one hover at most, after all of it.
      expect(waits.length).toBeGreaterThan(3);
      await close(file);
    });
  });
}
