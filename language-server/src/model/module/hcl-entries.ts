import type { HclToken } from './hcl-tokens.ts';

/** What stands between the blank lines around a value. */
export function withoutLineEnds(tokens: readonly HclToken[]): readonly HclToken[] {
  const from = tokens.findIndex(({ kind }) => kind !== 'line-end');
  const to = tokens.findLastIndex(({ kind }) => kind !== 'line-end');
  return from < 0 ? [] : tokens.slice(from, to + 1);
}

/** What commas and line ends separate, outside of brackets and texts. */
export function splitEntries(tokens: readonly HclToken[]): readonly (readonly HclToken[])[] {
  const entries: HclToken[][] = [];
  let current: HclToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'open' || token.kind === 'quote' || token.kind === 'template') depth++;
    else if (token.kind === 'close' || token.kind === 'quote-end' || token.kind === 'template-end') depth--;
    if (depth === 0 && (token.kind === 'line-end' || token.text === ',')) {
      if (current.length > 0) entries.push(current);
      current = [];
    } else current.push(token);
  }
  if (current.length > 0) entries.push(current);
  return entries;
}

/** `key = value` or `"key" : value`; undefined when the key is computed. */
export function readEntry(
  entry: readonly HclToken[],
): { readonly key: HclToken; readonly value: readonly HclToken[] } | undefined {
  const isText = entry[0]?.kind === 'quote';
  const key = entry[isText ? 1 : 0];
  const equals = entry[isText ? 3 : 1];
  if (key === undefined || key.kind !== (isText ? 'text' : 'name')) return undefined;
  if (equals?.text !== '=' && equals?.text !== ':') return undefined;
  return { key, value: entry.slice(isText ? 4 : 2) };
}
