/** The value under a key that a user named; inherited ones, such as `constructor`, are not there. */
export function getOwn<T>(object: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a key that a user named: `__proto__` becomes an ordinary key instead of the prototype. */
export function setOwn<T>(object: { [key: string]: T }, key: string, value: T): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A plain object from entries whose keys a user named. */
export function fromEntries<T>(entries: Iterable<readonly [string, T]>): { [key: string]: T } {
  const object: { [key: string]: T } = {};
  for (const [key, value] of entries) setOwn(object, key, value);
  return object;
}

/** A copy without some keys. */
export function without<T>(object: { readonly [key: string]: T }, ...keys: readonly string[]): { [key: string]: T } {
  return fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** True for what JSON calls an object: neither null nor a list. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
