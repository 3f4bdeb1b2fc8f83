import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  TextDocumentSyncKind,
  type Connection,
} from 'vscode-languageserver/node';
import { moduleFileGlob } from '../node/module-files.ts';

/** Files of modules that people edit beside a bundle. */
const documentSelector = [
  { scheme: 'file', pattern: moduleFileGlob },
  { scheme: 'file', pattern: '**/values.yaml' },
];

/**
 * Asks the editor for the texts of module files while they are open, and for nothing else: what
 * such files are to a person, completion and all, is the work of other extensions.
 */
export async function synchronizeModules({ client }: Connection): Promise<void> {
  await client.register(DidOpenTextDocumentNotification.type, { documentSelector });
  await client.register(DidChangeTextDocumentNotification.type, {
    documentSelector,
    syncKind: TextDocumentSyncKind.Incremental,
  });
  await client.register(DidCloseTextDocumentNotification.type, { documentSelector });
}
