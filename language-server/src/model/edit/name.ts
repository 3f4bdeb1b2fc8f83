const longest = 40;

/**
 * A free name for a new component, from the name of its bundle: `local-postgres` becomes
 * `postgres`, and `postgres-2` when that is taken.
 */
export function freeName(bundle: string, taken: { has(name: string): boolean }): string {
  return numberedName(nameFrom(bundle.replace(/^local-(?=.)/, '')), taken);
}

/** A name, or the first of `NAME-2`, `NAME-3` … that is free. */
export function numberedName(base: string, taken: { has(name: string): boolean }): string {
  if (!taken.has(base)) return base;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const candidate = base.slice(0, longest - suffix.length).replace(/-+$/, '') + suffix;
    if (!taken.has(candidate)) return candidate;
  }
}

function nameFrom(bundle: string): string {
  const name = bundle
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return name || 'component';
}
