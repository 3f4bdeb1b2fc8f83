import type { Session } from './session.svelte.ts';
import type { View } from './view.svelte.ts';

/**
 * Undo and redo, caught before the editor's own handling, which would undo inside of the page alone: on the canvas they
 * undo in the text, in a field they stay the field's.
 */
export function catchUndo(event: KeyboardEvent, session: Pick<Session, 'undo'>): void {
  const direction = undoDirection(event);
  if (!direction) return;
  event.stopPropagation();
  if (event.target instanceof Element && event.target.closest('input, textarea')) return;
  event.preventDefault();
  session.undo(direction);
}

export function undoDirection(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): 'undo' | 'redo' | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : undefined;
}

/** Keys that mean something to the selected node. All others are the editor's. */
export function handleCanvasKey(event: KeyboardEvent, session: Session, view: View): void {
  const { target } = event;
  if (target instanceof Element && target.closest('input, textarea, select, button')) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  switch (event.key) {
    case 'F2':
      if (session.selection?.kind !== 'node') return;
      event.preventDefault();
      view.renaming = session.selection.id;
      return;
    case 'Escape':
      view.dismiss();
      return;
  }
}

/** Takes the selected nodes out of the manifest, or else the selected connections. */
export async function deleteSelected(session: Session, view: View): Promise<void> {
  const nodes = session.flow.nodes.filter((node) => node.selected).map((node) => node.data.node.id);
  const edges = session.flow.edges.flatMap((edge) => (edge.selected && edge.data ? [edge.data.edge] : []));
  if (nodes.length > 0) {
    const answer = await session.intend({ kind: 'remove', nodes });
    if (answer.refused !== undefined) view.tell(answer.refused);
    return;
  }
  for (const edge of edges) {
    const answer = await session.intend({ kind: 'disconnect', component: edge.to.node, slot: edge.to.port });
    if (answer.refused !== undefined) view.tell(answer.refused);
  }
}
