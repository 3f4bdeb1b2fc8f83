import {
  methods,
  type Candidates,
  type DiagramPatch,
  type DiagramState,
  type EditPlan,
  type Element,
  type Intent,
  type PaletteEntry,
  type PortReference,
} from '@patchbay/language-server/protocol';
import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind, type Range } from 'vscode-languageclient/node';
import { registryFolders } from './registry-folders.ts';

/** Languages that the server serves; also the ones that activate the extension. */
export const manifestLanguage = 'infra-manifest';
export const bundleLanguage = 'infra-bundle';

/**
 * The language server as the rest of the extension sees it: one method for each request of the
 * protocol. Requests sent while it starts wait for it; a crashed server is started again by the
 * client, and `onDidStart` tells who holds something open there to open it again.
 */
export class LanguageServer implements vscode.Disposable {
  readonly #client: LanguageClient;
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #started = new vscode.EventEmitter<void>();
  readonly #patched = new vscode.EventEmitter<DiagramPatch>();

  /** Fires at every start, the first one included. */
  readonly onDidStart = this.#started.event;
  readonly onDidPatchDiagram = this.#patched.event;

  constructor(extensionUri: vscode.Uri, output: vscode.LogOutputChannel) {
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const server = {
      module: vscode.Uri.joinPath(dist, 'language-server', 'server.js').fsPath,
      transport: TransportKind.ipc,
      options: { cwd: dist.fsPath },
    };
    this.#client = new LanguageClient(
      'patchbay',
      'Patchbay',
      { run: server, debug: server },
      {
        documentSelector: [
          ...[manifestLanguage, bundleLanguage].flatMap((language) => [
            { scheme: 'file', language },
            { scheme: 'untitled', language },
          ]),
          // Resource types are plain YAML and JSON; the server looks inside before it says anything.
          { scheme: 'file', pattern: '**/resource-types/**/*.{yaml,yml,json}' },
          { scheme: 'file', pattern: '**/artifact-definitions/**/*.{yaml,yml,json}' },
        ],
        outputChannel: output,
        // A function: read again when the server starts again. Later changes it asks for itself.
        initializationOptions: () => ({ registry: { folders: registryFolders() } }),
      },
    );
    this.#subscriptions.push(
      this.#client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.#started.fire();
      }),
      this.#client.onNotification(methods.diagramPatch, (patch: DiagramPatch) => this.#patched.fire(patch)),
    );
  }

  start(): Promise<void> {
    return this.#client.start();
  }

  restart(): Promise<void> {
    return this.#client.restart();
  }

  openDiagram(uri: vscode.Uri): Promise<DiagramState> {
    return this.#client.sendRequest<DiagramState>(methods.diagramOpen, { uri: this.#uri(uri) });
  }

  /** Allows the next patch. */
  acknowledgePatch(uri: vscode.Uri, revision: number): void {
    if (!this.#client.isRunning()) return;
    void this.#client.sendNotification(methods.diagramAcknowledge, { uri: this.#uri(uri), revision });
  }

  closeDiagram(uri: vscode.Uri): void {
    if (!this.#client.isRunning()) return;
    void this.#client.sendNotification(methods.diagramClose, { uri: this.#uri(uri) });
  }

  palette(uri: vscode.Uri): Promise<PaletteEntry[]> {
    return this.#client.sendRequest<PaletteEntry[]>(methods.palette, { uri: this.#uri(uri) });
  }

  candidates(uri: vscode.Uri, port: PortReference): Promise<Candidates> {
    return this.#client.sendRequest<Candidates>(methods.candidates, { uri: this.#uri(uri), port });
  }

  planEdit(uri: vscode.Uri, version: number, intent: Intent): Promise<EditPlan> {
    return this.#client.sendRequest<EditPlan>(methods.planEdit, { uri: this.#uri(uri), version, intent });
  }

  async locate(uri: vscode.Uri, element: Element): Promise<vscode.Range | undefined> {
    const range = await this.#client.sendRequest<Range | null>(methods.locate, { uri: this.#uri(uri), element });
    return range ? this.#client.protocol2CodeConverter.asRange(range) : undefined;
  }

  async elementAt(uri: vscode.Uri, position: vscode.Position): Promise<Element | undefined> {
    const { line, character } = position;
    const params = { uri: this.#uri(uri), position: { line, character } };
    return (await this.#client.sendRequest<Element | null>(methods.elementAt, params)) ?? undefined;
  }

  /** The name that the server knows a document by. */
  #uri(uri: vscode.Uri): string {
    return this.#client.code2ProtocolConverter.asUri(uri);
  }

  /** True when the server means this document. */
  isAbout(serverUri: string, uri: vscode.Uri): boolean {
    return serverUri === this.#uri(uri);
  }

  async dispose(): Promise<void> {
    vscode.Disposable.from(...this.#subscriptions, this.#started, this.#patched).dispose();
    await this.#client.dispose();
  }
}
