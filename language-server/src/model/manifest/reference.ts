import type { BundleReference } from '../registry/registry.ts';
import type { ConnectionTarget } from './manifest.ts';

const name = /^[a-z][a-z0-9-]{0,39}$/;
const bundle = /^([a-z](?:[a-z0-9-]*[a-z0-9])?)(?:@(latest|\d+\.\d+\.\d+|~\d+(?:\.\d+){0,2}))?(\+dev)?$/;
const target = /^([^\s.]+)(?:\.([^\s.]+))?$/;

/** True for what components, environments and imported resources may be called. */
export function isValidName(text: string): boolean {
  return name.test(text);
}

/**
 * Reads `NAME` or `NAME@RANGE`, either followed by `+dev`. A range is `1.2.3`, `~1`, `~1.2` or `latest`.
 *
 * @returns undefined when the text is of no such form.
 */
export function parseBundleReference(text: string): BundleReference | undefined {
  const match = bundle.exec(text);
  if (!match) return undefined;
  const [, bundleName = '', range, dev] = match;
  return { name: bundleName, ...(range !== undefined && { range }), dev: dev !== undefined };
}

/** The text of a bundle reference: what `parseBundleReference` reads. */
export function formatBundleReference({ name, range, dev }: BundleReference): string {
  return `${name}${range === undefined ? '' : `@${range}`}${dev ? '+dev' : ''}`;
}

/**
 * Reads `COMPONENT.RESOURCE`, or the name of an imported resource. Names are taken as they are, so
 * that a reference to a badly named component is not wrong a second time.
 *
 * @returns undefined when the text is of no such form.
 */
export function parseConnectionTarget(text: string): ConnectionTarget | undefined {
  const match = target.exec(text);
  if (!match) return undefined;
  const [, component = '', resource] = match;
  return { component, ...(resource !== undefined && { resource }) };
}

/** The text of a connection target: what `parseConnectionTarget` reads. */
export function formatConnectionTarget({ component, resource }: ConnectionTarget): string {
  return resource === undefined ? component : `${component}.${resource}`;
}
