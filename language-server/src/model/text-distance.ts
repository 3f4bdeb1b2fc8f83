/**
 * The candidates a person most likely meant when they wrote `word`, best first: the "did you mean"
 * of every message. Compares without regard to case; a candidate is near when at most a third of
 * its letters differ (swapped neighbours count once), or when one of the two begins with the other.
 *
 * @param max how many to return at most.
 */
export function closest(word: string, candidates: Iterable<string>, max = 3): string[] {
  // Names longer than this are not typed by hand, and the distance costs their product.
  if (word === '' || word.length > longestWord) return [];
  const wanted = word.toLowerCase();
  const near: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    if (candidate === word || candidate === '' || candidate.length > longestWord) continue;
    const longer = Math.max(wanted.length, candidate.length);
    const limit = longer === 1 ? 0 : Math.max(1, Math.floor(longer / 3));
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance <= limit) near.push({ candidate, distance });
    else if (isPrefix(wanted, candidate.toLowerCase())) near.push({ candidate, distance: limit + 1 });
  }
  return near
    .sort(
      (a, b) => a.distance - b.distance || a.candidate.length - b.candidate.length || compare(a.candidate, b.candidate),
    )
    .slice(0, max)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean "x"?`, or nothing when no candidate is near: to be put after a sentence. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const [best] = closest(word, candidates, 1);
  return best === undefined ? '' : ` Did you mean \`${best}\`?`;
}

/** The best candidate as data of a problem, for the code action that writes it; nothing when none is near. */
export function suggestionData(
  word: string,
  candidates: Iterable<string>,
): { readonly data?: { readonly suggestion: string } } {
  const [suggestion] = closest(word, candidates, 1);
  return suggestion === undefined ? {} : { data: { suggestion } };
}

const longestWord = 100;

function isPrefix(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Optimal string alignment distance; any number above `limit` once it is exceeded. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  const at = (row: readonly number[], column: number): number => row[column] ?? limit + 1;
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(swapped ? Math.min(cost, at(beforeLast, column - 2) + 1) : cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}
