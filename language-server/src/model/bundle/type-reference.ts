import { withoutOrganisation } from '../schema/references.ts';
import type { TypeReference } from './bundle.ts';

/**
 * Reads how a bundle names a resource type: `aws-vpc`, `aws-vpc@~1`, `massdriver/aws-vpc`, or the
 * address of its file. Undefined when there is no name in it.
 */
export function parseTypeReference(text: string): TypeReference | undefined {
  const withoutPointer = text.trim().split('#', 1)[0] ?? '';
  const at = withoutPointer.lastIndexOf('@');
  const address = at > 0 ? withoutPointer.slice(0, at) : withoutPointer;
  const name = withoutOrganisation(address).replace(/\.(?:json|ya?ml)$/, '');
  const range = at > 0 ? withoutPointer.slice(at + 1).trim() : '';
  if (name === '') return undefined;
  return range === '' ? { name } : { name, range };
}

/** `NAME` or `NAME@RANGE`. */
export function formatTypeReference({ name, range }: TypeReference): string {
  return range === undefined ? name : `${name}@${range}`;
}
