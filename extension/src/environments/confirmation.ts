import type { InstanceState, RunState } from '@patchbay/language-server/protocol';
import type { LastPlan } from '../provisioning/last-plan.ts';

/** What a person is asked before anything changes. */
export interface Confirmation {
  readonly question: string;
  readonly detail: string;
  /** The button that goes on. */
  readonly answer: string;
}

const longest = 20;

/** Shows what the plan says, component by component. */
export function confirmDeploy(environment: string, plan: LastPlan | undefined): Confirmation {
  const lines = plan?.components.map(({ component, summary }) => `${component}: ${summary}`) ?? [];
  return {
    question: `Deploy ${environment}?`,
    detail: [
      ...shorten(lines),
      '',
      ...(plan ? [plan.message] : []),
      'Each component is applied after those it depends on, exactly as its saved plan says.',
    ].join('\n'),
    answer: 'Deploy',
  };
}

const standing: ReadonlySet<InstanceState['status']> = new Set([
  'deployed',
  'drifted',
  'failed',
  'cancelled',
  'applying',
  'destroying',
  'planned',
]);

/** Shows what is there to be taken down. */
export function confirmDestroy(
  environment: string,
  state: RunState | undefined,
  only: readonly string[] = [],
): Confirmation {
  const lines = chosen(state, only)
    .filter((instance) => standing.has(instance.status))
    .map(({ component, status }) => `${component}: ${status}`);
  return {
    question: `Destroy ${environment}?`,
    detail: [
      ...shorten(lines),
      '',
      'Everything listed is removed, each component before those it depends on. Data in it is lost and cannot be brought back.',
    ].join('\n'),
    answer: 'Destroy',
  };
}

function chosen(state: RunState | undefined, only: readonly string[]): readonly InstanceState[] {
  const instances = state?.instances ?? [];
  return only.length === 0 ? instances : instances.filter((instance) => only.includes(instance.component));
}

function shorten(lines: readonly string[]): string[] {
  if (lines.length <= longest) return [...lines];
  return [...lines.slice(0, longest), `… and ${lines.length - longest} more`];
}
