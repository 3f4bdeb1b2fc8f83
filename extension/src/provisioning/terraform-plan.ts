import type { Json } from '@patchbay/language-server/model/schema/json-schema';
import * as v from 'valibot';
import type { Change } from './events.ts';
import { Failure } from './failure.ts';
import type { StepPlan } from './provisioner.ts';

const changeSchema = v.object({ actions: v.array(v.string()) });
/** The part of `terraform show -json PLAN` that is read: https://developer.hashicorp.com/terraform/internals/json-format */
const planSchema = v.looseObject({
  resource_changes: v.optional(v.array(v.object({ address: v.string(), change: changeSchema }))),
  output_changes: v.optional(v.record(v.string(), changeSchema)),
});

/**
 * Reads a saved plan.
 *
 * @throws Failure when it is not a plan
 */
export function readPlan(text: string): StepPlan {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Failure('The plan that the tool saved cannot be read.');
  }
  const plan = v.safeParse(planSchema, document);
  if (!plan.success)
    throw new Failure('The plan that the tool saved is of an unknown format: this version of the tool may be too new.');

  const changes = (plan.output.resource_changes ?? []).flatMap(({ address, change }): Change[] => {
    const action = actionOf(change.actions);
    return action === undefined ? [] : [{ action, address }];
  });
  const outputsChange = Object.values(plan.output.output_changes ?? {}).some(({ actions }) =>
    actions.some((action) => action !== 'no-op'),
  );
  const acts = changes.some(({ action }) => action !== 'read');
  return {
    changes,
    empty: !acts && !outputsChange,
    document: document as Json,
    ...(!acts && outputsChange && { summary: 'only outputs change' }),
  };
}

function actionOf(actions: readonly string[]): Change['action'] | undefined {
  if (actions.includes('create') && actions.includes('delete')) return 'replace';
  if (actions.includes('create')) return 'create';
  if (actions.includes('delete')) return 'delete';
  if (actions.includes('update')) return 'update';
  if (actions.includes('read')) return 'read';
  if (actions.includes('forget')) return 'forget';
  return undefined;
}
