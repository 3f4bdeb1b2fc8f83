import type { Bundle } from '../bundle/bundle.ts';
import { withDefaults } from '../schema/defaults.ts';
import type { JsonObject } from '../schema/json-schema.ts';
import type { Variant } from './variants.ts';

const known = new WeakMap<Variant, JsonObject>();

/** The params of a variant with the defaults of its bundle, as the module gets them: worked out once for all checks. */
export function completeParams(variant: Variant, bundle: Bundle): JsonObject {
  const kept = known.get(variant);
  if (kept) return kept;
  const params = withDefaults(bundle.params, variant.params) as JsonObject;
  known.set(variant, params);
  return params;
}
