import type { EditPlan, Intent } from '@patchbay/language-server/protocol';
import { expect, test } from 'vitest';
import { applyIntent, type IntentTarget } from './apply-intent.ts';

const intent: Intent = { kind: 'disconnect', component: 'api', slot: 'database' };
const edits = [{ range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: '' }];

/** A text whose version is bumped by somebody typing, at chosen moments. */
function textWhere(typed: { whilePlanning?: number; whileApplying?: number; forever?: boolean }) {
  let version = 1;
  const applied: number[] = [];
  const planned: number[] = [];
  const target: IntentTarget = {
    version: () => version,
    plan: async (asked): Promise<EditPlan> => {
      planned.push(asked);
      if (typed.forever || planned.length <= (typed.whilePlanning ?? 0)) version++;
      return asked === version
        ? { kind: 'edit', version: asked, edits, select: { kind: 'node', id: 'api' } }
        : { kind: 'stale', version };
    },
    apply: async (asked) => {
      applied.push(asked);
      if (applied.length <= (typed.whileApplying ?? 0)) version++;
      return asked === version;
    },
  };
  return { target, applied, planned };
}

test('a text at rest is edited once', async () => {
  const { target, applied } = textWhere({});
  expect(await applyIntent(intent, target)).toEqual({ kind: 'applied', select: { kind: 'node', id: 'api' } });
  expect(applied).toEqual([1]);
});

test('typing while the edit is planned plans it again on the new text', async () => {
  const { target, applied, planned } = textWhere({ whilePlanning: 2 });
  expect((await applyIntent(intent, target)).kind).toBe('applied');
  expect(planned).toEqual([1, 2, 3]);
  expect(applied).toEqual([3]);
});

test('an edit that the editor did not take is planned again', async () => {
  const { target, applied } = textWhere({ whileApplying: 1 });
  expect((await applyIntent(intent, target)).kind).toBe('applied');
  expect(applied).toEqual([1, 2]);
});

test('a text that never rests is left alone, and says so', async () => {
  const { target, applied } = textWhere({ forever: true });
  expect(await applyIntent(intent, target)).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('kept changing'),
  });
  expect(applied).toEqual([]);
});

test('a refusal is handed on', async () => {
  const { target } = textWhere({});
  const refused = { kind: 'refused', reason: 'api is not there.' } as const;
  expect(await applyIntent(intent, { ...target, plan: async () => refused })).toEqual(refused);
});
