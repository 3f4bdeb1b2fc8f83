import type { Layout } from '@patchbay/language-server/protocol';
import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  asLayout,
  formatLayout,
  layoutPath,
  readLayoutFile,
  writeLayoutFile,
  type Position,
  type Positions,
} from './layout-file.ts';

const writeDelay = 250;

/**
 * The positions of one manifest's nodes: in memory, and in the layout file beside a manifest that
 * is on disk. Nothing is forgotten while a diagram is open, so undoing a removal puts the node back
 * where it was; the file holds the nodes that exist.
 */
export class LayoutStore implements vscode.Disposable {
  readonly #file: string | undefined;
  readonly #nodes: () => ReadonlySet<string>;
  readonly #output: vscode.LogOutputChannel;
  readonly #watcher: vscode.FileSystemWatcher | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  #positions = new Map<string, Position>();
  #loaded: Promise<void> | undefined;
  #warned = false;
  #onDisk = '';
  #timer: NodeJS.Timeout | undefined;

  /** Fires when somebody else changed the file. */
  readonly onDidChange = this.#changed.event;

  /** `nodes` says which nodes exist now. */
  constructor(manifest: vscode.Uri, nodes: () => ReadonlySet<string>, output: vscode.LogOutputChannel) {
    this.#nodes = nodes;
    this.#output = output;
    if (manifest.scheme !== 'file') return;
    this.#file = layoutPath(manifest.fsPath);
    const { dir, base } = path.parse(this.#file);
    this.#watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(dir), base));
    this.#watcher.onDidChange(() => void this.#reload());
    this.#watcher.onDidCreate(() => void this.#reload());
  }

  /** Reads the file the first time. Never fails: without a file, the layout engine places everything. */
  load(): Promise<void> {
    this.#loaded ??= this.#read();
    return this.#loaded;
  }

  positions(): Layout {
    return asLayout(this.#positions);
  }

  /** Where nodes were dragged to. */
  move(positions: Layout): void {
    for (const [node, position] of Object.entries(positions)) this.#positions.set(node, position);
    this.#writeSoon();
  }

  /** Where a node will be that does not exist yet. */
  remember(node: string, position: Position): void {
    this.#positions.set(node, position);
  }

  /** A node that is about to be renamed stays where it is. */
  rename(node: string, newName: string): void {
    const position = this.#positions.get(node);
    if (position) this.#positions.set(newName, position);
  }

  /** Nodes came, or came back: the file holds their positions, if they have any, from now on. */
  nodesAdded(nodes: readonly string[]): void {
    if (nodes.some((node) => this.#positions.has(node))) this.#writeSoon();
  }

  async #read(): Promise<void> {
    if (!this.#file) return;
    const read = await readLayoutFile(this.#file);
    if (read.kind !== 'read') return;
    this.#warned = false;
    this.#onDisk = formatLayout(read.positions);
    for (const [node, position] of read.positions) this.#positions.set(node, position);
  }

  async #reload(): Promise<void> {
    if (!this.#loaded || !this.#file) return;
    const before = formatLayout(this.#positions);
    await this.#read();
    if (formatLayout(this.#positions) !== before) this.#changed.fire();
  }

  #writeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(), writeDelay);
  }

  async #write(): Promise<void> {
    this.#timer = undefined;
    if (!this.#file) return;
    // It may have been repaired, or broken, since.
    const now = await readLayoutFile(this.#file);
    if (now.kind === 'unreadable') return this.#sayUnreadable(now.reason);
    const nodes = this.#nodes();
    const positions: Positions = new Map([...this.#positions].filter(([node]) => nodes.has(node)));
    const text = formatLayout(positions);
    if (text === this.#onDisk && now.kind === 'read') return;
    try {
      await writeLayoutFile(this.#file, positions);
      this.#onDisk = text;
    } catch (error) {
      this.#output.error(`Could not write ${this.#file}: ${(error as Error).message}`);
    }
  }

  #sayUnreadable(reason: string): void {
    if (this.#warned || !this.#file) return;
    this.#warned = true;
    const file = this.#file;
    const message = `${path.basename(file)} cannot be read: ${reason}. Positions are not saved until it is repaired or deleted.`;
    this.#output.warn(message);
    void vscode.window.showWarningMessage(message, 'Open File').then((choice) => {
      if (choice) void vscode.window.showTextDocument(vscode.Uri.file(file));
    });
  }

  dispose(): void {
    if (this.#timer) {
      clearTimeout(this.#timer);
      void this.#write();
    }
    this.#watcher?.dispose();
    this.#changed.dispose();
  }
}
