import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Json } from '@patchbay/language-server/model/schema/json-schema';
import { evaluateJq } from './jq.ts';
import type { StepRun } from './provisioner.ts';

/**
 * Builds a resource from the module's `resource_NAME.jq` or, as older bundles call it,
 * `artifact_NAME.jq`. The expression sees `{params, connections, envs, outputs}`.
 *
 * @param outputs as `terraform output -json` gives them: `.outputs.NAME.value`
 * @returns undefined when the module has no such file
 */
export async function resourceFromTemplate(run: StepRun, name: string, outputs: Json): Promise<Json | undefined> {
  for (const file of [`resource_${name}.jq`, `artifact_${name}.jq`]) {
    if (!run.module.files.includes(file)) continue;
    const expression = await readFile(path.join(run.folder, file), 'utf8');
    const { params, connections, envs } = run.inputs;
    const value = await evaluateJq(
      `${file} of ${run.component}`,
      expression,
      { params, connections, dependencies: connections, envs, outputs },
      run.cancellation.gently,
    );
    return value ?? null;
  }
  return undefined;
}
