import { parseFromWebview, type ToWebview } from '@patchbay/language-server/protocol';
import * as vscode from 'vscode';
import type { DiagramSession, DiagramView } from './diagram-session.ts';
import { diagramHtml, webviewFolder } from './html.ts';

export const panelType = 'patchbay.diagram';
export const editorType = 'patchbay.diagramEditor';

/**
 * Shows a diagram in a webview: the panel beside the text and the custom editor alike. Messages of
 * the page are validated here; anything that is not one is dropped.
 */
export class WebviewView implements DiagramView, vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly session: DiagramSession;
  readonly #output: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable[];
  #listening = false;
  #lastIntent = 0;

  constructor(
    panel: vscode.WebviewPanel,
    session: DiagramSession,
    extensionUri: vscode.Uri,
    output: vscode.LogOutputChannel,
  ) {
    this.panel = panel;
    this.session = session;
    this.#output = output;
    const folder = webviewFolder(extensionUri);
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [folder],
    };
    this.#subscriptions = [webview.onDidReceiveMessage((message: unknown) => void this.#receive(message))];
    session.attach(this);
    webview.html = diagramHtml(webview, folder);
  }

  get listening(): boolean {
    return this.#listening;
  }

  post(message: ToWebview): void {
    void this.panel.webview.postMessage(message);
  }

  get undoes(): boolean {
    return this.panel.viewType === editorType;
  }

  focus(): void {
    this.panel.reveal(undefined, false);
  }

  async #receive(unknown: unknown): Promise<void> {
    const message = parseFromWebview(unknown);
    if (!message) {
      this.#output.warn('The diagram sent something that is not a message of its own; it was ignored.');
      return;
    }
    if (message.type === 'ready') {
      this.#listening = true;
      this.#lastIntent = 0;
    }
    if (message.type === 'intent') {
      // A gesture counts once.
      if (message.request <= this.#lastIntent) return;
      this.#lastIntent = message.request;
    }
    try {
      await this.session.receive(this, message);
    } catch (error) {
      this.#output.error(`The diagram's "${message.type}" failed: ${String(error)}`);
      const reason = error instanceof Error ? error.message : String(error);
      if (message.type === 'intent') {
        this.post({ type: 'intentResult', request: message.request, refused: `That did not work: ${reason}` });
      }
    }
  }

  /** Stops listening; returns true when the session has no view left. */
  close(): boolean {
    this.dispose();
    return this.session.detach(this);
  }

  dispose(): void {
    this.#listening = false;
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}
