import type { Json, JsonPath } from '../../schema/json-schema.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { withDefaults } from '../../schema/defaults.ts';
import { undeclaredKeys } from '../../schema/undeclared.ts';
import { validatorFor } from '../../schema/validate.ts';
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
      report(path, 'start', {
        severity: 'hint',
        code: 'preset-unnamed',
        message: 'This preset has no label. Add `__name`.',
      });
    }
    const completed = withDefaults(bundle.params, preset);
    for (const { path: at, keyword, message, params: data } of undeclaredKeys(bundle.params, completed)) {
      // What selects a branch may be what the preset leaves open.
      if (keyword !== 'undeclared') continue;
      report([...path, ...at], 'key', { severity: 'warning', code: 'preset-unknown-param', message, data });
    }
    for (const problem of validatorFor(bundle.params, bundle.digest).validate(completed)) {
      if (partial.has(problem.keyword) || valueAt(preset, problem.path) === undefined) continue;
      report([...path, ...problem.path], problem.on, {
        severity: 'warning',
        code: 'preset-invalid',
        message: problem.message,
        data: problem.params,
      });
    }
  }
}

/** What a preset may leave open. */
const partial: ReadonlySet<string> = new Set(['required', 'oneOf', 'anyOf', 'minProperties']);

function valueAt(value: unknown, path: JsonPath): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = current[Number(step)] as unknown;
    else if (isObject(current)) current = getOwn(current, String(step));
    else return undefined;
  }
  return current;
}
