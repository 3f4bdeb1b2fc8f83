/**
 * What the language server must survive: threats.md, by row. One server, over stdio, for all of it:
 * in the end it is the same process, it has logged nothing unexpected and still answers at once.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stopsWhenCancelled } from './cancellation.ts';
import { hostileBundleFiles, survivesHostileBundles } from './hostile-bundles.ts';
import { survivesHostileText } from './hostile-text.ts';
import { knowsOddNames, oddNameFiles } from './odd-names.ts';
import { reachesForNothing } from './remote-references.ts';
import { startRunningServer, type RunningServer } from './running-server.ts';
import { secretFiles, showsNoSecrets } from './secrets.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startRunningServer({ ...hostileBundleFiles, ...oddNameFiles, ...secretFiles });
}, 60_000);
afterAll(() => server.stop());
afterEach(() => {
  expect(server.client.logged.splice(0)).toEqual([]);
});

survivesHostileText(() => server);
survivesHostileBundles(() => server);
reachesForNothing(() => server);
knowsOddNames(() => server);
showsNoSecrets(() => server);
stopsWhenCancelled(() => server);

test('after all of it, the server is the same process and answers', async () => {
  expect(server.client.alive).toBe(true);
  const before = await server.worked();
  for (let i = 0; i < 20; i++) await server.pulse();
  const each = ((await server.worked()) - before) / 20;
  console.log(`a hover takes ${each.toFixed(1)} ms; the server has ${(await server.client.memory())?.toFixed()} MiB`);
  expect(each).toBeLessThan(100);
});
