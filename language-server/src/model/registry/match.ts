import { formatTypeReference } from '../bundle/type-reference.ts';
import type { TypeReference } from '../bundle/bundle.ts';
import type { Registry } from './registry.ts';
import { isInRange, rangesOverlap } from './versions.ts';

/**
 * Whether a resource may fill a slot: their types have the same name, and the version of the
 * resource's type is in the range that the slot asks for.
 */
export function matches(output: TypeReference, slot: TypeReference, registry: Registry): boolean {
  return mismatch(output, slot, registry) === undefined;
}

/** Why a resource may not fill a slot, in words; undefined when it may. */
export function mismatch(output: TypeReference, slot: TypeReference, registry: Registry): string | undefined {
  if (output.name !== slot.name) return `it takes \`${slot.name}\`, and this is \`${output.name}\``;
  if (output.range === undefined || slot.range === undefined) return undefined;
  const version = registry.resourceType(output)?.version;
  const fits = version === undefined ? rangesOverlap(output.range, slot.range) : isInRange(version, slot.range);
  if (fits) return undefined;
  const actual = version === undefined ? formatTypeReference(output) : `version ${version}`;
  return `it takes \`${formatTypeReference(slot)}\`, and this is ${actual}`;
}
