import type { RunState } from '@patchbay/language-server/protocol';

interface Situation {
  readonly trusted: boolean;
  readonly environment: { readonly name: string; readonly protected: boolean } | undefined;
  readonly running: boolean;
  readonly action: RunState['action'];
  readonly components: number;
  readonly stale: boolean;
}

interface RunButton {
  readonly name: 'plan' | 'deploy' | 'destroy' | 'cancel';
  readonly label: string;
  readonly does: string;
  /** Why it cannot be pressed now. */
  readonly reason: string | undefined;
}

/** The buttons that start and stop runs, and why one of them cannot be pressed. */
export function runAvailability(situation: Situation): readonly RunButton[] {
  const name = situation.environment?.name ?? '';
  const blocked = whyNoRun(situation);
  const buttons: RunButton[] = [
    { name: 'plan', label: 'Plan', does: `Show what a deployment of ${name} would change`, reason: blocked },
    { name: 'deploy', label: 'Deploy', does: `Plan ${name}, ask, and apply the plan`, reason: blocked },
    {
      name: 'destroy',
      label: 'Destroy',
      does: `Take ${name} down, in reverse order`,
      reason: blocked ?? (situation.environment?.protected ? `${name} is protected: the manifest says so.` : undefined),
    },
  ];
  if (situation.running)
    buttons.push({ name: 'cancel', label: 'Cancel', does: `Stop the run of ${name}`, reason: undefined });
  return buttons;
}

function whyNoRun({ trusted, environment, running, action, components, stale }: Situation): string | undefined {
  if (!trusted) return 'Trust this workspace to run anything from it.';
  if (!environment) return 'Add an environment to the manifest first, such as `staging: {}` below `environments:`.';
  if (running) return `A ${action ?? 'run'} of ${environment.name} is going on.`;
  if (components === 0) return 'Add a component first.';
  if (stale) return 'The manifest does not parse at the moment.';
  return undefined;
}
