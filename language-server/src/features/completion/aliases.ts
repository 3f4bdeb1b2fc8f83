import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Slice } from '../../model/yaml/slice.ts';
import type { Cursor } from '../cursor.ts';
import type { Proposal } from './proposal.ts';

/** True where `*name` is typed, or stands for the value of a merge. */
export function wantsAlias({ at, path, text }: Cursor): boolean {
  return text.startsWith('*') || (at === 'value' && text === '' && path.at(-1) === '<<');
}

/** The anchors above a place, the nearest first: an alias can mean no other. */
export function aliasProposals(manifest: Manifest, slice: Slice, offset: number): Proposal[] {
  const names = new Set<string>();
  for (const text of textsBefore(manifest, slice, offset)) {
    for (const [, name = ''] of text.matchAll(/(?<=^|[\s[{,:-])&([^\s,[\]{}]+)/g)) {
      names.delete(name);
      names.add(name);
    }
  }
  return [...names].reverse().map((name) => ({ label: `*${name}`, kind: CompletionItemKind.Reference }));
}

function* textsBefore(manifest: Manifest, slice: Slice, offset: number): Generator<string> {
  for (const each of manifest.slices) {
    if (each === slice) {
      yield each.text.slice(0, offset);
      return;
    }
    yield each.text;
  }
}
