import type { Location } from 'vscode-languageserver-types';
import type { Expression } from '../jq/syntax.ts';
import { readEntry, splitEntries, withoutLineEnds } from './hcl-entries.ts';
import type { HclToken } from './hcl-tokens.ts';

/** What a module's text says of a value that it gives. */
export interface Given {
  readonly location: Location;
  /** Of an object that is written out; undefined when what it holds is not known. */
  readonly entries?: ReadonlyMap<string, Given>;
}

export type Placer = (start: number, end: number) => Location;

/** Objects within objects within objects: deeper ones are not looked into. */
const deepest = 40;

/** What `locals` of a module call by a name; undefined for none, and when it was asked too often. */
export type Locals = (name: string) => { readonly value: readonly HclToken[]; readonly place: Placer } | undefined;

/** The object that an HCL value writes out: as it is, in `jsonencode(…)`, or under the name of a local. */
export function givenByHcl(value: readonly HclToken[], place: Placer, locals: Locals, depth = 0): Given | undefined {
  const tokens = withoutLineEnds(value);
  const [first, second, third] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (tokens.length === 3 && first.text === 'local' && second?.text === '.' && third?.kind === 'name') {
    const local = depth < deepest ? locals(third.text) : undefined;
    return local && givenByHcl(local.value, local.place, locals, depth + 1);
  }
  if (first.kind === 'name' && first.text === 'jsonencode' && second?.text === '(' && last.text === ')')
    return givenByHcl(tokens.slice(2, -1), place, locals, depth);
  const location = place(first.start, first.end);
  if (first.text !== '{' || last.text !== '}' || depth > deepest) return { location };
  const entries = hclEntries(tokens.slice(1, -1), place, locals, depth);
  return entries === undefined ? { location } : { location, entries };
}

/** The entries between the brackets of an object; undefined when some key is computed. */
function hclEntries(
  tokens: readonly HclToken[],
  place: Placer,
  locals: Locals,
  depth: number,
): ReadonlyMap<string, Given> | undefined {
  const entries = new Map<string, Given>();
  for (const entry of splitEntries(tokens)) {
    const read = readEntry(entry);
    if (read === undefined) return undefined;
    const { key } = read;
    const value = givenByHcl(read.value, place, locals, depth + 1);
    const location = place(key.start, key.end);
    entries.set(key.text, { location, ...(value?.entries && { entries: value.entries }) });
  }
  return entries;
}

/** The object that a jq program writes out. */
export function givenByJq(program: Expression, place: Placer): Given {
  const location = place(program.start, program.start + 1);
  if (program.kind !== 'object') return { location };
  const entries = new Map<string, Given>();
  for (const { key, value } of program.entries) {
    if ('kind' in key) return { location };
    const inner = value && givenByJq(value, place);
    const at = place(key.start, key.end);
    entries.set(key.name, { location: at, ...(inner?.entries && { entries: inner.entries }) });
  }
  return { location, entries };
}
