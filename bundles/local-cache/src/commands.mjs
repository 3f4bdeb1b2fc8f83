import { timingSafeEqual } from 'node:crypto';

/** @param {number} maxKeys When there are more, the oldest go. */
export function createStore(maxKeys) {
  return { maxKeys, entries: new Map() };
}

/** Name → fewest arguments, and what it does with them. */
const commands = new Map([
  ['PING', { least: 0, run: (_, [text = 'PONG']) => text }],
  ['ECHO', { least: 1, run: (_, [text]) => text }],
  ['GET', { least: 1, run: (store, [key]) => read(store, key)?.value ?? null }],
  ['SET', { least: 2, run: set }],
  ['DEL', { least: 1, run: (store, keys) => keys.filter((key) => store.entries.delete(key)).length }],
  ['EXISTS', { least: 1, run: (store, keys) => keys.filter((key) => read(store, key) !== undefined).length }],
  ['INCR', { least: 1, run: (store, [key]) => add(store, key, 1) }],
  ['DECR', { least: 1, run: (store, [key]) => add(store, key, -1) }],
  ['INCRBY', { least: 2, run: (store, [key, amount]) => add(store, key, integer(amount)) }],
  ['EXPIRE', { least: 2, run: expire }],
  ['TTL', { least: 1, run: timeToLive }],
  ['DBSIZE', { least: 0, run: (store) => store.entries.size }],
  ['FLUSHALL', { least: 0, run: (store) => (store.entries.clear(), 'OK') }],
]);

/**
 * @param {ReturnType<typeof createStore>} store
 * @param {{password: string, authenticated: boolean}} session
 * @param {unknown} command An array of strings, the name first.
 * @returns {string | number | null | Error} The reply.
 */
export function runCommand(store, session, command) {
  if (!Array.isArray(command) || command.length === 0 || command.some((part) => typeof part !== 'string')) {
    return new Error('ERR Protocol error: a command is an array of strings');
  }
  const [name, ...given] = command;
  const word = name.toUpperCase();
  if (word === 'AUTH') return authenticate(session, given);
  if (!session.authenticated) return new Error('NOAUTH Authentication required.');
  const known = commands.get(word);
  if (known === undefined)
    return new Error(`ERR unknown command '${name}'; this cache knows ${[...commands.keys()].join(', ')}`);
  if (given.length < known.least) return new Error(`ERR wrong number of arguments for '${name}' command`);
  try {
    return known.run(store, given);
  } catch (error) {
    return error;
  }
}

function authenticate(session, given) {
  const [username, password] = given.length === 1 ? ['default', given[0]] : given;
  const expected = Buffer.from(session.password);
  const actual = Buffer.from(password ?? '');
  const right = username === 'default' && actual.length === expected.length && timingSafeEqual(actual, expected);
  if (!right) return new Error('WRONGPASS invalid username-password pair or user is disabled.');
  session.authenticated = true;
  return 'OK';
}

function read(store, key) {
  const entry = store.entries.get(key);
  if (entry === undefined || entry.expires > Date.now()) return entry;
  store.entries.delete(key);
  return undefined;
}

function write(store, key, value, expires) {
  store.entries.delete(key);
  store.entries.set(key, { value, expires });
  while (store.entries.size > store.maxKeys) store.entries.delete(store.entries.keys().next().value);
}

function set(store, [key, value, ...options]) {
  let expires = Infinity;
  for (let index = 0; index < options.length; index++) {
    const option = options[index].toUpperCase();
    const present = read(store, key) !== undefined;
    if (option === 'NX' && present) return null;
    else if (option === 'XX' && !present) return null;
    else if (option === 'EX') expires = Date.now() + integer(options[++index]) * 1000;
    else if (option === 'PX') expires = Date.now() + integer(options[++index]);
    else if (option !== 'NX' && option !== 'XX') throw new Error('ERR syntax error');
  }
  write(store, key, value, expires);
  return 'OK';
}

function add(store, key, amount) {
  const entry = read(store, key);
  const sum = integer(entry?.value ?? '0') + amount;
  write(store, key, String(sum), entry?.expires ?? Infinity);
  return sum;
}

function expire(store, [key, seconds]) {
  const entry = read(store, key);
  if (entry === undefined) return 0;
  entry.expires = Date.now() + integer(seconds) * 1000;
  return 1;
}

function timeToLive(store, [key]) {
  const entry = read(store, key);
  if (entry === undefined) return -2;
  return entry.expires === Infinity ? -1 : Math.ceil((entry.expires - Date.now()) / 1000);
}

function integer(text) {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || text?.trim() === '')
    throw new Error('ERR value is not an integer or out of range');
  return number;
}
