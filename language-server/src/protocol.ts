/**
 * The words that language server, extension and webview say to each other: types, and validators
 * for everything that crosses a process. The one file that all three share.
 *
 * Server requests (JSON-RPC over LSP):
 *   patchbay/diagram/open    {uri}                → DiagramState     start sending patches for a manifest
 *   patchbay/diagram/patch   (notification)       DiagramPatch       one in flight: acknowledged by `patchbay/diagram/ack`
 *   patchbay/diagram/close   {uri}
 *   patchbay/palette         {uri}                → PaletteEntry[]
 *   patchbay/candidates      {uri, port}          → Candidates       what a connection that starts at a port may end at
 *   patchbay/plan-edit       {uri, version, intent} → EditPlan       a gesture as a minimal edit of the text
 *   patchbay/locate          {uri, element}       → Range | null
 *   patchbay/element-at      {uri, position}      → Element | null
 */
import * as v from 'valibot';

// ---- Graph ---------------------------------------------------------------------------------

const name = v.pipe(v.string(), v.maxLength(200));
const text = v.pipe(v.string(), v.maxLength(20_000));

/** One end of a connection. `side` says whether the port is a slot (left) or a resource (right). */
export const portSchema = v.object({
  /** Name of a component or imported resource: the id of its node. */
  node: name,
  side: v.picklist(['dependency', 'resource']),
  port: name,
});
export type PortReference = v.InferOutput<typeof portSchema>;

export const graphPortSchema = v.object({
  name,
  /** Resource type name, without version. */
  type: name,
  title: v.optional(text),
  required: v.boolean(),
  /** For a dependency: what fills it. `missing` is a required slot that nothing fills. */
  filled: v.picklist(['connection', 'default', 'open', 'missing']),
});
export type GraphPort = v.InferOutput<typeof graphPortSchema>;

export const graphProblemSchema = v.object({
  severity: v.picklist(['error', 'warning', 'information', 'hint']),
  message: text,
});

export const graphNodeSchema = v.object({
  /** Name in the manifest; components and imported resources share one name space. */
  id: name,
  kind: v.picklist(['component', 'imported']),
  title: text,
  /** For a component: the bundle as written and what it resolved to. */
  bundle: v.optional(
    v.object({
      reference: name,
      version: v.optional(name),
      description: v.optional(text),
      icon: v.optional(text),
      found: v.boolean(),
    }),
  ),
  /** For an imported resource: its type. */
  type: v.optional(name),
  dependencies: v.array(graphPortSchema),
  resources: v.array(graphPortSchema),
  problems: v.array(graphProblemSchema),
});
export type GraphNode = v.InferOutput<typeof graphNodeSchema>;

export const graphEdgeSchema = v.object({
  /** `COMPONENT.SLOT`: a slot takes one connection, so this is unique. */
  id: name,
  from: v.object({ node: name, port: name }),
  to: v.object({ node: name, port: name }),
  type: v.optional(name),
  /** Why the connection does not work, when it does not. */
  problem: v.optional(text),
});
export type GraphEdge = v.InferOutput<typeof graphEdgeSchema>;

export const graphSchema = v.object({
  project: v.optional(text),
  environments: v.array(v.object({ name, protected: v.boolean() })),
  nodes: v.array(graphNodeSchema),
  edges: v.array(graphEdgeSchema),
});
/** What the diagram shows of a manifest. Holds no source ranges, so an edit of white space changes nothing. */
export type Graph = v.InferOutput<typeof graphSchema>;

export const graphPatchSchema = v.variant('op', [
  v.object({ op: v.literal('addNode'), node: graphNodeSchema }),
  v.object({ op: v.literal('updateNode'), node: graphNodeSchema }),
  v.object({ op: v.literal('removeNode'), id: name }),
  v.object({ op: v.literal('addEdge'), edge: graphEdgeSchema }),
  v.object({ op: v.literal('updateEdge'), edge: graphEdgeSchema }),
  v.object({ op: v.literal('removeEdge'), id: name }),
  v.object({ op: v.literal('reset'), graph: graphSchema }),
]);
export type GraphPatch = v.InferOutput<typeof graphPatchSchema>;

/** The whole diagram of a manifest at one version of its text. */
export interface DiagramState {
  readonly uri: string;
  readonly version: number;
  /** Counts the patches of this document; patches apply to the revision before theirs. */
  readonly revision: number;
  readonly graph: Graph;
  /** Why the diagram is behind the text, when it is: the text does not parse. */
  readonly stale?: string;
}

export interface DiagramPatch {
  readonly uri: string;
  readonly version: number;
  readonly revision: number;
  readonly patches: readonly GraphPatch[];
  readonly stale?: string;
}

/** What a person can select. */
export const elementSchema = v.variant('kind', [
  v.object({ kind: v.literal('node'), id: name }),
  v.object({ kind: v.literal('edge'), id: name }),
]);
export type Element = v.InferOutput<typeof elementSchema>;

export const paletteEntrySchema = v.object({
  name,
  version: name,
  /** How a manifest should refer to it, such as `aws-vpc@~1`. */
  reference: name,
  description: v.optional(text),
  icon: v.optional(text),
  origin: v.picklist(['workspace', 'folder', 'oci', 'built-in']),
  dependencies: v.array(v.object({ name, type: name, required: v.boolean() })),
  resources: v.array(v.object({ name, type: name })),
});
export type PaletteEntry = v.InferOutput<typeof paletteEntrySchema>;

/** Where a connection that starts at one port may end, and why it may not end elsewhere. */
export const candidatesSchema = v.object({
  port: portSchema,
  fitting: v.array(portSchema),
  refused: v.array(v.object({ port: portSchema, reason: text })),
});
export type Candidates = v.InferOutput<typeof candidatesSchema>;

// ---- Intents -------------------------------------------------------------------------------

const path = v.pipe(
  v.array(v.union([name, v.pipe(v.number(), v.integer(), v.minValue(0))])),
  v.minLength(1),
  v.maxLength(32),
);

export const intentSchema = v.variant('kind', [
  /** `bundle` as in the palette; a free name is chosen when `name` is absent. */
  v.object({ kind: v.literal('addComponent'), bundle: name, name: v.optional(name) }),
  v.object({
    kind: v.literal('connect'),
    from: v.object({ node: name, port: name }),
    to: v.object({ node: name, port: name }),
  }),
  v.object({ kind: v.literal('disconnect'), component: name, slot: name }),
  /** Component, imported resource or environment; every reference to it follows. */
  v.object({
    kind: v.literal('rename'),
    target: v.picklist(['component', 'resource', 'environment']),
    name,
    newName: name,
  }),
  /** Removes components and imported resources, with the connections to them. */
  v.object({ kind: v.literal('remove'), nodes: v.pipe(v.array(name), v.minLength(1), v.maxLength(5000)) }),
  v.object({ kind: v.literal('setTitle'), component: name, title: text }),
  /** Without `value` the param is taken away; `null` is a value. */
  v.object({ kind: v.literal('setParam'), component: name, path, value: v.optional(v.unknown()) }),
  v.object({
    kind: v.literal('setEnvironmentParam'),
    environment: name,
    component: name,
    path,
    value: v.optional(v.unknown()),
  }),
  /** Says which environment variable a secret of a component comes from. */
  v.object({ kind: v.literal('setSecret'), component: name, secret: name, variable: name }),
  /** Writes the version range of a component's bundle, in one environment when given. */
  v.object({ kind: v.literal('pin'), component: name, range: name, environment: v.optional(name) }),
]);
/** What a person means by a gesture: the only way in which the diagram changes the text. */
export type Intent = v.InferOutput<typeof intentSchema>;

/** Zero-based line and UTF-16 character. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}
export interface TextReplacement {
  readonly range: { readonly start: TextPosition; readonly end: TextPosition };
  readonly newText: string;
}

/** The server's answer to an intent. */
export type EditPlan =
  | {
      readonly kind: 'edit';
      readonly version: number;
      readonly edits: readonly TextReplacement[];
      /** Select this afterwards. */ readonly select?: Element;
    }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The text moved on: plan again on `version`. */
  | { readonly kind: 'stale'; readonly version: number };

// ---- Run state -----------------------------------------------------------------------------

export const instanceStatuses = [
  'none',
  'pending',
  'planning',
  'planned',
  'applying',
  'deployed',
  'destroying',
  'destroyed',
  'failed',
  'cancelled',
  'drifted',
] as const;

/** State of one instance as the diagram shows it. No secret is in it: redacted by the engine. */
export const instanceStateSchema = v.object({
  component: name,
  status: v.picklist(instanceStatuses),
  /** Short: `3 to add`, or the first line of an error. */
  summary: v.optional(text),
  /** Links that the bundle put out, such as `http://localhost:4000`; http and https only. */
  links: v.optional(v.array(text)),
  updatedAt: v.optional(v.string()),
});
export type InstanceState = v.InferOutput<typeof instanceStateSchema>;

export const runStateSchema = v.object({
  environment: name,
  /** True while a run holds the environment's lock. */
  running: v.boolean(),
  action: v.optional(v.picklist(['plan', 'deploy', 'destroy'])),
  instances: v.array(instanceStateSchema),
});
export type RunState = v.InferOutput<typeof runStateSchema>;

// ---- Extension ↔ webview -------------------------------------------------------------------

const position = v.object({ x: v.pipe(v.number(), v.finite()), y: v.pipe(v.number(), v.finite()) });
/** Node id → position of its top left corner, in diagram units. */
export type Layout = Record<string, v.InferOutput<typeof position>>;
/** Not `v.record`, which drops `constructor` and its like: they are fine names for a component. */
export const layoutSchema = v.pipe(
  v.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  v.rawTransform(({ dataset, addIssue, NEVER }): Layout => {
    const layout = Object.create(null) as Layout;
    for (const [id, value] of Object.entries(dataset.value)) {
      const read = v.safeParse(position, value);
      if (!read.success || id.length > 200) {
        addIssue({ message: 'A position is { x, y }, two numbers.' });
        return NEVER;
      }
      layout[id] = read.output;
    }
    return layout;
  }),
);

/** Extension → webview. */
export const toWebviewSchema = v.variant('type', [
  v.object({
    type: v.literal('state'),
    version: v.number(),
    revision: v.number(),
    graph: graphSchema,
    stale: v.optional(text),
    layout: layoutSchema,
    environment: v.optional(name),
    trusted: v.boolean(),
    fileName: text,
  }),
  v.object({
    type: v.literal('patch'),
    version: v.number(),
    revision: v.number(),
    patches: v.array(graphPatchSchema),
    stale: v.optional(text),
  }),
  v.object({ type: v.literal('palette'), entries: v.array(paletteEntrySchema) }),
  v.object({ type: v.literal('candidates'), request: v.number(), candidates: candidatesSchema }),
  /** The answer to an intent; `refused` is shown where the person looked. */
  v.object({
    type: v.literal('intentResult'),
    request: v.number(),
    refused: v.optional(text),
    select: v.optional(elementSchema),
  }),
  v.object({ type: v.literal('select'), element: v.nullable(elementSchema) }),
  v.object({ type: v.literal('run'), state: runStateSchema }),
  /** Newest log lines of a run, redacted, plain text. */
  v.object({ type: v.literal('log'), environment: name, component: name, lines: v.array(text) }),
  /** The text cannot be shown at all: says why. */
  v.object({ type: v.literal('unavailable'), message: text }),
]);
export type ToWebview = v.InferOutput<typeof toWebviewSchema>;

/** Webview → extension. It can name neither a path nor a command. */
export const fromWebviewSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** Patches did not fit the revision at hand: send the whole state. */
  v.object({ type: v.literal('resync') }),
  v.object({ type: v.literal('acknowledge'), revision: v.number() }),
  v.object({
    type: v.literal('intent'),
    request: v.number(),
    version: v.number(),
    intent: intentSchema,
    /** Where to put what the intent adds. */ at: v.optional(position),
  }),
  v.object({ type: v.literal('candidates'), request: v.number(), port: portSchema }),
  v.object({
    type: v.literal('select'),
    element: v.nullable(elementSchema),
    /** Also move the text editor there. */ reveal: v.boolean(),
  }),
  v.object({ type: v.literal('moved'), positions: layoutSchema }),
  v.object({ type: v.literal('environment'), name }),
  v.object({
    type: v.literal('run'),
    action: v.picklist(['plan', 'deploy', 'destroy', 'cancel']),
    environment: name,
    only: v.optional(v.array(name)),
  }),
  /** Undo or redo in the text. */
  v.object({ type: v.literal('undo'), direction: v.picklist(['undo', 'redo']) }),
  /** Go to where the text has this problem of a node. */
  v.object({ type: v.literal('openProblem'), node: name, message: text }),
  v.object({ type: v.literal('openLink'), component: name, index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ type: v.literal('showLog'), environment: name }),
]);
export type FromWebview = v.InferOutput<typeof fromWebviewSchema>;

/** Reads an unknown message; undefined when it is not one. Never throws. */
export function parseFromWebview(message: unknown): FromWebview | undefined {
  const result = v.safeParse(fromWebviewSchema, message);
  return result.success ? result.output : undefined;
}

/** Reads an unknown message; undefined when it is not one. Never throws. */
export function parseToWebview(message: unknown): ToWebview | undefined {
  const result = v.safeParse(toWebviewSchema, message);
  return result.success ? result.output : undefined;
}

/** Reads an unknown intent; undefined when it is not one. Never throws. */
export function parseIntent(intent: unknown): Intent | undefined {
  const result = v.safeParse(intentSchema, intent);
  return result.success ? result.output : undefined;
}

// ---- Server requests -----------------------------------------------------------------------

export const methods = {
  diagramOpen: 'patchbay/diagram/open',
  diagramPatch: 'patchbay/diagram/patch',
  diagramAcknowledge: 'patchbay/diagram/ack',
  diagramClose: 'patchbay/diagram/close',
  palette: 'patchbay/palette',
  candidates: 'patchbay/candidates',
  planEdit: 'patchbay/plan-edit',
  locate: 'patchbay/locate',
  elementAt: 'patchbay/element-at',
} as const;
