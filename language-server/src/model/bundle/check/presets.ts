import type { Json, JsonPath } from '../../schema/json-schema.ts';
import { declaredProperties, isOpen } from '../../schema/levels.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import { withDefaults } from '../../schema/defaults.ts';
import { validatorFor } from '../../schema/validate.ts';
import { closest } from '../../text-distance.ts';
import type { Bundle } from '../bundle.ts';
import type { FileCheck } from './context.ts';

/** Presets may be partial; what they have must exist and fit. */
export function checkPresets({ root, bundle, report }: FileCheck & { readonly bundle: Bundle }): void {
  const params = getOwn(root, 'params');
  const examples = isObject(params) ? getOwn(params, 'examples') : undefined;
  if (!Array.isArray(examples)) return;
  for (const [index, example] of examples.entries()) {
    const path = ['params', 'examples', index];
    if (!isObject(example)) {
      report(path, 'value', {
        severity: 'warning',
        code: 'preset-shape',
        message: 'A preset is a map of params with a `__name`.',
      });
      continue;
    }
    const { __name: name, ...preset } = example as { readonly [key: string]: Json };
    if (typeof name !== 'string') {
      report(path, 'value', {
        severity: 'hint',
        code: 'preset-unnamed',
        message: 'This preset has no label. Add `__name`.',
      });
    }
    reportUnknown(bundle.params, preset, path, report);
    for (const problem of validatorFor(bundle.params, bundle.digest).validate(withDefaults(bundle.params, preset))) {
      if (partial.has(problem.keyword) || valueAt(preset, problem.path) === undefined) continue;
      const { keyword, message, params: details } = problem;
      if (keyword === 'additionalProperties') continue;
      report([...path, ...problem.path], problem.on, {
        severity: 'warning',
        code: 'preset-invalid',
        message,
        data: details,
      });
    }
  }
}

/** What a preset may leave open. */
const partial: ReadonlySet<string> = new Set(['required', 'oneOf', 'anyOf', 'minProperties']);

function reportUnknown(schema: JsonSchema, value: unknown, path: JsonPath, report: FileCheck['report']): void {
  if (!isObject(schema)) return;
  if (Array.isArray(value)) {
    const { items } = schema as { items?: JsonSchema };
    if (items !== undefined) value.forEach((item, index) => reportUnknown(items, item, [...path, index], report));
    return;
  }
  if (!isObject(value)) return;
  const declared = declaredProperties(schema);
  const closed = Object.keys(declared).length > 0 && !isOpen(schema);
  for (const [key, entry] of Object.entries(value)) {
    const property = getOwn(declared, key);
    if (property !== undefined) reportUnknown(property, entry, [...path, key], report);
    else if (closed) {
      const [suggestion] = closest(key, Object.keys(declared), 1);
      report([...path, key], 'key', {
        severity: 'warning',
        code: 'preset-unknown-param',
        message: `There is no param \`${key}\` here.${suggestion === undefined ? ' Remove it, or declare it.' : ` Did you mean \`${suggestion}\`?`}`,
        ...(suggestion === undefined ? {} : { data: { suggestion } }),
      });
    }
  }
}

function valueAt(value: unknown, path: JsonPath): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = current[Number(step)] as unknown;
    else if (isObject(current)) current = getOwn(current, String(step));
    else return undefined;
  }
  return current;
}
