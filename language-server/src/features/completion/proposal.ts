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

/** Proposals in the order in which they are to be shown, as completion items that replace the token at the cursor. */
export function toItems(proposals: readonly Proposal[], cursor: Cursor, token: string, range: Range): CompletionItem[] {
  const space = cursor.needsSpace ? ' ' : '';
  const quote = /^["']/.exec(token)?.[0] ?? '';
  return proposals.map((proposal, index) => ({
    label: proposal.label,
    kind: proposal.kind,
    sortText: String(index).padStart(5, '0'),
    filterText: space + quote + proposal.label,
    textEdit: { range, newText: space + (proposal.text ?? proposal.label) },
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

/** Text for the inside of a snippet. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Text for the inside of a snippet's choice. */
export function escapeChoice(text: string): string {
  return text.replace(/[\\$},|]/g, '\\$&');
}
