import { getOwn, isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import type { Bundle } from '../bundle.ts';
import type { FileCheck } from './context.ts';
import { knownKeywords } from './keywords.ts';

type BundleCheck = FileCheck & { readonly bundle: Bundle };

const slotKeys: readonly string[] = ['resource_type', 'required', 'title', 'description'];

/** Names of slots that are declared without a resource type: what they hold is not known. */
export function untypedSlots({ root, bundle }: Pick<BundleCheck, 'root' | 'bundle'>): readonly string[] {
  return ['dependencies', 'connections']
    .flatMap((section) => Object.keys(entriesOf(root, section)))
    .filter((name) => !bundle.dependencies.has(name));
}

function entriesOf(root: FileCheck['root'], section: string): { readonly [name: string]: unknown } {
  const value = getOwn(root, section);
  const entries = section === 'connections' && isObject(value) ? getOwn(value, 'properties') : value;
  return isObject(entries) ? entries : {};
}

/** Keys of slots and resources of the current dialect; whatever is no misspelling constrains what fills them. */
export function checkSlots({ root, report }: FileCheck): void {
  for (const section of ['dependencies', 'resources']) {
    for (const [name, slot] of Object.entries(entriesOf(root, section))) {
      if (!isObject(slot) || !Object.hasOwn(slot, 'resource_type')) continue;
      for (const key of Object.keys(slot)) checkKey(report, slot, [section, name, key]);
      const required = getOwn(slot, 'required');
      // A list constrains what fills the slot, as in JSON Schema.
      if (required === undefined || typeof required === 'boolean' || Array.isArray(required)) continue;
      report([section, name, 'required'], 'value', {
        severity: 'warning',
        code: 'slot-shape',
        message: '`required` must be `true` or `false`.',
      });
    }
  }
}

function checkKey(
  report: FileCheck['report'],
  slot: { readonly [key: string]: unknown },
  path: readonly [section: string, name: string, key: string],
): void {
  const [, , key] = path;
  const [suggestion] = slotKeys.includes(key)
    ? []
    : closest(
        key,
        slotKeys.filter((each) => !Object.hasOwn(slot, each)),
        1,
      );
  if (suggestion === undefined || knownKeywords.has(key) || /^(?:\$|x-)/.test(key)) return;
  report(path, 'key', {
    severity: 'warning',
    code: 'slot-shape',
    message: `There is no \`${key}\` here. Did you mean \`${suggestion}\`?`,
    data: { suggestion },
  });
}
