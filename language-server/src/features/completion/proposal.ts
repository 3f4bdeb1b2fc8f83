import {
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type CompletionItem,
  type CompletionItemKind,
  type Range,
} from 'vscode-languageserver-types';
import type { Cursor } from '../cursor.ts';

/** One thing that could be written at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is written; the label when absent. */
  readonly text?: string;
  /** `text` has `$1` placeholders. */
  readonly snippet?: boolean;
  /** Small print beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly preselect?: boolean;
  readonly deprecated?: boolean;
}

/**
 * Proposals in the order in which they are to be shown, as completion items that replace the token at the cursor.
 *
 * @param token the scalar at the cursor, quotes included.
 * @param range where that stands in the document.
 * @param after what comes after the position, as far as it matters.
 */
export function toItems(
  proposals: readonly Proposal[],
  cursor: Cursor,
  token: string,
  range: Range,
  after = '',
): CompletionItem[] {
  const space = cursor.needsSpace ? ' ' : ' '.repeat(cursor.shift);
  const quote = /^["']/.exec(token)?.[0] ?? '';
  const comma = needsComma(cursor, token, after) ? `,${/^\s/.test(after) ? '' : ' '}` : '';
  return proposals.map((proposal, index) => ({
    label: proposal.label,
    kind: proposal.kind,
    sortText: String(index).padStart(5, '0'),
    filterText: (cursor.needsSpace ? ' ' : '') + quote + proposal.label,
    textEdit: { range, newText: space + (proposal.text ?? proposal.label) + comma },
    insertTextMode: InsertTextMode.asIs,
    ...(proposal.snippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(proposal.detail !== undefined && { detail: proposal.detail }),
    ...(proposal.preselect && { preselect: true }),
    ...(proposal.deprecated && { deprecated: true }),
    ...(proposal.documentation !== undefined && {
      documentation: { kind: MarkupKind.Markdown, value: proposal.documentation },
    }),
  }));
}

/** Inside braces, a new entry before another one. */
function needsComma(cursor: Cursor, token: string, after: string): boolean {
  return cursor.flow && cursor.at === 'key' && token === '' && /^\s*[^\s,}\]#]/.test(after);
}

/** Text for the inside of a snippet. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Text for the inside of a snippet's choice, where editors know no other escapes. */
export function escapeChoice(text: string): string {
  return text.replace(/[\\,|]/g, '\\$&');
}
