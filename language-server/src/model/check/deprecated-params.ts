import { annotatedValues } from '../schema/annotated.ts';
import type { CheckContext } from './context.ts';

/** Params that the bundle's schema marks `deprecated`, also in a branch that the other values select. */
export function checkDeprecatedParams({ component, variant, report }: CheckContext): void {
  const { bundle, override } = variant;
  if (!bundle) return;
  for (const { path, schema } of annotatedValues(bundle.params, variant.params, 'deprecated')) {
    const why = typeof schema.description === 'string' ? ` ${schema.description}` : '';
    const message = `\`${path.join('.')}\` is deprecated.${why}`;
    for (const source of override ? [component, override] : [component]) {
      const span = source.params?.locate(path, 'key');
      if (!span) continue;
      const data = {
        component: component.name.value,
        ...(source === override && { environment: variant.environments[0] }),
        path,
      };
      report({ slice: source.slice, span, severity: 'hint', code: 'deprecated-param', message, data });
    }
  }
}
