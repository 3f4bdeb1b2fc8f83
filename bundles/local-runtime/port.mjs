/** Who is on a port of this machine. */
import { get } from 'node:http';
import { connect, createServer } from 'node:net';

/**
 * Undefined when the port is free, else who holds it, in words.
 *
 * @param {string} address
 * @param {number} port
 */
export async function portHolder(address, port) {
  const error = await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen({ host: address, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
  if (error === undefined) return undefined;
  if (error.code === 'EACCES') return 'the system, which does not let you have it';
  const health = await askHealth(address, port);
  return health === undefined ? 'another program' : `${health.service} (started in ${health.folder})`;
}

/** What to tell whoever wanted the port; `holder` is the answer of {@link portHolder}. */
export function portTaken(address, port, holder) {
  return (
    `Port ${port} on ${address} is taken by ${holder}. Stop that, or choose another \`port\` for this component ` +
    `(or another \`port_offset\` for its network).`
  );
}

/** True when something accepts connections there within a second or two. */
export function answers(address, port) {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

/** What `/healthz` says, if one of the local services answers. */
function askHealth(address, port) {
  return new Promise((resolve) => {
    const request = get({ host: address, port, path: '/healthz', agent: false, timeout: 1500 }, async (response) => {
      try {
        const health = JSON.parse(Buffer.concat(await response.toArray()).toString());
        resolve(typeof health.service === 'string' && typeof health.folder === 'string' ? health : undefined);
      } catch {
        resolve(undefined);
      }
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}
