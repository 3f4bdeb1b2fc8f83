import type { Json, JsonPath, JsonSchema } from '../schema/json-schema.ts';
import type { CheckContext } from './context.ts';

/** Params that the bundle's schema marks `deprecated`. */
export function checkDeprecatedParams({ component, variant, report }: CheckContext): void {
  const { bundle, override } = variant;
  if (!bundle) return;
  for (const source of override ? [component, override] : [component]) {
    if (!source.params) continue;
    for (const { path, schema } of deprecated(bundle.params, source.params.value, [])) {
      const span = source.params.locate(path, 'key');
      if (!span) continue;
      const why = typeof schema.description === 'string' ? ` ${schema.description}` : '';
      const message = `\`${path.join('.')}\` is deprecated.${why}`;
      report({ slice: source.slice, span, severity: 'hint', code: 'deprecated-param', message });
    }
  }
}

function* deprecated(
  schema: JsonSchema | undefined,
  value: Json,
  path: JsonPath,
): Generator<{ path: JsonPath; schema: Exclude<JsonSchema, boolean> }> {
  if (schema === undefined || typeof schema === 'boolean' || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    const items = Array.isArray(schema.items) ? undefined : (schema.items as JsonSchema | undefined);
    for (const [index, item] of value.entries()) yield* deprecated(items, item as Json, [...path, index]);
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    if (!schema.properties || !Object.hasOwn(schema.properties, key)) continue;
    const property = schema.properties[key];
    if (typeof property === 'object' && property['deprecated'] === true)
      yield { path: [...path, key], schema: property };
    yield* deprecated(property, child as Json, [...path, key]);
  }
}
