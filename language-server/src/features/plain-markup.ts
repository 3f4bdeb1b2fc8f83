import {
  MarkupContent,
  MarkupKind,
  type CompletionItem,
  type CompletionList,
  type Hover,
} from 'vscode-languageserver-types';

/** Markdown as this server writes it, for an editor that shows text as it is. */
export function plainMarkup(markdown: string): string {
  const marks = /```[a-z]*\n([\s\S]*?)\n```|`([^`\n]+)`|\\([!-/:-@[-`{-~])|\*\*|\u200b/g;
  return markdown.replace(
    marks,
    (_, fenced?: string, code?: string, escaped?: string) => fenced ?? code ?? escaped ?? '',
  );
}

/** The same hover without Markdown. */
export function withoutMarkdown(hover: Hover): Hover {
  const { contents } = hover;
  if (!MarkupContent.is(contents)) return hover;
  return { ...hover, contents: plain(contents) };
}

/** The same list without Markdown. */
export function withPlainDocumentation(list: CompletionList): CompletionList {
  return { ...list, items: list.items.map(plainItem) };
}

function plainItem(item: CompletionItem): CompletionItem {
  return MarkupContent.is(item.documentation) ? { ...item, documentation: plain(item.documentation) } : item;
}

function plain({ value }: MarkupContent): MarkupContent {
  return { kind: MarkupKind.PlainText, value: plainMarkup(value) };
}
