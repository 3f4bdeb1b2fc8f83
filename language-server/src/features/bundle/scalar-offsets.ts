/**
 * Where each character of a scalar's value stands in its source, for pointing into expressions:
 * quotes, indentation, folded lines and simple escapes are stepped over.
 *
 * @param source the scalar as written, with its quotes or its `|` header.
 * @returns offsets into `source`, one for each character of `value` and one for its end.
 */
export function scalarOffsets(source: string, value: string): readonly number[] {
  const offsets: number[] = [];
  let at = bodyStart(source);
  for (const character of splitUnits(value)) {
    if (/\s/.test(character)) {
      offsets.push(Math.min(at, source.length));
      if (/\s/.test(source[at] ?? '')) at++;
      continue;
    }
    const found = source.indexOf(character, at);
    offsets.push(found < 0 ? Math.min(at, source.length) : found);
    if (found >= 0) at = found + 1;
  }
  offsets.push(Math.min(at, source.length));
  return offsets;
}

function bodyStart(source: string): number {
  if (/^["']/.test(source)) return 1;
  if (!/^[|>]/.test(source)) return 0;
  const feed = source.indexOf('\n');
  return feed < 0 ? source.length : feed + 1;
}

function splitUnits(text: string): string[] {
  return text.split('');
}
