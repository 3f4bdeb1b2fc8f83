import { styleText } from 'node:util';
import type { Action, Change, EventBody, RunEvent } from '../provisioning/events.ts';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;
export const colours: Paint = (style, text) => styleText(style, text);

/**
 * What turns events into lines for a person; none for what they need not see.
 *
 * @param paint adds colours, or not
 */
export function createPrinter(paint: Paint): (event: RunEvent) => readonly string[] {
  const statuses = new Map<string, string>();
  /** What tools said while they planned: only `plan` shows it, elsewhere the summary says enough unless it fails. */
  const heldBack = new Map<string, string[]>();
  let action: Action = 'plan';

  return (event) => {
    if (event.type === 'run-started') action = event.action;
    if (event.type === 'log' && action !== 'plan' && statuses.get(event.component) === 'planning') {
      heldBack.set(event.component, [...(heldBack.get(event.component) ?? []), ...printEvent(event, paint)]);
      return [];
    }
    if (event.type !== 'instance') return printEvent(event, paint);

    const { component, status, summary } = event;
    const before = statuses.get(component) ?? '';
    statuses.set(component, status);
    const held = status === 'failed' ? (heldBack.get(component) ?? []) : [];
    if (status !== 'planning') heldBack.delete(component);
    const unchanged = status === 'deployed' && summary === undefined && !working.has(before);
    return unchanged ? [] : [...held, ...printEvent(event, paint)];
  };
}

const working = new Set(['applying', 'destroying']);

function printEvent(event: RunEvent, paint: Paint): readonly string[] {
  switch (event.type) {
    case 'run-started':
      return [paint('bold', `${titles[event.action]} ${event.environment} (${event.manifest})`)];
    case 'plan':
      return [
        line(event.component, event.summary, paint),
        ...event.changes.map((change) => `    ${mark(change, paint)} ${change.address}${reason(change, paint)}`),
      ];
    case 'given':
      return event.connections.map((connection) => `    ${paint('dim', given(connection))}`);
    case 'deferred':
    case 'orphan':
      return [line(event.component, paint(event.type === 'orphan' ? 'yellow' : 'dim', event.message), paint)];
    case 'check':
      return [
        line(
          event.component,
          paint(event.severity === 'error' ? 'red' : 'yellow', `check ${event.name}: ${event.message}`),
          paint,
        ),
      ];
    case 'instance':
      return instance(event, paint);
    case 'log':
      return [
        `    ${paint('dim', `${event.component}${event.step === 'src' ? '' : `/${event.step}`} │ ${visible(event.line)}`)}`,
      ];
    case 'notice':
      return [
        event.component === undefined
          ? paint(noticeStyles[event.severity], event.message)
          : line(event.component, paint(noticeStyles[event.severity], event.message), paint),
      ];
    case 'resource':
      return event.links.map((link) => line(event.component, `${event.resource}: ${paint('underline', link)}`, paint));
    case 'question':
      return [];
    case 'run-finished':
      return [
        '',
        paint(event.outcome === 'done' ? 'green' : event.outcome === 'refused' ? 'yellow' : 'red', event.message),
      ];
  }
}

type Given = Extract<EventBody, { type: 'given' }>['connections'][number];

/** `database gives DATABASE_URL`, `queue gives QUEUE_URL; policies: iam.subscribe` */
function given({ source, envs, policies }: Given): string {
  const parts = [envs.join(', '), policies.length === 0 ? '' : `policies: ${policies.join(', ')}`];
  return `${source} gives ${parts.filter((part) => part !== '').join('; ')}`;
}

const titles = { plan: 'Plan', deploy: 'Deploy', destroy: 'Destroy' } as const;
const noticeStyles = { error: 'red', warning: 'yellow', information: 'dim' } as const;

function instance(event: Extract<EventBody, { type: 'instance' }>, paint: Paint): readonly string[] {
  const { component, status, summary } = event;
  const more = summary === undefined ? '' : `: ${summary}`;
  switch (status) {
    case 'applying':
    case 'destroying':
      return [line(component, `${status} …`, paint)];
    case 'deployed':
    case 'destroyed':
      return [line(component, paint('green', `${status}${more}`), paint)];
    case 'failed':
      return [line(component, paint('red', `failed${more}`), paint)];
    case 'cancelled':
    case 'drifted':
      return [line(component, paint('yellow', `${status}${more}`), paint)];
    case 'none':
      return summary === undefined ? [] : [line(component, paint('yellow', summary), paint)];
    case 'pending':
    case 'planning':
    case 'planned':
      return [];
  }
}

const nameWidth = 16;

function line(component: string, text: string, paint: Paint): string {
  return `  ${paint('cyan', component.padEnd(nameWidth))} ${text}`;
}

function mark({ action }: Change, paint: Paint): string {
  switch (action) {
    case 'create':
      return paint('green', '+');
    case 'update':
      return paint('yellow', '~');
    case 'replace':
      return paint('red', '±');
    case 'delete':
      return paint('red', '-');
    case 'import':
    case 'move':
      return paint('green', '→');
    case 'read':
    case 'forget':
      return paint('dim', '·');
  }
}

function reason({ reason: why }: Change, paint: Paint): string {
  return why === undefined ? '' : ` ${paint('dim', `(${why})`)}`;
}

/** Tools may write what moves the cursor or changes the window's title. */
function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- to take control characters away is the point
  return text.replace(/\u001b\[[0-9;]*m/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�');
}
