import type { InstanceState } from '@patchbay/language-server/protocol';

type Status = InstanceState['status'];

const texts: Readonly<Record<Status, string>> = {
  none: 'Not deployed',
  pending: 'Waiting',
  planning: 'Planning',
  planned: 'Planned',
  applying: 'Applying',
  deployed: 'Deployed',
  destroying: 'Destroying',
  destroyed: 'Destroyed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  drifted: 'Drifted',
};

const tones: Readonly<Record<Status, 'none' | 'busy' | 'planned' | 'good' | 'warn' | 'bad'>> = {
  none: 'none',
  pending: 'none',
  planning: 'busy',
  planned: 'planned',
  applying: 'busy',
  deployed: 'good',
  destroying: 'busy',
  destroyed: 'none',
  failed: 'bad',
  cancelled: 'warn',
  drifted: 'warn',
};

/** A status in the words of the interface. */
export function statusText(status: Status): string {
  return texts[status];
}

export function statusTone(status: Status): (typeof tones)[Status] {
  return tones[status];
}
