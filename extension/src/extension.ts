import * as vscode from 'vscode';
import { addComponent } from './bundles/add-component.ts';
import { registerDiagramCommands } from './diagram/commands.ts';
import { Diagrams } from './diagram/diagrams.ts';
import { asUri, registerEnvironmentCommands } from './environments/commands.ts';
import { chooseManifest } from './environments/manifests.ts';
import { runFeed } from './environments/run-feed.ts';
import { Runs } from './environments/runs.ts';
import { LanguageServer } from './language/language-server.ts';
import { openSample } from './samples/open-sample.ts';

/** Wires everything by hand; each folder is one thing that a person sees. */
export async function activate({
  extensionUri,
  subscriptions,
  workspaceState,
}: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Patchbay', { log: true });
  const server = new LanguageServer(extensionUri, output);
  const runs = new Runs(
    extensionUri,
    runFeed,
    output,
    (manifest, component) => void diagrams.showComponent(manifest, component),
  );
  const diagrams = new Diagrams(extensionUri, {
    server,
    output,
    runs: runFeed,
    memory: workspaceState,
    run: (manifest, { action, environment, only }) => {
      const done =
        action === 'cancel' ? runs.cancel(manifest, environment) : runs.start({ action, manifest, environment, only });
      done.catch((error: unknown) => void vscode.window.showErrorMessage(String(error)));
    },
    showLog: (manifest, environment) => runs.showLog(manifest, environment),
  });
  subscriptions.push(
    output,
    server,
    diagrams,
    registerDiagramCommands(diagrams),
    registerEnvironmentCommands(extensionUri, runs, diagrams),
    vscode.commands.registerCommand('patchbay.addComponent', async (uri?: unknown) => {
      const manifest = asUri(uri) ?? (await chooseManifest(diagrams.activeManifest));
      if (manifest) await addComponent(server, manifest);
    }),
    vscode.commands.registerCommand('patchbay.openSample', () => openSample(extensionUri)),
    vscode.commands.registerCommand('patchbay.showOutput', () => output.show()),
    vscode.commands.registerCommand('patchbay.restartLanguageServer', () => server.restart()),
  );
  await server.start();
}
