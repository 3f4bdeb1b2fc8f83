import { TextDocumentSyncKind, type ServerCapabilities } from 'vscode-languageserver';

/** What the server can do; there is one file in `features/` for each line. */
export const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [':', '.', '@', ' '] },
  hoverProvider: true,
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
