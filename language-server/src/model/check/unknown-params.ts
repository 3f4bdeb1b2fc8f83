import type { Bundle } from '../bundle/bundle.ts';
import { sameJson } from '../edit/write-value.ts';
import type { ComponentSource } from '../manifest/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import type { JsonPath } from '../schema/json-schema.ts';
import type { SchemaProblem } from '../schema/schema-problem.ts';
import { undeclaredKeys } from '../schema/undeclared.ts';
import { enumerate, quoted } from './collect.ts';
import { completeParams } from './complete-params.ts';
import type { CheckContext } from './context.ts';

/**
 * Params that the schema does not speak of although it allows anything: nothing will read them, so
 * they are most likely misspelled. Where the schema forbids them, checking params says so already.
 * Params of a choice that was not made are shown as unused.
 */
export function checkUnknownParams({ component, variant, registry, report }: CheckContext): void {
  const { bundle, override } = variant;
  if (!bundle) return;
  const own = override?.bundle && ownBundle(component, registry);
  for (const problem of undeclaredKeys(bundle.params, completeParams(variant, bundle))) {
    const { path } = problem;
    const isUnknown = problem.keyword === 'undeclared';
    for (const source of override ? [component, override] : [component]) {
      const span = source.params?.locate(path, 'key');
      if (!span) continue;
      if (isUnknown && own && source === component && takes(own, component, path)) {
        const message = `\`${path.join('.')}\` is for \`${own.name}\`: \`${bundle.name}\` has no such param and does not read it.`;
        report({ slice: source.slice, span, severity: 'information', code: 'unknown-param', message });
        continue;
      }
      report({
        slice: source.slice,
        span,
        severity: isUnknown ? 'warning' : 'hint',
        code: isUnknown ? 'unknown-param' : 'unused-param',
        message: isUnknown
          ? `\`${bundle.name}\` has no param \`${path.join('.')}\`, so nothing reads it.${hintOf(problem)}`
          : problem.message,
        data: {
          component: component.name.value,
          ...(source === override && { environment: variant.environments[0] }),
          path,
          suggestion: problem.params['suggestion'],
        },
      });
    }
  }
}

/** The bundle that a component has outside of the environments that give it another one. */
function ownBundle({ bundle }: ComponentSource, registry: Registry): Bundle | undefined {
  const resolution = bundle?.value && registry.resolveBundle(bundle.value);
  return resolution?.kind === 'found' ? resolution.bundle : undefined;
}

function takes(bundle: Bundle, { params }: ComponentSource, path: JsonPath): boolean {
  return !undeclaredKeys(bundle.params, params?.value ?? {}).some((problem) => sameJson(problem.path, path));
}

function hintOf({ params }: SchemaProblem): string {
  if (typeof params['suggestion'] === 'string') return ` Did you mean \`${params['suggestion']}\`?`;
  const known = Array.isArray(params['known']) ? (params['known'] as string[]) : [];
  return known.length > 0 ? ` It takes ${enumerate(quoted(known), 'and', 8)}.` : '';
}
