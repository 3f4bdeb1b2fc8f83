/**
 * The opening of the PostgreSQL wire protocol, up to the password.
 * https://www.postgresql.org/docs/current/protocol-flow.html
 */
import { timingSafeEqual } from 'node:crypto';

const sslRequest = 80877103;
const gssRequest = 80877104;
const protocolVersion3 = 3;
const longestStartup = 10_000;

/**
 * Asks a client that has just connected for its password.
 *
 * @param {import('node:net').Socket} client Left paused, with nothing read beyond the password.
 * @returns {Promise<Buffer | undefined>} The client's startup message, to be sent on; undefined when it was turned away.
 */
export async function askPassword(client, username, password) {
  const reader = new Reader(client);
  try {
    const startup = await readStartup(client, reader);
    if (startup === undefined) return turnAway(client, '08P01', 'That is not the PostgreSQL protocol, version 3.');
    const askForClearText = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);
    client.write(askForClearText);
    const head = await reader.read(5);
    const length = head.readUInt32BE(1) - 4;
    if (head[0] !== 0x70 || length > longestStartup) return turnAway(client, '08P01', 'A password was expected.');
    const given = (await reader.read(length)).subarray(0, -1);
    if (parameter(startup, 'user') === username && same(given, Buffer.from(password))) return startup;
    return turnAway(client, '28P01', `Password authentication failed for user "${parameter(startup, 'user')}".`);
  } catch {
    client.destroy();
    return undefined;
  } finally {
    reader.release();
  }
}

/** Encryption is declined: nothing leaves the machine. A request to cancel has no answer, as in PostgreSQL. */
async function readStartup(client, reader) {
  for (;;) {
    const head = await reader.read(8);
    const length = head.readUInt32BE(0);
    const code = head.readUInt32BE(4);
    if (length === 8 && (code === sslRequest || code === gssRequest)) {
      client.write('N');
      continue;
    }
    if (code >>> 16 !== protocolVersion3 || length < 9 || length > longestStartup) return undefined;
    return Buffer.concat([head, await reader.read(length - 8)]);
  }
}

function parameter(startup, name) {
  const texts = startup.toString('utf8', 8).split('\0');
  const index = texts.findIndex((text, position) => position % 2 === 0 && text === name);
  return index < 0 ? undefined : texts[index + 1];
}

function same(a, b) {
  return a.length === b.length && timingSafeEqual(a, b);
}

function turnAway(client, code, message) {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeUInt32BE(fields.length + 4, 1);
  client.end(Buffer.concat([head, fields]));
  return undefined;
}

/** Reads an exact number of bytes at a time and leaves the rest in the socket. */
class Reader {
  #socket;
  #wake = () => undefined;
  #ended = false;

  constructor(socket) {
    this.#socket = socket;
    socket.on('readable', this.#onReadable);
    socket.on('close', this.#onClose);
  }

  async read(size) {
    for (;;) {
      const chunk = this.#socket.read(size);
      if (chunk?.length === size) return chunk;
      if (chunk !== null || this.#ended) throw new Error('The client left.');
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }

  release() {
    this.#socket.off('readable', this.#onReadable);
    this.#socket.off('close', this.#onClose);
  }

  #onReadable = () => this.#wake();
  #onClose = () => {
    this.#ended = true;
    this.#wake();
  };
}
