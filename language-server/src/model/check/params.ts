import { validatorFor, type SchemaProblem } from '../schema/validate.ts';
import type { ComponentSettings } from '../manifest/manifest.ts';
import type { Slice, Span } from '../yaml/slice.ts';
import { completeParams } from './complete-params.ts';
import type { CheckContext } from './context.ts';

/** Params against the schema of the bundle, merged as each environment has them, with the schema's defaults. */
export function checkParams(context: CheckContext): void {
  const { variant, report } = context;
  const { bundle } = variant;
  if (!bundle) return;
  const params = completeParams(variant, bundle);
  for (const problem of validatorFor(bundle.params, bundle.digest).validate(params)) {
    const environment = variant.override && variant.environments[0];
    report({
      ...placeOf(context, problem),
      severity: 'error',
      code: codes.get(problem.keyword) ?? 'invalid-param',
      message: problem.message,
      data: { component: context.component.name.value, environment, path: problem.path, ...problem.params },
    });
  }
}

const codes: ReadonlyMap<string, string> = new Map([
  ['required', 'missing-param'],
  ['dependencies', 'missing-param'],
  ['dependentRequired', 'missing-param'],
  ['additionalProperties', 'unknown-param'],
]);

/**
 * Where the fault is: what is missing is missing in the component unless only the override has the
 * object; a wrong value is where it was last set.
 */
function placeOf({ component, variant }: CheckContext, problem: SchemaProblem): { slice: Slice; span: Span } {
  const { override } = variant;
  const isMissing = codes.get(problem.keyword) === 'missing-param';
  const sources = isMissing ? [component, override] : [override, component];
  for (let length = problem.path.length; length > 0; length--) {
    const path = problem.path.slice(0, length);
    const part = length < problem.path.length || isMissing ? 'key' : problem.on;
    for (const source of sources) {
      const span = source?.params?.locate(path, part);
      if (source && span) return { slice: source.slice, span };
    }
  }
  return nameOf(variant.override?.bundle ? variant.override : component);
}

function nameOf(source: ComponentSettings): { slice: Slice; span: Span } {
  return { slice: source.slice, span: source.name.span };
}
