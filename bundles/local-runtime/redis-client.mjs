import { connect } from 'node:net';
import { decode, encodeCommand } from './resp.mjs';

/**
 * Sends commands to the server of a URL such as `redis://user:password@127.0.0.1:47313`, over one
 * connection that lives as long as the call.
 *
 * @param {string} address
 * @param {readonly (readonly string[])[]} commands
 * @returns {Promise<unknown[]>} Their replies. Rejects when one of them is an error.
 */
export function redis(address, commands) {
  const url = new URL(address);
  const login = ['AUTH', decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const all = [login, ...commands];
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    const replies = [];
    let rest = Buffer.alloc(0);
    const finish = (error) => {
      socket.destroy();
      if (error === undefined) resolve(replies.slice(1));
      else reject(error);
    };
    socket.setTimeout(10_000, () => finish(new Error(`${url.host} did not answer`)));
    socket.once('error', finish);
    socket.once('close', () => finish(new Error(`${url.host} closed the connection`)));
    socket.once('connect', () => socket.write(all.map(encodeCommand).join('')));
    socket.on('data', (chunk) => {
      const read = decode(Buffer.concat([rest, chunk]));
      rest = read.rest;
      replies.push(...read.values);
      const refused = replies.find((reply) => reply instanceof Error);
      if (refused !== undefined || replies.length >= all.length) finish(refused);
    });
  });
}
