/* eslint-disable svelte/prefer-svelte-reactivity -- what is drawn is replaced as a whole, never changed in place */
import type {
  Candidates,
  Element,
  FromWebview,
  Graph,
  InstanceState,
  Intent,
  PaletteEntry,
  PortReference,
  RunState,
  ToWebview,
} from '@patchbay/language-server/protocol';
import type { Channel } from '../channel.ts';
import type { Point } from '../layout/geometry.ts';
import type { LayoutEngine } from '../layout/engine.ts';
import { Flow } from './flow.svelte.ts';
import { readMemory, type Memory } from './memory.ts';
import { applyPatches, judgeRevision } from './patches.ts';

type Incoming<Type extends ToWebview['type']> = Extract<ToWebview, { type: Type }>;
export type RunAction = Extract<FromWebview, { type: 'run' }>['action'];

/** The answer to an intent: why it was refused, or what to select. */
export interface IntentAnswer {
  readonly refused?: string | undefined;
  readonly select?: Element | undefined;
}

const keptLogLines = 400;
const keepMilliseconds = 300;

/**
 * One open manifest: what the extension said of it, and what this page asks of the extension. The page changes nothing
 * itself: a gesture becomes an intent, and the patches that come back change what is drawn.
 */
export class Session {
  graph = $state.raw<Graph>({ environments: [], nodes: [], edges: [] });
  phase = $state<'loading' | 'ready' | 'unavailable'>('loading');
  unavailable = $state('');
  stale = $state<string>();
  trusted = $state(false);
  fileName = $state('');
  environment = $state<string>();
  palette = $state.raw<readonly PaletteEntry[]>([]);
  selection = $state.raw<Element | null>(null);
  /** Was it selected in the diagram? A selection that follows the text's cursor should not take the stage. */
  selectedHere = $state(false);
  readonly flow: Flow;
  /** What the page kept when the editor hid it last. */
  readonly memory: Memory | undefined;

  #runs = $state.raw<ReadonlyMap<string, RunState>>(new Map());
  #logs = $state.raw<ReadonlyMap<string, readonly string[]>>(new Map());
  #version = 0;
  #revision = 0;
  #resyncing = false;
  /** Nodes whose places are in the layout file. */
  readonly #saved = new Set<string>();
  #request = 0;
  #pendingSelection: Element | undefined;
  readonly #intents = new Map<number, { at: Point | undefined; answer: (answer: IntentAnswer) => void }>();
  readonly #questions = new Map<number, (candidates: Candidates) => void>();
  readonly #channel: Channel;
  #kept: Partial<Memory>;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  /** Called when the extension selects something, to bring it into view. */
  onreveal: ((element: Element) => void) | undefined;
  /** Where a node without neighbours should go: the middle of what is seen. */
  viewCentre: (() => Point | undefined) | undefined;

  readonly nodesById = $derived(new Map(this.graph.nodes.map((node) => [node.id, node])));
  readonly edgesById = $derived(new Map(this.graph.edges.map((edge) => [edge.id, edge])));
  /** Resources that some connection takes, as `NODE.RESOURCE`. */
  readonly taken = $derived(new Set(this.graph.edges.map((edge) => `${edge.from.node}.${edge.from.port}`)));
  readonly run = $derived(this.environment === undefined ? undefined : this.#runs.get(this.environment));
  readonly instances: ReadonlyMap<string, InstanceState> = $derived(
    new Map(this.run?.instances.map((instance) => [instance.component, instance])),
  );

  constructor(channel: Channel, engine: LayoutEngine) {
    this.#channel = channel;
    this.memory = readMemory(channel.recall());
    this.#kept = { ...this.memory };
    this.flow = new Flow(engine, this.memory);
  }

  /** Starts listening and asks for everything. Returns how to stop. */
  start(): () => void {
    const stop = this.#channel.listen((message) => this.#receive(message));
    this.#channel.post({ type: 'ready' });
    return stop;
  }

  /** Sends what a person means; resolves with the answer. */
  intend(intent: Intent, at?: Point): Promise<IntentAnswer> {
    const request = ++this.#request;
    this.#channel.post({ type: 'intent', request, version: this.#version, intent, ...(at ? { at: rounded(at) } : {}) });
    return new Promise((answer) => this.#intents.set(request, { at, answer }));
  }

  /** Asks what a connection from `port` may end at. */
  candidates(port: PortReference): Promise<Candidates> {
    const request = ++this.#request;
    this.#channel.post({ type: 'candidates', request, port });
    return new Promise((resolve) => this.#questions.set(request, resolve));
  }

  /** A person selected something here. `reveal` also moves the text editor there. */
  select(element: Element | null, reveal: boolean): void {
    if (!reveal && sameElement(element, this.selection)) return;
    this.selection = element;
    this.selectedHere = element !== null;
    this.#channel.post({ type: 'select', element, reveal });
  }

  /** A person follows a link to a node: selects it and brings it into view, here and in the text. */
  focusNode(id: string): void {
    const element: Element = { kind: 'node', id };
    this.select(element, true);
    this.#selectFromOutside(element);
  }

  /** A person moved nodes. */
  moved(positions: ReadonlyMap<string, Point>): void {
    if (positions.size === 0) return;
    for (const id of positions.keys()) this.#saved.add(id);
    this.remember({});
    this.#channel.post({
      type: 'moved',
      positions: Object.fromEntries([...positions].map(([id, point]) => [id, rounded(point)])),
    });
  }

  async rearrange(): Promise<void> {
    this.moved(await this.flow.rearrange());
  }

  switchEnvironment(name: string): void {
    this.environment = name;
    this.#channel.post({ type: 'environment', name });
  }

  runAction(action: RunAction): void {
    if (this.environment !== undefined) this.#channel.post({ type: 'run', action, environment: this.environment });
  }

  /** Keeps how the page looks, for when the editor hides and shows it again. */
  remember(part: Partial<Omit<Memory, 'positions' | 'routes'>>): void {
    this.#kept = { ...this.#kept, ...part };
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(
      () => this.#channel.remember({ ...this.#kept, ...this.flow.places() }),
      keepMilliseconds,
    );
  }

  openLink(component: string, index: number): void {
    this.#channel.post({ type: 'openLink', component, index });
  }

  /** Undoes or redoes in the text: every gesture is an edit of it. */
  undo(direction: 'undo' | 'redo'): void {
    this.#channel.post({ type: 'undo', direction });
  }

  /** Goes to where the text has a problem of a node. */
  openProblem(node: string, message: string): void {
    this.#channel.post({ type: 'openProblem', node, message });
  }

  showLog(): void {
    if (this.environment !== undefined) this.#channel.post({ type: 'showLog', environment: this.environment });
  }

  /** Newest log lines of a component in the environment at hand. */
  log(component: string): readonly string[] {
    return this.#logs.get(logKey(this.environment ?? '', component)) ?? [];
  }

  #receive(message: ToWebview): void {
    switch (message.type) {
      case 'state':
        return this.#open(message);
      case 'patch':
        return this.#patch(message);
      case 'palette':
        this.palette = message.entries;
        return;
      case 'candidates':
        this.#questions.get(message.request)?.(message.candidates);
        this.#questions.delete(message.request);
        return;
      case 'intentResult':
        return this.#answer(message);
      case 'select':
        return this.#selectFromOutside(message.element);
      case 'run':
        this.#runs = new Map(this.#runs).set(message.state.environment, message.state);
        return;
      case 'log':
        return this.#appendLog(message);
      case 'unavailable':
        this.phase = 'unavailable';
        this.unavailable = message.message;
        return;
    }
  }

  #open(message: Incoming<'state'>): void {
    this.#resyncing = false;
    this.#version = message.version;
    this.#revision = message.revision;
    this.graph = message.graph;
    this.stale = message.stale;
    this.trusted = message.trusted;
    this.fileName = message.fileName;
    this.environment = message.environment ?? this.environment ?? message.graph.environments[0]?.name;
    this.phase = 'ready';
    for (const id of Object.keys(message.layout)) this.#saved.add(id);
    void this.flow.open(message.graph, new Map(Object.entries(message.layout))).then(() => {
      this.#settleSelection();
      this.remember({});
    });
  }

  #patch(message: Incoming<'patch'>): void {
    if (this.#resyncing) return;
    const judgement = judgeRevision(this.#revision, message.revision);
    if (judgement === 'old') return;
    const graph = judgement === 'apply' ? applyPatches(this.graph, message.patches) : undefined;
    if (!graph) {
      this.#resyncing = true;
      this.#channel.post({ type: 'resync' });
      return;
    }
    this.#version = message.version;
    this.#revision = message.revision;
    this.stale = message.stale;
    this.#placeExpected(graph);
    this.graph = graph;
    if (!graph.environments.some((environment) => environment.name === this.environment)) {
      this.environment = graph.environments[0]?.name;
    }
    const rename = this.flow.update(graph, this.viewCentre?.());
    if (rename && this.#saved.has(rename.from)) this.moved(new Map([[rename.to, rename.place]]));
    this.remember({});
    this.#settleSelection();
    this.#channel.post({ type: 'acknowledge', revision: message.revision });
  }

  /** What was just dropped lands where it was dropped, also when the patch comes before the answer to the intent. */
  #placeExpected(next: Graph): void {
    const added = next.nodes.filter((node) => !this.nodesById.has(node.id));
    const expected = [...this.#intents.values()].find((intent) => intent.at !== undefined);
    const [node] = added;
    if (added.length === 1 && node && expected?.at) this.flow.place(node.id, expected.at);
  }

  #answer(message: Incoming<'intentResult'>): void {
    const pending = this.#intents.get(message.request);
    if (!pending) return;
    this.#intents.delete(message.request);
    if (pending.at && message.select?.kind === 'node') this.flow.place(message.select.id, pending.at);
    if (message.select) {
      this.selectedHere = true;
      this.#selectFromOutside(message.select);
    }
    pending.answer({ refused: message.refused, select: message.select });
  }

  #selectFromOutside(element: Element | null): void {
    this.#pendingSelection = element ?? undefined;
    if (element === null) this.#applySelection(null);
    else this.#settleSelection();
  }

  /** Selects what the extension named, once the patch that adds it has come. */
  #settleSelection(): void {
    const element = this.#pendingSelection;
    if (element && this.#exists(element)) {
      this.#pendingSelection = undefined;
      this.#applySelection(element);
      this.onreveal?.(element);
    }
    if (this.selection && !this.#exists(this.selection)) this.#applySelection(null);
  }

  #exists(element: Element): boolean {
    return element.kind === 'node' ? this.nodesById.has(element.id) : this.edgesById.has(element.id);
  }

  #applySelection(element: Element | null): void {
    this.selection = element;
    if (element === null) this.selectedHere = false;
    const pick = <Item extends { selected?: boolean }>(items: Item[], isIt: (item: Item) => boolean) =>
      items.map((item) => ((item.selected ?? false) === isIt(item) ? item : { ...item, selected: isIt(item) }));
    this.flow.nodes = pick(this.flow.nodes, (node) => element?.kind === 'node' && node.data.node.id === element.id);
    this.flow.edges = pick(this.flow.edges, (edge) => element?.kind === 'edge' && edge.data?.edge.id === element.id);
  }

  #appendLog({ environment, component, lines }: Incoming<'log'>): void {
    const key = logKey(environment, component);
    this.#logs = new Map(this.#logs).set(key, [...(this.#logs.get(key) ?? []), ...lines].slice(-keptLogLines));
  }
}

function logKey(environment: string, component: string): string {
  return JSON.stringify([environment, component]);
}

function rounded(point: Point): { x: number; y: number } {
  return { x: Math.round(point.x), y: Math.round(point.y) };
}

export function sameElement(a: Element | null, b: Element | null): boolean {
  return a?.kind === b?.kind && a?.id === b?.id;
}
