import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver/node';
import { createLanguageService } from '../language-service.ts';
import { readDeployments } from '../node/deployment-files.ts';
import { readModuleFiles } from '../node/module-files.ts';
import { builtInFolder, readRegistrySource } from '../node/registry-files.ts';
import { methods } from '../protocol.ts';
import { clientAbilities } from './client-abilities.ts';
import { DeploymentStore, isRunFile } from './deployment-store.ts';
import { serveDiagrams } from './diagram-requests.ts';
import { Diagrams } from './diagrams.ts';
import { Documents, type OpenDocument } from './documents.ts';
import { serveFeatures } from './feature-requests.ts';
import { synchronizeModules } from './module-documents.ts';
import { ModuleStore } from './module-store.ts';
import { Publisher } from './publisher.ts';
import {
  configuredFolders,
  fileChanges,
  isRegistryFile,
  registryFolders,
  watchers,
  type FolderSettings,
} from './registry-folders.ts';
import { RegistryStore } from './registry-store.ts';

/** Answers everything that a client says after `initialize`. */
export function serve(connection: Connection, parameters: InitializeParams): void {
  const client = parameters.capabilities;
  let settings: FolderSettings = {
    workspace:
      parameters.workspaceFolders?.map((folder) => folder.uri) ?? (parameters.rootUri ? [parameters.rootUri] : []),
    configured: configuredFolders(parameters.initializationOptions),
  };
  const report = (message: string): void => connection.console.error(message);

  // One request that fails must not take the editor's language features down with it.
  process.on('uncaughtException', (error) => report(`Unexpected error: ${error.stack ?? String(error)}`));
  process.on('unhandledRejection', (reason) => report(`Unexpected error: ${String(reason)}`));

  const service = createLanguageService();
  const deployments = new DeploymentStore({
    read: readDeployments,
    report,
    changed: (uri) => {
      publisher.update(uri);
      if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest(CodeLensRefreshRequest.type);
    },
  });
  const documents = new Documents(service, (uri) => deployments.of(uri));
  const diagrams = new Diagrams((patch) => void connection.sendNotification(methods.diagramPatch, patch));
  const registries = new RegistryStore({
    read: readRegistrySource,
    report,
    changed: () => {
      publisher.updateAll();
      // Versions and defaults in force are those of the bundles.
      if (client.workspace?.inlayHint?.refreshSupport) void connection.languages.inlayHint.refresh();
    },
  });
  const modules = new ModuleStore({ read: readModuleFiles, changed: (uri) => publisher.update(uri) });
  const publisher = new Publisher({
    documents,
    registries,
    modules,
    diagrams,
    send: (uri, version, diagnostics) => {
      void connection.sendDiagnostics({ uri, ...(version !== undefined && { version }), diagnostics });
      const session = documents.manifest(uri);
      if (session) deployments.track(session.manifest);
    },
    report,
  });

  function readFolders(): Promise<void> {
    return registries.setFolders(registryFolders(settings, builtInFolder(import.meta.url)));
  }

  connection.onInitialized(async () => {
    void readFolders();
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (client.textDocument?.synchronization?.dynamicRegistration) await synchronizeModules(connection);
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'patchbay' });
    }
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map((folder) => folder.uri));
        const workspace = [...settings.workspace.filter((uri) => !gone.has(uri)), ...added.map((folder) => folder.uri)];
        settings = { ...settings, workspace };
        void readFolders();
      });
    }
  });

  connection.onDidChangeConfiguration(async ({ settings: pushed }) => {
    const section: unknown = client.workspace?.configuration
      ? await connection.workspace.getConfiguration('patchbay')
      : (pushed as { patchbay?: unknown } | null)?.patchbay;
    settings = { ...settings, configured: configuredFolders(section) };
    await readFolders();
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const path of fileChanges(changes)) {
      deployments.fileChanged(path);
      if (isRunFile(path)) continue;
      if (isRegistryFile(path)) registries.fileChanged(path);
      modules.fileChanged(path);
    }
  });

  /** Everything that reads an open file has its text from the editor, not from the disk. */
  function textChanged(document: OpenDocument): void {
    if (document.kind === 'other') modules.overlay(document.uri, document.document.getText());
    else if (document.kind !== 'manifest') registries.overlay(document.uri, document.document.getText());
    publisher.update(document.uri);
  }

  connection.onDidOpenTextDocument(({ textDocument }) => {
    const document = documents.open(textDocument);
    textChanged(document);
    publisher.open(document.uri);
  });

  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    const document = documents.change(textDocument.uri, textDocument.version, contentChanges);
    if (!document) return;
    textChanged(document);
  });

  connection.onDidCloseTextDocument(({ textDocument }) => {
    const document = documents.close(textDocument.uri);
    if (!document) return;
    registries.overlay(document.uri, undefined);
    modules.overlay(document.uri, undefined);
    deployments.close(document.uri);
    modules.forget(document.uri);
    diagrams.close(document.uri);
    publisher.close(document.uri);
    // What was saved is on the disk, and an editor that watches no files does not say so.
    if (document.kind === 'manifest' || client.workspace?.didChangeWatchedFiles) return;
    for (const path of fileChanges([{ uri: document.uri, type: FileChangeType.Changed }])) registries.fileChanged(path);
  });

  connection.onShutdown(() => {
    registries.dispose();
    modules.dispose();
    deployments.dispose();
  });

  serveFeatures(connection, {
    service,
    documents,
    registries,
    modules,
    client: clientAbilities(client),
  });
  serveDiagrams(connection, { documents, registries, diagrams });
}
