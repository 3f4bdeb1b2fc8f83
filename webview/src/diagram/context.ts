import { getContext, setContext } from 'svelte';
import type { View } from './view.svelte.ts';
import type { Session } from './session.svelte.ts';

interface DiagramContext {
  readonly session: Session;
  readonly view: View;
}
const key = Symbol('diagram');

/** Called once, by the root component. */
export function provideDiagram(context: DiagramContext): DiagramContext {
  return setContext(key, context);
}

/** The open manifest and how it is looked at; in any component below the root. */
export function useDiagram(): DiagramContext {
  return getContext<DiagramContext>(key);
}
