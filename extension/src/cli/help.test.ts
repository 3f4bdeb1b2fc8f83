import { expect, test } from 'vitest';
import { actions } from '../provisioning/events.ts';
import { helpFor } from './help.ts';

test.each(['check', ...actions])('%s has help of its own, and is in the overview', (command) => {
  expect(helpFor(command)).toContain(`patchbay ${command} `);
  expect(helpFor(command)).not.toBe(helpFor());
  expect(helpFor()).toContain(`patchbay ${command} `);
});

test('help fits into a terminal', () => {
  for (const command of [undefined, 'check', ...actions]) {
    for (const line of helpFor(command).split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  }
});
