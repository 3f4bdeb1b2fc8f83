/* eslint-disable svelte/prefer-svelte-reactivity -- what is drawn is replaced as a whole, never changed in place */
import type { PortReference } from '@patchbay/language-server/protocol';
import type { QuickChoice } from './quick-add.ts';
import { dependencyChain } from './chain.ts';
import { judgeConnection, type ConnectionJudge } from './connecting.ts';
import { findNodes } from './search.ts';
import type { Session } from './session.svelte.ts';

export interface Notice {
  readonly text: string;
  /** Where the person looked, in page pixels; at the foot of the canvas when absent. */
  readonly at?: { readonly x: number; readonly y: number } | undefined;
}

const noticeMilliseconds = 5000;
/** On a narrower page the palette would leave too little of the diagram. */
const roomForPalette = 720;

/** How a person looks at the diagram at the moment: nothing of this is in the manifest. */
export class View {
  search = $state('');
  paletteOpen = $state(true);
  inspectorOpen = $state(true);
  /** The name that is being edited in place. */
  renaming = $state<string>();
  notice = $state.raw<Notice>();
  judge = $state.raw<ConnectionJudge>();
  /** What to add at the loose end of a connection that was let go over nothing, in page pixels. */
  quickAdd = $state.raw<{ x: number; y: number; origin: PortReference; choices: readonly QuickChoice[] }>();
  /** Goes to a node, near enough to read it. */
  goTo: ((id: string) => void) | undefined;
  /** Where on the page the details are, when they show. */
  inspectorBox: (() => DOMRect) | undefined;
  /** Zoomed out so far that only titles can be read. */
  far = $state(false);

  readonly found = $derived.by(() => findNodes(this.#session.graph.nodes, this.search));
  readonly chain = $derived.by(() => {
    const selected = this.#session.selection;
    if (!selected) return undefined;
    if (selected.kind === 'edge') {
      const edge = this.#session.edgesById.get(selected.id);
      return edge && { nodes: new Set([edge.from.node, edge.to.node]), edges: new Set([edge.id]) };
    }
    return dependencyChain(this.#session.graph, selected.id);
  });

  readonly #session: Session;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.paletteOpen = session.memory?.paletteOpen ?? window.innerWidth >= roomForPalette;
    this.inspectorOpen = session.memory?.inspectorOpen ?? true;
  }

  /** A search dims what it does not find; otherwise a selection made here dims what it does not touch. */
  nodeEmphasis(id: string): 'normal' | 'found' | 'dimmed' {
    if (this.found) return this.found.has(id) ? 'found' : 'dimmed';
    if (this.judge) return 'normal';
    return this.#session.selectedHere && this.chain && !this.chain.nodes.has(id) ? 'dimmed' : 'normal';
  }

  edgeEmphasis(id: string): 'normal' | 'chained' | 'dimmed' {
    if (this.found || this.judge) return 'dimmed';
    if (!this.chain) return 'normal';
    if (this.chain.edges.has(id)) return 'chained';
    return this.#session.selectedHere ? 'dimmed' : 'normal';
  }

  startConnecting(origin: PortReference): void {
    const judge = judgeConnection(origin, undefined);
    this.judge = judge;
    void this.#session.candidates(origin).then((candidates) => {
      if (this.judge === judge) this.judge = judgeConnection(origin, candidates);
    });
  }

  stopConnecting(): void {
    this.judge = undefined;
  }

  tell(text: string, at?: Notice['at']): void {
    clearTimeout(this.#noticeTimer);
    this.notice = { text, at };
    this.#noticeTimer = setTimeout(() => (this.notice = undefined), noticeMilliseconds);
  }

  dismiss(): void {
    clearTimeout(this.#noticeTimer);
    this.notice = undefined;
  }
}
