import semver from 'semver';

/**
 * Whether a version is in a range as manifests and bundles write it: `1.2.3`, `~1`, `~1.2`,
 * `latest`, or any other range of semver. No range means any version; a range that cannot be read
 * holds nothing.
 */
export function isInRange(version: string, range: string | undefined): boolean {
  if (range === undefined || range === '' || range === 'latest') return true;
  return semver.satisfies(version, range);
}

/** The newest of the versions that are in range. */
export function newestInRange(versions: Iterable<string>, range: string | undefined): string | undefined {
  return newestFirst(versions).find((version) => isInRange(version, range));
}

/** Sorted, newest first, each once. */
export function newestFirst(versions: Iterable<string>): string[] {
  return [...new Set(versions)].sort((a, b) => semver.rcompare(a, b));
}

/** True for text that can be read as a range; `latest` is one. */
export function isRange(text: string): boolean {
  return text === 'latest' || (text !== '' && semver.validRange(text) !== null);
}

/** Whether some version can be in both ranges. */
export function rangesOverlap(one: string | undefined, other: string | undefined): boolean {
  if (isAny(one) || isAny(other)) return true;
  return isRange(one) && isRange(other) && semver.intersects(one, other);
}

function isAny(range: string | undefined): range is undefined | '' | 'latest' {
  return range === undefined || range === '' || range === 'latest';
}
