import { getOwn, isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import type { FileCheck } from './context.ts';

type Kind = 'text' | 'map' | 'list';

/** Keys of a bundle of either dialect and what they hold. */
export const bundleKeys: ReadonlyMap<string, Kind> = new Map([
  ['schema', 'text'],
  ['name', 'text'],
  ['version', 'text'],
  ['title', 'text'],
  ['description', 'text'],
  ['source_url', 'text'],
  ['icon', 'text'],
  ['type', 'text'],
  ['access', 'text'],
  ['params', 'map'],
  ['connections', 'map'],
  ['dependencies', 'map'],
  ['artifacts', 'map'],
  ['resources', 'map'],
  ['ui', 'map'],
  ['steps', 'list'],
  ['app', 'map'],
  ['checks', 'list'],
]);

const kinds: { readonly [kind in Kind]: string } = { text: 'text', map: 'a map', list: 'a list' };

/** Keys at the top: what they hold, and misspelled ones. A key of one's own that holds an anchor is fine. */
export function checkShape({ root, report }: FileCheck): void {
  for (const [key, value] of Object.entries(root)) {
    const kind = bundleKeys.get(key);
    // What is wrong with a name or a version is said when they are read.
    const isRead = key === 'name' || key === 'version';
    if (kind !== undefined && !isRead && value !== null && kindOf(value) !== kind) {
      report([key], 'value', {
        severity: kind === 'text' ? 'warning' : 'error',
        code: 'bundle-shape',
        message: `\`${key}\` must be ${kinds[kind]}.`,
      });
    }
    if (kind === undefined) checkUnknown(key, value, root, report);
  }
  checkMisplacedDependencies(root, report);
}

function checkUnknown(key: string, value: unknown, root: FileCheck['root'], report: FileCheck['report']): void {
  const [suggestion] = closest(key, bundleKeys.keys(), 1);
  const expected = suggestion === undefined ? undefined : bundleKeys.get(suggestion);
  if (suggestion === undefined || expected !== kindOf(value) || getOwn(root, suggestion) !== undefined) return;
  report([key], 'key', {
    severity: 'warning',
    code: 'unknown-key',
    message: `Bundles have no \`${key}\`. Did you mean \`${suggestion}\`?`,
    data: { suggestion },
  });
}

/** `dependencies` of JSON Schema that slipped out of `params`. */
function checkMisplacedDependencies(root: FileCheck['root'], report: FileCheck['report']): void {
  const dependencies = getOwn(root, 'dependencies');
  if (!isObject(dependencies)) return;
  const slots = Object.entries(dependencies);
  const isCondition =
    slots.length > 0 && slots.every(([, slot]) => Array.isArray(slot) || (isObject(slot) && isConditional(slot)));
  if (!isCondition) return;
  report(['dependencies'], 'key', {
    severity: 'warning',
    code: 'misplaced-dependencies',
    message:
      '`dependencies` with conditions belongs inside `params`; here it has no effect. Indent it below `params:`.',
  });
}

function isConditional(slot: { readonly [key: string]: unknown }): boolean {
  if ('resource_type' in slot) return false;
  return (
    ['oneOf', 'anyOf', 'allOf', 'properties', 'if'].some((keyword) => keyword in slot) ||
    Array.isArray(slot['required'])
  );
}

function kindOf(value: unknown): Kind | 'other' {
  if (Array.isArray(value)) return 'list';
  if (isObject(value)) return 'map';
  return typeof value === 'string' ? 'text' : 'other';
}
