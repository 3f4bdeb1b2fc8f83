import { isObject } from '../../schema/own-property.ts';
import type { ModuleCheck } from './context.ts';

/** Steps that Terraform or OpenTofu run where nothing is to be run. */
export function checkFolders({ root, modules, report }: ModuleCheck): void {
  const steps = root['steps'];
  for (const { source } of modules) {
    const { step, index, folder, files } = source;
    const written: unknown = Array.isArray(steps) ? steps[index] : undefined;
    const runs = step.provisioner === 'terraform' || step.provisioner === 'opentofu';
    if (!runs || folder === '' || files.length > 0 || !isObject(written) || typeof written['path'] !== 'string')
      continue;
    report(['steps', index, 'path'], 'value', {
      severity: 'warning',
      code: 'step-path',
      message: `There are no files of a module in \`${step.path}\`. Correct the path, or put the module there.`,
    });
  }
}
