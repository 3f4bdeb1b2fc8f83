import type { Json } from '@patchbay/language-server/model/schema/json-schema';
import { evaluateJq } from './jq.ts';
import type { StepRun } from './provisioner.ts';

/**
 * One value of the `config` that a bundle gives a step. Text is a jq expression that sees
 * `{params, connections, dependencies, envs}`; anything else is taken as it is.
 *
 * What is used: `inventory` of `ansible` steps. Massdriver's own keys for `terraform` and `opentofu`,
 * such as `checkov` and `json`, configure tools that do not run here, so nothing is said of them.
 *
 * @returns undefined when the key is not there, or its expression gives nothing
 * @throws Failure when the expression fails
 */
export async function stepConfig(run: StepRun, key: string): Promise<Json | undefined> {
  const value = Object.hasOwn(run.config, key) ? run.config[key] : undefined;
  if (typeof value !== 'string') return value;
  const { params, connections, envs } = run.inputs;
  const input = { params, connections, dependencies: connections, envs };
  const what = `config.${key} of the step ${run.step} of ${run.component}`;
  return (await evaluateJq(what, value, input, run.cancellation.gently)) ?? undefined;
}
