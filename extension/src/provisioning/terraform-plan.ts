import type { Json } from '@patchbay/language-server/model/schema/json-schema';
import * as v from 'valibot';
import { countChanges, describeCounts, noChanges, type Change } from './events.ts';
import { Failure } from './failure.ts';
import type { StepPlan } from './provisioner.ts';

const changeSchema = v.object({
  actions: v.array(v.string()),
  replace_paths: v.optional(v.array(v.array(v.union([v.string(), v.number()])))),
  importing: v.optional(v.unknown()),
});
const resourceSchema = v.object({
  address: v.string(),
  previous_address: v.optional(v.string()),
  action_reason: v.optional(v.string()),
  change: changeSchema,
});
/** The part of `terraform show -json PLAN` that is read: https://developer.hashicorp.com/terraform/internals/json-format */
const planSchema = v.looseObject({
  resource_changes: v.optional(v.array(resourceSchema)),
  output_changes: v.optional(v.record(v.string(), v.object({ actions: v.array(v.string()) }))),
});
type ResourceChange = v.InferOutput<typeof resourceSchema>;

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

  const changes = (plan.output.resource_changes ?? []).flatMap(changeOf);
  const outputsChange = Object.values(plan.output.output_changes ?? {}).some(({ actions }) =>
    actions.some((action) => action !== 'no-op'),
  );
  const acts = changes.some(({ action }) => action !== 'read');
  const summary = summaryOf(changes, outputsChange);
  return { changes, empty: !acts && !outputsChange, document: document as Json, ...(summary && { summary }) };
}

/** What the counts do not tell; undefined when they tell it all. */
function summaryOf(changes: readonly Change[], outputsChange: boolean): string | undefined {
  const counts = countChanges(changes);
  const many = (action: Change['action']) => changes.filter((change) => change.action === action).length;
  const uncounted = [
    ...(many('import') > 0 ? [`${many('import')} to import`] : []),
    ...(many('move') > 0 ? [`${many('move')} to move`] : []),
    ...(many('forget') > 0 ? [`${many('forget')} to forget`] : []),
  ];
  const counted = describeCounts(counts);
  if (uncounted.length > 0)
    return [...uncounted, ...(counted === describeCounts(noChanges) ? [] : [counted])].join(', ');
  return counted === describeCounts(noChanges) && outputsChange ? 'only outputs change' : undefined;
}

function changeOf(resource: ResourceChange): Change[] {
  const { address, previous_address: previous, change } = resource;
  const action = actionOf(change.actions);
  if (action !== undefined) {
    const reason = reasonOf(resource);
    return [{ action, address, ...(reason !== undefined && { reason }) }];
  }
  // What is only taken into the state is applied too, or it would never be.
  if (change.importing !== undefined && change.importing !== null) return [{ action: 'import', address }];
  if (previous !== undefined && previous !== address) return [{ action: 'move', address, reason: `was ${previous}` }];
  return [];
}

/** Why something is replaced or goes away; https://developer.hashicorp.com/terraform/internals/json-format names the reasons. */
function reasonOf({ action_reason: reason, change }: ResourceChange): string | undefined {
  switch (reason) {
    case 'replace_because_cannot_update': {
      const paths = (change.replace_paths ?? []).map((steps) => steps.join('.'));
      return paths.length === 0 ? 'it cannot be changed in place' : `${paths.join(', ')} cannot be changed in place`;
    }
    case 'replace_because_tainted':
      return 'it is tainted: making it failed before';
    case 'replace_by_triggers':
      return 'what it is replaced with changes';
    case 'delete_because_no_resource_config':
    case 'delete_because_no_module':
      return 'the module has it no more';
    case 'delete_because_wrong_repetition':
    case 'delete_because_count_index':
    case 'delete_because_each_key':
      return 'its count or for_each has it no more';
    default:
      return undefined;
  }
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
