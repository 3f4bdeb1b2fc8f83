import type { JsonPath, JsonSchema } from '../../schema/json-schema.ts';
import { declaredProperties, isOpen, partsOfLevel } from '../../schema/levels.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import type { Bundle } from '../bundle.ts';
import type { FileCheck } from './context.ts';

/** The uiSchema against the params: names in `ui:order`, and fields that do not exist. */
export function checkUi({ root, bundle, report }: FileCheck & { readonly bundle: Bundle }): void {
  visit(getOwn(root, 'ui'), bundle.params, ['ui'], report);
}

function visit(ui: unknown, schema: JsonSchema | undefined, path: JsonPath, report: FileCheck['report']): void {
  if (!isObject(ui) || !isObject(schema) || path.length > 64) return;
  const declared = declaredProperties(schema);
  const names = Object.keys(declared);
  if (names.length > 0) checkOrder(getOwn(ui, 'ui:order'), names, isOpen(schema), [...path, 'ui:order'], report);
  for (const [key, part] of Object.entries(ui)) {
    if (key.startsWith('ui:') || !isObject(part)) continue;
    const child = getOwn(declared, key) ?? (key === 'items' ? itemsOf(schema) : undefined);
    if (child !== undefined) visit(part, child, [...path, key], report);
    else if (names.length > 0 && !isOpen(schema) && describesField(part))
      reportUnknown(key, names, [...path, key], report);
  }
}

function itemsOf(schema: JsonSchema): JsonSchema | undefined {
  for (const { schema: part } of partsOfLevel(schema)) {
    if (isObject(part.items)) return part.items as JsonSchema;
  }
  return undefined;
}

/** A widget may have options that are maps; a field has `ui:…` keys somewhere. */
function describesField(ui: { readonly [key: string]: unknown }): boolean {
  return Object.entries(ui).some(([key, value]) => key.startsWith('ui:') || (isObject(value) && describesField(value)));
}

function checkOrder(
  order: unknown,
  names: readonly string[],
  open: boolean,
  path: JsonPath,
  report: FileCheck['report'],
): void {
  if (order === undefined) return;
  if (!Array.isArray(order)) {
    report(path, 'value', {
      severity: 'warning',
      code: 'ui-order-shape',
      message: '`ui:order` must be a list of names.',
    });
    return;
  }
  const seen = new Set<unknown>();
  for (const [index, name] of order.entries()) {
    if (seen.has(name)) {
      report([...path, index], 'value', {
        severity: 'hint',
        code: 'ui-order-duplicate',
        message: `\`${String(name)}\` is in this list already.`,
      });
    } else if (name !== '*' && !open && !(typeof name === 'string' && names.includes(name))) {
      reportMissing(String(name), suggested(String(name), names, new Set(order)), [...path, index], report);
    }
    seen.add(name);
  }
  if (seen.has('*')) return;
  const meant = new Set(
    [...seen].flatMap((name) => (names.includes(String(name)) ? [] : suggested(String(name), names, seen))),
  );
  const left = names.filter((name) => !seen.has(name) && !meant.has(name));
  if (left.length === 0) return;
  report(path, 'key', {
    severity: 'information',
    code: 'ui-order-incomplete',
    message: `\`ui:order\` leaves out ${left.map((name) => `\`${name}\``).join(', ')}, which forms refuse to draw. Add the names, or \`"*"\` for the rest.`,
    data: { missing: left },
  });
}

/** The name that was meant, of those that the list does not have. */
function suggested(name: string, names: readonly string[], listed: ReadonlySet<unknown>): readonly string[] {
  return closest(
    name,
    names.filter((each) => !listed.has(each)),
    1,
  );
}

function reportMissing(
  name: string,
  [suggestion]: readonly string[],
  path: JsonPath,
  report: FileCheck['report'],
): void {
  report(path, 'value', {
    severity: 'warning',
    code: 'ui-order-unknown',
    message: `There is no param \`${name}\` here.${suggestion === undefined ? ' Remove it from the order.' : ` Did you mean \`${suggestion}\`?`}`,
    ...(suggestion === undefined ? {} : { data: { suggestion } }),
  });
}

function reportUnknown(name: string, names: readonly string[], path: JsonPath, report: FileCheck['report']): void {
  const [suggestion] = closest(name, names, 1);
  report(path, 'key', {
    severity: 'warning',
    code: 'ui-unknown-field',
    message: `There is no param \`${name}\` here, so this has no effect.${suggestion === undefined ? '' : ` Did you mean \`${suggestion}\`?`}`,
    ...(suggestion === undefined ? {} : { data: { suggestion } }),
  });
}
