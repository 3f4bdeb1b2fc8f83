/**
 * Everything an engine says while it works: one discriminated union for the command line, the event
 * log on disk and the editor. Nothing secret is in an event: the engine redacts before it emits.
 */
import { instanceStatuses } from '@patchbay/language-server/protocol';
import * as v from 'valibot';

export const actions = ['plan', 'deploy', 'destroy'] as const;
export type Action = (typeof actions)[number];

export const changeActions = ['create', 'update', 'replace', 'delete', 'read', 'import', 'move', 'forget'] as const;

const changeSchema = v.object({
  action: v.picklist(changeActions),
  address: v.string(),
  /** Why, where the action alone would surprise: such as `cidr cannot be changed in place`. */
  reason: v.exactOptional(v.string()),
});
/** One thing that a plan would do, such as `create terraform_data.server`. */
export type Change = v.InferOutput<typeof changeSchema>;

const countsSchema = v.object({ add: v.number(), change: v.number(), destroy: v.number() });
/** Counted as Terraform counts: a replacement is one to add and one to destroy. */
export type Counts = v.InferOutput<typeof countsSchema>;

const severity = v.picklist(['error', 'warning', 'information']);

const bodies = [
  v.object({
    type: v.literal('run-started'),
    action: v.picklist(actions),
    manifest: v.string(),
    components: v.array(v.string()),
  }),
  /** The state of one instance changed. */
  v.object({
    type: v.literal('instance'),
    component: v.string(),
    status: v.picklist(instanceStatuses),
    summary: v.optional(v.string()),
  }),
  /** What one instance's plan would do. */
  v.object({
    type: v.literal('plan'),
    component: v.string(),
    counts: countsSchema,
    changes: v.array(changeSchema),
    summary: v.string(),
  }),
  /** What connections give an application: names of environment variables and policies, by connection. */
  v.object({
    type: v.literal('given'),
    component: v.string(),
    connections: v.array(
      v.object({ slot: v.string(), source: v.string(), envs: v.array(v.string()), policies: v.array(v.string()) }),
    ),
  }),
  /** Cannot be planned before what it needs exists. */
  v.object({ type: v.literal('deferred'), component: v.string(), waitsFor: v.array(v.string()), message: v.string() }),
  /** Deployed once, no longer in the manifest. */
  v.object({ type: v.literal('orphan'), component: v.string(), message: v.string() }),
  /** A bundle's check that does not hold. */
  v.object({
    type: v.literal('check'),
    component: v.string(),
    name: v.string(),
    severity: v.picklist(['error', 'warning']),
    message: v.string(),
  }),
  /** A line that a tool wrote. */
  v.object({
    type: v.literal('log'),
    component: v.string(),
    step: v.string(),
    stream: v.picklist(['stdout', 'stderr']),
    line: v.string(),
  }),
  /** Something that a person should know. */
  v.object({ type: v.literal('notice'), severity, component: v.optional(v.string()), message: v.string() }),
  /** A resource was read and is valid; its value is not said. */
  v.object({
    type: v.literal('resource'),
    component: v.string(),
    resource: v.string(),
    resourceType: v.string(),
    links: v.array(v.string()),
  }),
  v.object({ type: v.literal('question'), question: v.string(), answer: v.picklist(['yes', 'no']) }),
  v.object({
    type: v.literal('run-finished'),
    action: v.picklist(actions),
    outcome: v.picklist(['done', 'failed', 'refused', 'cancelled']),
    message: v.string(),
  }),
] as const;

const bodySchema = v.variant('type', bodies);
export type EventBody = v.InferOutput<typeof bodySchema>;

const envelopeSchema = v.object({ time: v.string(), run: v.string(), environment: v.string() });
export type RunEvent = EventBody & v.InferOutput<typeof envelopeSchema>;

export type Outcome = Extract<EventBody, { type: 'run-finished' }>['outcome'];

/**
 * Reads one line of an event log.
 *
 * @returns undefined when the line is not an event: torn by a crash, or written by another version
 */
export function parseEvent(line: string): RunEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const envelope = v.safeParse(envelopeSchema, value);
  const body = v.safeParse(bodySchema, value);
  return envelope.success && body.success ? { ...envelope.output, ...body.output } : undefined;
}

export const noChanges: Counts = { add: 0, change: 0, destroy: 0 };

export function addCounts(left: Counts, right: Counts): Counts {
  return { add: left.add + right.add, change: left.change + right.change, destroy: left.destroy + right.destroy };
}

export function countChanges(changes: readonly Change[]): Counts {
  let counts = noChanges;
  for (const { action } of changes) counts = addCounts(counts, countsOf(action));
  return counts;
}

function countsOf(action: Change['action']): Counts {
  switch (action) {
    case 'create':
      return { add: 1, change: 0, destroy: 0 };
    case 'update':
      return { add: 0, change: 1, destroy: 0 };
    case 'replace':
      return { add: 1, change: 0, destroy: 1 };
    case 'delete':
      return { add: 0, change: 0, destroy: 1 };
    case 'read':
    case 'import':
    case 'move':
    case 'forget':
      return noChanges;
  }
}

/** `2 to add, 1 to destroy`, or `no changes`. */
export function describeCounts(counts: Counts): string {
  const parts = [
    counts.add > 0 ? `${counts.add} to add` : '',
    counts.change > 0 ? `${counts.change} to change` : '',
    counts.destroy > 0 ? `${counts.destroy} to destroy` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no changes' : parts.join(', ');
}
