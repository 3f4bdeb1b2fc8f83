import { createReporter } from '../../bundle/check/context.ts';
import type { LoadedBundle } from '../../bundle/load.ts';
import type { Problem } from '../../problem.ts';
import type { Registry } from '../../registry/registry.ts';
import { isObject } from '../../schema/own-property.ts';
import type { ModuleFiles } from '../module.ts';
import { readModule } from '../read.ts';
import { checkReads } from './reads.ts';
import { checkResources } from './resources.ts';
import { checkTemplates } from './templates.ts';
import { checkTypes } from './types.ts';
import { checkValues } from './values.ts';
import { checkVariables } from './variables.ts';

/**
 * Whether a bundle and its modules agree. Problems have their ranges in the bundle's file; related
 * places point into the module. A module that is not there, or that cannot be read for sure, is
 * taken to be right.
 *
 * @param modules what the host read for each step.
 */
export function checkModules(
  { bundle, source }: LoadedBundle,
  registry: Registry,
  modules: readonly ModuleFiles[],
): readonly Problem[] {
  const root = source?.value;
  if (bundle === undefined || source === undefined || !isObject(root) || source.problems.length > 0) return [];
  const { problems, ...reporter } = createReporter(source);
  const check = { root, bundle, registry, modules: modules.map(readModule), ...reporter };
  checkVariables(check);
  checkTypes(check);
  checkReads(check);
  checkResources(check);
  checkTemplates(check);
  checkValues(check);
  return problems;
}
