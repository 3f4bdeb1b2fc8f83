/**
 * RESP, the Redis protocol, both ways: enough for commands of strings and their replies.
 * https://redis.io/docs/latest/develop/reference/protocol-spec/
 */

/**
 * Cuts whole values off the front of what has arrived.
 *
 * @param {Buffer} buffer
 * @returns {{values: unknown[], rest: Buffer}} Errors (`-ERR …`) are values of class Error. Throws on what is not RESP.
 */
export function decode(buffer) {
  const values = [];
  let offset = 0;
  for (;;) {
    const read = readValue(buffer, offset);
    if (read === undefined) return { values, rest: buffer.subarray(offset) };
    values.push(read.value);
    offset = read.end;
  }
}

/** @param {readonly string[]} parts A command, as clients send it: an array of bulk strings. */
export function encodeCommand(parts) {
  return `*${parts.length}\r\n${parts.map(encodeReply).join('')}`;
}

/** @param {string | number | null | Error} value A reply, as servers send it. */
export function encodeReply(value) {
  if (value === null) return '$-1\r\n';
  if (value instanceof Error) return `-${value.message}\r\n`;
  if (typeof value === 'number') return `:${value}\r\n`;
  return `$${Buffer.byteLength(value)}\r\n${value}\r\n`;
}

const largest = 8 * 1024 * 1024;

function readValue(buffer, start) {
  const lineEnd = buffer.indexOf('\r\n', start);
  if (lineEnd < 0) return undefined;
  const line = buffer.toString('utf8', start + 1, lineEnd);
  const end = lineEnd + 2;
  switch (String.fromCharCode(buffer[start])) {
    case '+':
      return { value: line, end };
    case '-':
      return { value: new Error(line), end };
    case ':':
      return { value: Number(line), end };
    case '$':
      return readBulk(buffer, Number(line), end);
    case '*':
      return readArray(buffer, Number(line), end);
    default:
      throw new Error('ERR Protocol error: that is not RESP');
  }
}

function readBulk(buffer, length, start) {
  if (length === -1) return { value: null, end: start };
  if (!(length >= 0 && length <= largest)) throw new Error('ERR Protocol error: invalid bulk length');
  if (buffer.length < start + length + 2) return undefined;
  return { value: buffer.toString('utf8', start, start + length), end: start + length + 2 };
}

function readArray(buffer, length, start) {
  if (!(length >= 0 && length <= 1024)) throw new Error('ERR Protocol error: invalid multibulk length');
  const value = [];
  let end = start;
  while (value.length < length) {
    const read = readValue(buffer, end);
    if (read === undefined) return undefined;
    value.push(read.value);
    end = read.end;
  }
  return { value, end };
}
