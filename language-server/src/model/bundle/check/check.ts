import type { Problem } from '../../problem.ts';
import type { Registry } from '../../registry/registry.ts';
import type { LoadedResourceType } from '../../resource-type/load.ts';
import { isObject, without } from '../../schema/own-property.ts';
import type { LoadedBundle } from '../load.ts';
import { checkApp } from './app.ts';
import { checkChoices } from './choices.ts';
import { checkConditions } from './conditions.ts';
import { createReporter } from './context.ts';
import { checkContract } from './contract.ts';
import { checkDefaults } from './defaults.ts';
import { checkExpressions } from './expressions.ts';
import { checkKeywords } from './keywords.ts';
import { checkMetadata } from './metadata.ts';
import { checkPresets } from './presets.ts';
import { checkShape } from './shape.ts';
import { checkSlots, untypedSlots } from './slots.ts';
import { checkSteps } from './steps.ts';
import { checkUi } from './ui.ts';

/**
 * Everything worth telling the author of a bundle, beyond what kept it from being read. Errors are
 * what fails when the bundle is published or run; the rest are warnings and hints. Nothing is said
 * about a file that does not parse: its syntax comes first.
 */
export function checkBundle(loaded: LoadedBundle, registry: Registry): Problem[] {
  const { bundle, source } = loaded;
  const root = source?.value;
  if (bundle === undefined || source === undefined || !isObject(root) || hasSyntaxError(source.problems)) return [];
  const { problems, ...reporter } = createReporter(source);
  const check = { root, bundle, registry, ...reporter };
  checkShape(check);
  checkContract(check);
  checkSlots(check);
  checkKeywords(check, root['params'], ['params']);
  checkChoices(check, root['params'], ['params']);
  checkMetadata(check, root['params'], ['params'], [...bundle.dependencies.keys(), ...untypedSlots(check)]);
  checkConditions(check, bundle.params, ['params']);
  checkDefaults(check, bundle.params, ['params']);
  checkPresets(check);
  checkUi(check);
  checkSteps(check);
  checkApp(check);
  checkExpressions(check);
  return problems.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}

/** The same for a resource type. */
export function checkResourceType(loaded: LoadedResourceType, registry: Registry): Problem[] {
  const { resourceType, source } = loaded;
  const root = source.value;
  if (resourceType === undefined || !isObject(root) || hasSyntaxError(source.problems)) return [];
  const { problems, ...reporter } = createReporter(source);
  const check = { root, registry, ...reporter };
  const path = isObject(root['schema']) ? ['schema'] : [];
  const written = path.length > 0 ? root['schema'] : without(root, '$md');
  checkKeywords(check, written, path);
  checkChoices(check, written, path);
  checkMetadata(check, written, path, []);
  checkConditions(check, resourceType.schema, path);
  checkDefaults(check, resourceType.schema, path);
  return problems;
}

function hasSyntaxError(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'yaml-syntax');
}
