import type { Element } from '@patchbay/language-server/protocol';
import * as vscode from 'vscode';
import { manifestLanguage } from '../language/language-server.ts';
import { DiagramSession, type DiagramSurroundings } from './diagram-session.ts';
import { showText } from './text-editor.ts';
import type { UndoDirection } from './undo.ts';
import { editorType, panelType, WebviewView } from './webview-view.ts';

const rememberedPanels = 'diagram.panels';
const selectionDelay = 60;
const paletteDelay = 700;

/** Every open diagram: panels, custom editors, and the one session of each manifest. */
export class Diagrams implements vscode.Disposable, vscode.WebviewPanelSerializer, vscode.CustomTextEditorProvider {
  readonly #extensionUri: vscode.Uri;
  readonly #around: DiagramSurroundings;
  readonly #sessions = new Map<string, DiagramSession>();
  readonly #views = new Set<WebviewView>();
  readonly #subscriptions: vscode.Disposable[];
  #selectionTimer: NodeJS.Timeout | undefined;
  #paletteTimer: NodeJS.Timeout | undefined;

  constructor(extensionUri: vscode.Uri, around: Omit<DiagramSurroundings, 'reveal'>) {
    this.#extensionUri = extensionUri;
    this.#around = { ...around, reveal: (manifest, element) => void this.#reveal(manifest, element) };
    const bundles = vscode.workspace.createFileSystemWatcher('**/{massdriver,bundle}.{yaml,yml}');
    this.#subscriptions = [
      bundles,
      bundles.onDidCreate(() => this.#refreshPalettes()),
      bundles.onDidChange(() => this.#refreshPalettes()),
      bundles.onDidDelete(() => this.#refreshPalettes()),
      vscode.window.onDidChangeTextEditorSelection((event) => this.#followCursor(event)),
      vscode.window.registerWebviewPanelSerializer(panelType, this),
      vscode.window.registerCustomEditorProvider(editorType, this, {
        webviewOptions: { retainContextWhenHidden: true },
        supportsMultipleEditorsPerDocument: true,
      }),
    ];
  }

  /** Shows the diagram of a manifest; a panel that shows it already comes to the front. */
  async open(manifest: vscode.Uri, column: vscode.ViewColumn, preserveFocus = false): Promise<void> {
    const document = await vscode.workspace.openTextDocument(manifest);
    if (document.languageId !== manifestLanguage) {
      const name = vscode.workspace.asRelativePath(manifest);
      void vscode.window.showErrorMessage(
        `${name} is not a manifest. A manifest is called infra.yaml, or its name ends with .infra.yaml.`,
      );
      return;
    }
    const shown = [...this.#views].find(
      ({ panel, session }) => panel.viewType === panelType && session.uri.toString() === manifest.toString(),
    );
    if (shown) return shown.panel.reveal(undefined, preserveFocus);
    const panel = vscode.window.createWebviewPanel(
      panelType,
      panelTitle(manifest),
      { viewColumn: column, preserveFocus },
      { retainContextWhenHidden: true },
    );
    this.#show(panel, manifest);
    await this.#rememberPanels();
  }

  /** Shows a component: on the diagram that is open, and in the text. */
  async showComponent(manifest: vscode.Uri, component: string): Promise<void> {
    const element: Element = { kind: 'node', id: component };
    await showText(manifest, await this.#around.server.locate(manifest, element));
    this.#sessions.get(manifest.toString())?.select(element);
  }

  /** Brings back a panel after a reload. Which file it showed is our own record: the page names none. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const remembered = this.#around.memory.get<string[]>(rememberedPanels, []);
    const manifest = remembered.map((uri) => vscode.Uri.parse(uri)).find((uri) => panelTitle(uri) === panel.title);
    if (!manifest) return panel.dispose();
    this.#show(panel, manifest);
  }

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    this.#show(panel, document.uri);
  }

  /** The manifest of the diagram in front, if a diagram is. */
  get activeManifest(): vscode.Uri | undefined {
    return [...this.#views].find(({ panel }) => panel.active)?.session.uri;
  }

  /** Undoes or redoes in the text of the diagram in front, if a diagram is. */
  async undo(direction: UndoDirection): Promise<void> {
    const view = [...this.#views].find(({ panel }) => panel.active);
    await view?.session.undo(direction, view);
  }

  /** The environment that the diagram of a manifest shows. */
  environmentOf(manifest: vscode.Uri): string | undefined {
    return this.#sessions.get(manifest.toString())?.environment;
  }

  #show(panel: vscode.WebviewPanel, manifest: vscode.Uri): void {
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
    const session = this.#session(manifest);
    const view = new WebviewView(panel, session, this.#extensionUri, this.#around.output);
    this.#views.add(view);
    panel.onDidDispose(() => {
      this.#views.delete(view);
      void this.#rememberPanels();
      if (!view.close()) return;
      this.#sessions.delete(manifest.toString());
      session.dispose();
    });
  }

  #session(manifest: vscode.Uri): DiagramSession {
    const key = manifest.toString();
    const session = this.#sessions.get(key) ?? new DiagramSession(manifest, this.#around);
    this.#sessions.set(key, session);
    return session;
  }

  /** Keeps what `deserializeWebviewPanel` needs; a panel in a tab that was not looked at yet has no view. */
  async #rememberPanels(): Promise<void> {
    const panels = [...this.#views].filter(({ panel }) => panel.viewType === panelType);
    const shown = panels.map(({ session }) => session.uri.toString());
    const tabs = new Set(vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label)));
    const waiting = this.#around.memory
      .get<string[]>(rememberedPanels, [])
      .filter((uri) => tabs.has(panelTitle(vscode.Uri.parse(uri))));
    await this.#around.memory.update(rememberedPanels, [...new Set([...shown, ...waiting])]);
  }

  /** Marks on the diagram what the cursor is in. */
  #followCursor({ textEditor, selections }: vscode.TextEditorSelectionChangeEvent): void {
    const { uri } = textEditor.document;
    const session = this.#sessions.get(uri.toString());
    const cursor = selections[0]?.active;
    if (!session || !cursor || textEditor !== vscode.window.activeTextEditor) return;
    clearTimeout(this.#selectionTimer);
    this.#selectionTimer = setTimeout(() => {
      this.#around.server.elementAt(uri, cursor).then(
        (element) => session.select(element ?? null),
        (error: unknown) => this.#around.output.debug(`No element at the cursor: ${String(error)}`),
      );
    }, selectionDelay);
  }

  /** Moves the text to an element, where the text is shown. */
  async #reveal(manifest: vscode.Uri, element: Element): Promise<void> {
    const range = await this.#around.server.locate(manifest, element);
    if (!range) return;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() !== manifest.toString()) continue;
      editor.selection = new vscode.Selection(range.start, range.start);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  #refreshPalettes(): void {
    clearTimeout(this.#paletteTimer);
    this.#paletteTimer = setTimeout(() => {
      for (const session of this.#sessions.values()) {
        session.refreshPalette().catch((error: unknown) => this.#around.output.error(String(error)));
      }
    }, paletteDelay);
  }

  dispose(): void {
    clearTimeout(this.#selectionTimer);
    clearTimeout(this.#paletteTimer);
    for (const session of this.#sessions.values()) session.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}

function panelTitle(manifest: vscode.Uri): string {
  return `Diagram: ${vscode.workspace.asRelativePath(manifest)}`;
}
