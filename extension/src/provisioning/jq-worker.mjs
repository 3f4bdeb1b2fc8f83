/**
 * The thread in which jq runs: whatever an expression does, the engine goes on. Plain JavaScript,
 * for Node must be able to load it both from here and from the build.
 */
import { parentPort } from 'node:worker_threads';
// Carries its WebAssembly inside its JavaScript, so the build is one file. Its memory ends at 256 MB.
import { raw } from 'jq-wasm';

await raw('null', '.');
parentPort.on('message', async ({ expression, input }) => {
  try {
    // By argument: the package reads standard input byte by byte, in quadratic time.
    const output = await raw('null', `first($input|(${expression}\n))`, ['-c', '--argjson', 'input', input]);
    parentPort.postMessage({ kind: 'result', output });
  } catch (error) {
    parentPort.postMessage({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
  }
});
parentPort.postMessage({ kind: 'ready' });
