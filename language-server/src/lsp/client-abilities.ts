import { MarkupKind, type ClientCapabilities } from 'vscode-languageserver';

/** What an editor can show; each answer is made to fit. */
export interface ClientAbilities {
  readonly snippets: boolean;
  readonly markdownInHovers: boolean;
  readonly markdownInCompletions: boolean;
  /** Symbols inside of symbols. */
  readonly nestedSymbols: boolean;
}

/** What an editor says of itself; what it does not speak of, it cannot do. */
export function clientAbilities({ textDocument }: ClientCapabilities): ClientAbilities {
  const item = textDocument?.completion?.completionItem;
  return {
    snippets: item?.snippetSupport === true,
    markdownInHovers: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
    markdownInCompletions: item?.documentationFormat?.includes(MarkupKind.Markdown) === true,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
  };
}
