/** A language client over stdio, small enough to measure the server and not itself. */
import { spawn } from 'node:child_process';

const separator = Buffer.from('\r\n\r\n');

/**
 * Starts a server and speaks JSON-RPC with it.
 * @param command path of a program and its arguments
 * @param answer answers requests of the server by method; others get null
 */
export function startClient([program, ...args], answer = {}) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const pending = new Map();
  const listeners = new Set();
  let nextId = 1;
  let chunks = [];
  let size = 0;
  let expected;

  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };

  const receive = (message) => {
    if (message.method === undefined) {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
      else waiting?.resolve(message.result);
      return;
    }
    if (message.id !== undefined) send({ id: message.id, result: answer[message.method]?.(message.params) ?? null });
    for (const listener of listeners) listener(message);
  };

  child.stdout.on('data', (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    for (;;) {
      if (expected === undefined) {
        const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
        chunks = [all];
        const end = all.indexOf(separator);
        if (end < 0) return;
        expected = Number(/Content-Length: (\d+)/i.exec(all.toString('latin1', 0, end))[1]);
        chunks = [all.subarray(end + separator.length)];
        size = chunks[0].length;
      }
      if (size < expected) return;
      const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      const body = all.toString('utf8', 0, expected);
      chunks = [all.subarray(expected)];
      size = chunks[0].length;
      expected = undefined;
      receive(JSON.parse(body));
    }
  });

  return {
    pid: child.pid,
    notify: (method, params) => send({ method, params }),
    request(method, params) {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject, method });
        send({ id, method, params });
      });
    },
    /** Resolves with the parameters of the first message of a method that passes the test. */
    next(method, test = () => true) {
      return new Promise((resolve) => {
        const listener = (message) => {
          if (message.method !== method || !test(message.params)) return;
          listeners.delete(listener);
          resolve(message.params);
        };
        listeners.add(listener);
      });
    },
    async stop() {
      await this.request('shutdown', null);
      this.notify('exit', null);
      await new Promise((resolve) => child.once('exit', resolve));
    },
    kill: () => child.kill('SIGKILL'),
  };
}
