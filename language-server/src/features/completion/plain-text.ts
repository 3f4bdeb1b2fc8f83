import { InsertTextFormat, type CompletionItem, type CompletionList } from 'vscode-languageserver-types';

/** The same list for an editor that knows no snippets: what placeholders suggest is written, choices at their first. */
export function withoutSnippets(list: CompletionList): CompletionList {
  return { ...list, items: list.items.map(plainItem) };
}

function plainItem({ insertTextFormat, ...item }: CompletionItem): CompletionItem {
  if (insertTextFormat !== InsertTextFormat.Snippet || !item.textEdit) return item;
  return { ...item, textEdit: { ...item.textEdit, newText: plainText(item.textEdit.newText) } };
}

/** The text of a snippet when nothing is typed into its placeholders. */
export function plainText(snippet: string): string {
  const marks = /\\([\\$},|])|\$\{\d+\|((?:\\.|[^|\\,])*)(?:,(?:\\.|[^|\\])*)?\|\}|\$\{\d+:((?:\\.|[^}\\])*)\}|\$\d+/g;
  return snippet.replace(marks, (_, escaped?: string, first?: string, suggested?: string) => {
    return escaped ?? (first ?? suggested ?? '').replace(/\\([\\$},|])/g, '$1');
  });
}
