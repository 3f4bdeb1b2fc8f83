import * as vscode from 'vscode';
import { showText } from './text-editor.ts';

export type UndoDirection = 'undo' | 'redo';

/**
 * Undoes and redoes in the text of a diagram, one step after the other. VS Code undoes in the editor in front only: a
 * custom editor of the text is one; for a panel the text comes to the front until no step waits.
 */
export class TextUndo {
  readonly #uri: vscode.Uri;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(uri: vscode.Uri) {
    this.#uri = uri;
  }

  /**
   * Takes one step.
   *
   * @param view.undoes whether VS Code undoes in the text while the view is in front
   * @param view.focus brings the view back to the front
   */
  async step(direction: UndoDirection, view: { readonly undoes: boolean; focus(): void }): Promise<void> {
    this.#waiting++;
    const before = this.#last;
    const step = before.then(() => (view.undoes ? run(direction) : this.#stepInFront(direction)));
    // A step that failed is told to who asked for it; the next one is taken all the same.
    this.#last = step.catch(() => undefined);
    try {
      await step;
    } finally {
      if (--this.#waiting === 0 && !view.undoes) view.focus();
    }
  }

  async #stepInFront(direction: UndoDirection): Promise<void> {
    if (await this.#changes(direction)) return;
    // A view that came back just before gets its focus with a delay, and the command with it: it did nothing there.
    await this.#changes(direction);
  }

  /** Whether the step changed the text. */
  async #changes(direction: UndoDirection): Promise<boolean> {
    const { document } = await showText(this.#uri);
    const { version } = document;
    await run(direction);
    return document.version !== version;
  }
}

function run(direction: UndoDirection): Thenable<void> {
  return vscode.commands.executeCommand(direction);
}
