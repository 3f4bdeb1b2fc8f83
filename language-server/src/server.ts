import {
  createConnection,
  ProposedFeatures,
  type InitializeParams,
  type MessageStrategy,
} from 'vscode-languageserver/node';
import { capabilities } from './lsp/capabilities.ts';

/*
 * The language server starts in two steps, so that no editor waits for what it does not need yet:
 * this file answers `initialize`, and loads the rest once the answer is on its way.
 */

/** Resolves when everything can be answered. What follows `initialize` waits for it, in its order. */
let ready = Promise.resolve();
let parameters: InitializeParams | undefined;

const handleMessage: MessageStrategy['handleMessage'] = (message, next) => {
  const handled = ready.then(() => next(message));
  if (parameters === undefined && 'method' in message && message.method === 'initialize') ready = handled.then(load);
  return handled;
};

const connection = createConnection(ProposedFeatures.all, { messageStrategy: { handleMessage } });

connection.onInitialize((given) => {
  parameters = given;
  return { capabilities, serverInfo: { name: 'patchbay', version: '0.1.0' } };
});

async function load(): Promise<void> {
  if (parameters === undefined) return;
  try {
    const { serve } = await import('./lsp/serve.ts');
    serve(connection, parameters);
  } catch (error) {
    // An editor notices a server that ends, and says so; one that keeps silent it waits for.
    process.stderr.write(`Patchbay's language service could not be loaded: ${String(error)}\n`);
    process.exit(1);
  }
}

connection.listen();
