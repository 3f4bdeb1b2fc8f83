import type { Position } from 'vscode-languageserver-types';
import { createReporter } from '../../bundle/check/context.ts';
import type { LoadedBundle } from '../../bundle/load.ts';
import type { Problem } from '../../problem.ts';
import type { Registry } from '../../registry/registry.ts';
import { isObject } from '../../schema/own-property.ts';
import type { ModuleFiles } from '../module.ts';
import { readModule } from '../read.ts';
import { checkCharts } from './charts.ts';
import type { ModuleCheck } from './context.ts';
import { checkFolders } from './folders.ts';
import { checkReads } from './reads.ts';
import { checkResources } from './resources.ts';
import { checkTemplates } from './templates.ts';
import { checkTypes } from './types.ts';
import { checkValues } from './values.ts';
import { checkVariables } from './variables.ts';

/** What is wrong with a bundle and its modules. */
export interface ModuleProblems {
  /** In the bundle's file; related places point into the modules. */
  readonly own: readonly Problem[];
  /** In files of the modules, by their URIs; related places point into the bundle. */
  readonly elsewhere: ReadonlyMap<string, readonly Problem[]>;
}

/**
 * Whether a bundle and its modules agree. Of a module that is not there only that is said; one that
 * cannot be read for sure is taken to be right.
 *
 * @param modules what the host read for each step.
 */
export function checkModules(
  { bundle, source }: LoadedBundle,
  registry: Registry,
  modules: readonly ModuleFiles[],
): ModuleProblems {
  const root = source?.value;
  const elsewhere = new Map<string, Problem[]>();
  if (bundle === undefined || source === undefined || !isObject(root) || source.problems.length > 0)
    return { own: [], elsewhere };
  const { problems, ...reporter } = createReporter(source);
  const check: ModuleCheck = {
    root,
    bundle,
    registry,
    modules: modules.map(readModule),
    ...reporter,
    reportIn: (uri, range, finding) => {
      const known = elsewhere.get(uri) ?? [];
      elsewhere.set(uri, known);
      // Two steps may share a module.
      if (!known.some(({ message, range: { start } }) => message === finding.message && isSame(start, range.start)))
        known.push({ range, ...finding });
    },
    locate: (path) => ({ uri: bundle.uri, range: source.range(path, 'key') }),
  };
  checkFolders(check);
  checkVariables(check);
  checkTypes(check);
  checkCharts(check);
  checkReads(check);
  checkResources(check);
  checkTemplates(check);
  checkValues(check);
  return { own: problems, elsewhere };
}

function isSame(one: Position, other: Position): boolean {
  return one.line === other.line && one.character === other.character;
}
