import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Bundle } from '../../model/bundle/bundle.ts';
import type { Cursor } from '../cursor.ts';
import { markdown } from '../describe-bundle.ts';
import { secretKeys } from '../manifest-keys.ts';
import type { Proposal } from './proposal.ts';

/** Secrets of the bundle that are not there yet, each read from an environment variable of its name. */
export function secretProposals(bundle: Bundle, present: ReadonlySet<string>, cursor: Cursor): Proposal[] {
  return [...bundle.app.secrets.values()]
    .filter(({ name }) => !present.has(name))
    .map(({ name, required, title, description }) => ({
      label: name,
      kind: CompletionItemKind.Property,
      text: cursor.colon ? name : `${name}: { env: ${name} }`,
      detail: required ? 'required' : 'optional',
      documentation: [title, description]
        .filter((text) => text !== undefined)
        .map(markdown)
        .join('\n\n'),
    }));
}

/** Where a secret can come from; a whole mapping when `secret` is given. */
export function secretSourceProposals(cursor: Cursor, secret?: string): Proposal[] {
  return secretKeys.map(({ name, description }) => {
    const value = name === 'env' ? (secret ?? '') : '';
    const text = secret === undefined ? `${name}: ` : `{ ${name}: \${1:${value}} }`;
    return {
      label: name,
      kind: CompletionItemKind.Property,
      text: cursor.colon ? name : text,
      snippet: secret !== undefined,
      documentation: description,
    };
  });
}
