import type {
  DiagramPatch,
  DiagramState,
  Element,
  FromWebview,
  Layout,
  RunState,
  ToWebview,
} from '@patchbay/language-server/protocol';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunFeed } from '../environments/run-feed.ts';
import type { LanguageServer } from '../language/language-server.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { applyIntent } from './apply-intent.ts';
import { LayoutStore } from './layout-store.ts';
import { followNodeNames, nodeNames } from './node-names.ts';
import { findProblem, showText } from './text-editor.ts';
import { TextUndo, type UndoDirection } from './undo.ts';
import { asWorkspaceEdit } from './workspace-edit.ts';

/** One page that shows the diagram. */
export interface DiagramView {
  /** True once the page said that it listens, until it is gone. */
  readonly listening: boolean;
  post(message: ToWebview): void;
  /** Whether VS Code undoes in the text while the page is in front. */
  readonly undoes: boolean;
  /** Brings the page back to the front, where it is. */
  focus(): void;
}

type RunRequest = Extract<FromWebview, { type: 'run' }>;
type IntentMessage = Extract<FromWebview, { type: 'intent' }>;

/** What a diagram needs of the rest of the extension. */
export interface DiagramSurroundings {
  readonly server: LanguageServer;
  readonly runs: RunFeed;
  readonly output: vscode.LogOutputChannel;
  /** Remembers the chosen environment of each manifest. */
  readonly memory: vscode.Memento;
  /** Starts or cancels a run that a person asked for on the diagram. */
  run(manifest: vscode.Uri, request: RunRequest): void;
  showLog(manifest: vscode.Uri, environment: string): void;
  /** Shows where an element is written, without taking the focus. */
  reveal(manifest: vscode.Uri, element: Element): void;
}

/**
 * The diagram of one manifest, in however many views. The text is the only truth: what is here is
 * the server's last graph, the positions, and the chosen environment.
 */
export class DiagramSession implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly #around: DiagramSurroundings;
  readonly #views = new Set<DiagramView>();
  readonly #layout: LayoutStore;
  readonly #acknowledgements: Acknowledgements<DiagramView>;
  readonly #subscriptions: vscode.Disposable[];
  readonly #nodes = new Set<string>();
  readonly #undo: TextUndo;
  #environments: readonly string[] = [];
  #environment: string | undefined;
  #watching: { readonly environment: string; readonly subscription: vscode.Disposable } | undefined;
  #run: RunState | undefined;
  #revision: number | undefined;
  #opening: Promise<void> | undefined;
  #openAgain = false;
  #disposed = false;

  constructor(uri: vscode.Uri, around: DiagramSurroundings) {
    this.uri = uri;
    this.#around = around;
    this.#environment = around.memory.get<string>(this.#memoryKey);
    this.#layout = new LayoutStore(uri, () => this.#nodes, around.output);
    this.#undo = new TextUndo(uri);
    this.#acknowledgements = new Acknowledgements((revision) => around.server.acknowledgePatch(uri, revision));
    this.#subscriptions = [
      this.#layout,
      this.#layout.onDidChange(() => this.refresh()),
      around.server.onDidPatchDiagram((patch) => this.#patch(patch)),
      around.server.onDidStart(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.toString() === uri.toString()) this.refresh();
      }),
    ];
  }

  get environment(): string | undefined {
    return this.#environment;
  }

  /** Adds a view; it gets the state when it says that it listens. */
  attach(view: DiagramView): void {
    this.#views.add(view);
  }

  /** Removes a view; returns true when it was the last. */
  detach(view: DiagramView): boolean {
    this.#views.delete(view);
    this.#acknowledgements.forget(view);
    return this.#views.size === 0;
  }

  /** Sends the whole state to every view. */
  refresh(): void {
    if (this.#disposed) return;
    if (this.#opening) {
      this.#openAgain = true;
      return;
    }
    this.#openAgain = false;
    this.#opening = this.#open().finally(() => {
      this.#opening = undefined;
      if (this.#openAgain) this.refresh();
    });
  }

  /** Sends what can be dragged onto the diagram. */
  async refreshPalette(): Promise<void> {
    this.#broadcast({ type: 'palette', entries: await this.#around.server.palette(this.uri) });
  }

  /** Marks an element in all views, without moving the text. */
  select(element: Element | null, except?: DiagramView): void {
    this.#broadcast({ type: 'select', element }, except);
  }

  /** Undoes or redoes in the text, for a view that stays in front. */
  undo(direction: UndoDirection, view: DiagramView): Promise<void> {
    return this.#undo.step(direction, view);
  }

  /** Acts on a message of a view; it was validated. */
  async receive(view: DiagramView, message: FromWebview): Promise<void> {
    switch (message.type) {
      case 'ready':
      case 'resync':
        return this.refresh();
      case 'acknowledge':
        return this.#acknowledgements.acknowledge(view, message.revision);
      case 'intent':
        return this.#intent(view, message);
      case 'candidates': {
        const candidates = await this.#around.server.candidates(this.uri, message.port);
        return view.post({ type: 'candidates', request: message.request, candidates });
      }
      case 'select':
        this.select(message.element, view);
        if (message.element && message.reveal) this.#around.reveal(this.uri, message.element);
        return;
      case 'moved':
        return this.#layout.move(this.#known(message.positions));
      case 'environment':
        return this.#chooseEnvironment(message.name);
      case 'run':
        if (!this.#environments.includes(message.environment)) return;
        return this.#around.run(this.uri, message);
      case 'undo':
        return this.undo(message.direction, view);
      case 'openProblem':
        return this.#openProblem(message.node, message.message);
      case 'openLink':
        return this.#openLink(message.component, message.index);
      case 'showLog':
        if (this.#environments.includes(message.environment)) this.#around.showLog(this.uri, message.environment);
    }
  }

  async #open(): Promise<void> {
    // Patches of before are covered by the answer that is on its way.
    this.#revision = undefined;
    try {
      // The panel alone does not keep the text open; the server knows open texts only.
      await vscode.workspace.openTextDocument(this.uri);
      await this.#layout.load();
      const state = await this.#around.server.openDiagram(this.uri);
      if (this.#disposed) return;
      this.#show(state, this.#layout.positions());
      await this.refreshPalette();
    } catch (error) {
      if (this.#disposed) return;
      const name = path.posix.basename(this.uri.path);
      this.#around.output.error(`The diagram of ${this.uri.toString()} could not be opened: ${String(error)}`);
      const message = `${name} cannot be shown: ${error instanceof Error ? error.message : String(error)}`;
      this.#broadcast({ type: 'unavailable', message });
    }
  }

  #show({ version, revision, graph, stale }: DiagramState, layout: Layout): void {
    this.#nodes.clear();
    for (const node of nodeNames(graph)) this.#nodes.add(node);
    this.#revision = revision;
    this.#environments = graph.environments.map((environment) => environment.name);
    if (this.#environment === undefined || !this.#environments.includes(this.#environment)) {
      this.#environment = this.#environments[0];
    }
    this.#broadcast({
      type: 'state',
      version,
      revision,
      graph,
      ...(stale !== undefined && { stale }),
      layout,
      ...(this.#environment !== undefined && { environment: this.#environment }),
      trusted: vscode.workspace.isTrusted,
      fileName: path.posix.basename(this.uri.path),
    });
    this.#watchRuns();
  }

  #patch({ uri, version, revision, patches, stale }: DiagramPatch): void {
    if (this.#revision === undefined || !this.#around.server.isAbout(uri, this.uri)) return;
    if (revision !== this.#revision + 1) return this.refresh();
    this.#revision = revision;
    this.#layout.nodesAdded(followNodeNames(this.#nodes, patches));
    this.#broadcast({ type: 'patch', version, revision, patches: [...patches], ...(stale !== undefined && { stale }) });
    this.#acknowledgements.expect(
      revision,
      [...this.#views].filter((view) => view.listening),
    );
  }

  async #intent(view: DiagramView, { request, intent, at }: IntentMessage): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.uri);
    if (intent.kind === 'rename' && intent.target !== 'environment') this.#layout.rename(intent.name, intent.newName);
    const outcome = await applyIntent(intent, {
      version: () => document.version,
      plan: async (version) => {
        const plan = await this.#around.server.planEdit(this.uri, version, intent);
        if (at && plan.kind === 'edit' && plan.select?.kind === 'node') this.#layout.remember(plan.select.id, at);
        return plan;
      },
      apply: (_version, edits) => vscode.workspace.applyEdit(asWorkspaceEdit(this.uri, edits)),
    });
    if (outcome.kind === 'refused') {
      return view.post({ type: 'intentResult', request, refused: outcome.reason });
    }
    const { select } = outcome;
    view.post({ type: 'intentResult', request, ...(select && { select }) });
    if (select) this.#around.reveal(this.uri, select);
  }

  /** Positions of nodes that are there; a page may not fill the file with others. */
  #known(positions: Layout): Layout {
    const known = Object.create(null) as Layout;
    for (const [node, position] of Object.entries(positions)) {
      if (this.#nodes.has(node)) known[node] = position;
    }
    return known;
  }

  async #chooseEnvironment(environment: string): Promise<void> {
    if (!this.#environments.includes(environment) || environment === this.#environment) return;
    this.#environment = environment;
    await this.#around.memory.update(this.#memoryKey, environment);
    this.#watchRuns();
    this.refresh();
  }

  #watchRuns(): void {
    const environment = this.#environment;
    if (environment === this.#watching?.environment) {
      if (this.#run) this.#broadcast({ type: 'run', state: this.#run });
      return;
    }
    this.#watching?.subscription.dispose();
    this.#watching = undefined;
    this.#run = undefined;
    if (environment === undefined) return;
    const subscription = this.#around.runs.watch(this.uri, environment, {
      state: (state) => {
        this.#run = state;
        this.#broadcast({ type: 'run', state });
      },
      log: (component, lines) => this.#broadcast({ type: 'log', environment, component, lines: [...lines] }),
    });
    this.#watching = { environment, subscription };
  }

  async #openProblem(node: string, message: string): Promise<void> {
    const key = await this.#around.server.locate(this.uri, { kind: 'node', id: node });
    if (key) await showText(this.uri, findProblem(this.uri, message, key.start) ?? key);
  }

  /** Opens a link that the engine recorded; the page names it by number only. */
  async #openLink(component: string, index: number): Promise<void> {
    const link = this.#run?.instances.find((instance) => instance.component === component)?.links?.[index];
    if (link === undefined || !/^https?:\/\//i.test(link)) return;
    await vscode.env.openExternal(vscode.Uri.parse(link, true));
  }

  #broadcast(message: ToWebview, except?: DiagramView): void {
    for (const view of this.#views) if (view.listening && view !== except) view.post(message);
  }

  get #memoryKey(): string {
    return `environment:${this.uri.toString()}`;
  }

  dispose(): void {
    this.#disposed = true;
    this.#around.server.closeDiagram(this.uri);
    this.#watching?.subscription.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}
