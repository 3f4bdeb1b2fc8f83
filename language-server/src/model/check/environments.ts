import type { EnvironmentSource, Manifest } from '../manifest/manifest.ts';
import { parseTypeReference } from '../bundle/type-reference.ts';
import type { Registry } from '../registry/registry.ts';
import { closest } from '../text-distance.ts';
import { enumerate, quoted } from './collect.ts';
import type { Surroundings } from './context.ts';
import type { LocatedProblem } from './problems.ts';

/** What environments say: overrides of components that exist, defaults of a known type that fit. */
export function checkEnvironments(
  manifest: Manifest,
  registry: Registry,
  surroundings: Surroundings,
): LocatedProblem[] {
  return [...manifest.environments.values()].flatMap((environment) => [
    ...unknownOverrides(manifest, environment),
    ...wrongDefaults(environment, registry, surroundings),
  ]);
}

function* unknownOverrides(manifest: Manifest, environment: EnvironmentSource): Generator<LocatedProblem> {
  for (const [name, override] of environment.components) {
    if (manifest.components.has(name)) continue;
    const others = [...manifest.components.keys()].filter((each) => !environment.components.has(each));
    const suggestions = closest(name, others);
    const hint =
      suggestions.length > 0
        ? `Did you mean ${enumerate(quoted(suggestions), 'or')}?`
        : 'Add it under `components` first: an environment only changes what is there.';
    yield {
      slice: override.slice,
      span: override.name.span,
      severity: 'error',
      code: 'unknown-component',
      message: `There is no component named \`${name}\`. ${hint}`,
      data: { suggestions, environment: environment.name.value, override: name },
    };
  }
}

function* wrongDefaults(
  { name, slice, defaults }: EnvironmentSource,
  registry: Registry,
  surroundings: Surroundings,
): Generator<LocatedProblem> {
  for (const { type, target } of defaults) {
    const known = registry.resourceType({ name: type.value });
    if (!known) {
      const suggestions = closest(
        type.value,
        registry.resourceTypes().map((each) => each.name),
      );
      const hint = suggestions.length > 0 ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?` : '';
      yield {
        slice,
        span: type.span,
        severity: 'warning',
        code: 'unknown-type',
        message: `There is no resource type named \`${type.value}\`.${hint}`,
        data: { suggestions },
      };
      // What it is the default for is not clear, so neither is what would fit.
      continue;
    }
    if (!target.value) continue;
    const problem = defaultTarget(type.value, target.value.component, target.value.resource, name.value, surroundings);
    if (problem) yield { slice, span: target.span, severity: 'error', ...problem };
  }
}

function defaultTarget(
  type: string,
  node: string,
  resource: string | undefined,
  environment: string,
  surroundings: Surroundings,
): { code: string; message: string; data?: unknown } | undefined {
  const found = surroundings.lookUp(node, environment);
  if (found.kind === 'unknown') {
    const suggestions = surroundings.near(node);
    const hint = suggestions.length > 0 ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?` : '';
    const message = `There is no imported resource or component named \`${node}\`.${hint}`;
    return { code: 'unknown-component', message, data: { suggestions } };
  }
  if (found.kind === 'component' && resource === undefined) {
    const suggestions = [...(found.outputs?.values() ?? [])]
      .filter((output) => output.type.name === type)
      .map((output) => `${node}.${output.name}`);
    const hint = suggestions.length > 0 ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?` : '';
    const message = `Say which resource of \`${node}\` is the default.${hint}`;
    return { code: 'unknown-resource', message, data: { suggestions } };
  }
  const actual = found.kind === 'imported' ? found.type : found.outputs?.get(resource ?? '')?.type;
  if (!actual) {
    if (found.kind === 'imported' || !found.outputs) return undefined;
    const suggestions = closest(resource ?? '', found.outputs.keys()).map((name) => `${node}.${name}`);
    const hint = suggestions.length > 0 ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?` : '';
    const message = `\`${node}\` has no resource \`${resource}\`.${hint}`;
    return { code: 'unknown-resource', message, data: { suggestions } };
  }
  if (actual.name === parseTypeReference(type)?.name) return undefined;
  const suggestions = surroundings.fitting({ name: type }, '');
  const [only, ...others] = quoted(suggestions);
  const fitting =
    others.length > 0 ? ` These would fit: ${enumerate([only ?? '', ...others])}.` : ` ${only} would fit.`;
  const hint = only === undefined ? '' : fitting;
  const message = `\`${node}\` is \`${actual.name}\`, not \`${type}\`.${hint}`;
  return { code: 'wrong-type', message, data: { suggestions } };
}
