import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Cursor } from '../cursor.ts';
import type { ManifestKey } from '../manifest-keys.ts';
import type { Proposal } from './proposal.ts';

/** Keys of the manifest itself that are not there yet. */
export function keyProposals(keys: readonly ManifestKey[], present: ReadonlySet<string>, cursor: Cursor): Proposal[] {
  return keys
    .filter(({ name }) => !present.has(name))
    .map(({ name, takes, description }) => ({
      label: name,
      kind: CompletionItemKind.Property,
      documentation: description,
      ...keyText(name, takes, cursor),
    }));
}

/** What is inserted for a key: with its colon, and with room for what follows. */
export function keyText(
  key: string,
  takes: 'value' | 'entries' | 'items',
  cursor: Cursor,
): { text: string; snippet?: boolean } {
  if (cursor.colon) return { text: key };
  if (takes === 'value') return { text: `${key}: ` };
  if (cursor.flow) return { text: `${key}: ${takes === 'items' ? '[$1]' : '{ $1 }'}`, snippet: true };
  const pad = ' '.repeat(cursor.indent + cursor.step);
  return { text: `${key}:\n${pad}${takes === 'items' ? '- ' : ''}` };
}
