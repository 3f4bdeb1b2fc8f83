import { analyzeProgram } from '../../jq/analyze.ts';
import { describeFinding } from '../../jq/describe.ts';
import { parseProgram } from '../../jq/parse.ts';
import type { JsonPath, JsonSchema } from '../../schema/json-schema.ts';
import { subschemas } from '../../schema/keywords.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import type { Bundle } from '../bundle.ts';
import type { FileCheck } from './context.ts';
import { untypedSlots } from './slots.ts';
import { expressionInput, payloadOf } from './expression-input.ts';

type BundleCheck = FileCheck & { readonly bundle: Bundle };

/** The jq expressions of a bundle: syntax, functions, formats, and every path against the schemas of what is there. */
export function checkExpressions(check: BundleCheck): void {
  const { bundle, registry, root } = check;
  const input = expressionInput(bundle, registry, untypedSlots(check));
  for (const [name, expression] of bundle.app.envs) checkExpression(check, expression, input, ['app', 'envs', name]);
  const app = getOwn(root, 'app');
  const policies = isObject(app) ? getOwn(app, 'policies') : undefined;
  if (Array.isArray(policies)) {
    policies.forEach((policy: unknown, index) => {
      if (typeof policy === 'string') checkExpression(check, policy, input, ['app', 'policies', index]);
    });
  }
  const steps = getOwn(root, 'steps');
  if (Array.isArray(steps))
    steps.forEach((step: unknown, index) => {
      if (isObject(step)) checkConfig(check, getOwn(step, 'config'), input, ['steps', index, 'config']);
    });
  checkOptions(check, getOwn(root, 'params'), ['params']);
}

/** A text of a step's `config` may be an expression or just text: only what plainly reads the input is taken for one. */
function checkConfig(check: BundleCheck, value: unknown, input: JsonSchema, path: JsonPath): void {
  if (path.length > 16) return;
  if (typeof value === 'string') {
    if (/^\s*\.(?:params|connections|dependencies)\b/.test(value)) checkExpression(check, value, input, path);
    else if (/(?<![\w./-])\.(?:params|connections|dependencies)\b/.test(value)) checkPaths(check, value, input, path);
  } else if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => checkConfig(check, item, input, [...path, index]));
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) checkConfig(check, part, input, [...path, key]);
  }
}

/** What may be just text: paths in it count when all of it is an expression. */
function checkPaths(check: BundleCheck, text: string, input: JsonSchema, path: JsonPath): void {
  const parsed = parseProgram(text);
  if (parsed.kind !== 'program') return;
  const findings = analyzeProgram(parsed.expression, input);
  if (findings.some(({ kind }) => kind !== 'path' && kind !== 'nameless')) return;
  for (const finding of findings) check.reportWithin(path, finding, describeFinding(finding));
}

/** `$md.enum.options` reads the connected resource. */
function checkOptions(check: BundleCheck, schema: unknown, path: JsonPath): void {
  if (!isObject(schema) || path.length > 64) return;
  const choice = getOwn(schema, '$md.enum');
  const slot = isObject(choice) ? check.bundle.dependencies.get(String(getOwn(choice, 'connection'))) : undefined;
  const options = isObject(choice) ? getOwn(choice, 'options') : undefined;
  if (slot !== undefined && typeof options === 'string') {
    checkExpression(check, options, payloadOf(slot, check.registry), [...path, '$md.enum', 'options']);
  }
  for (const key of isObject(choice) ? ['value', 'label'] : []) {
    const expression = getOwn(choice as { readonly [key: string]: unknown }, key);
    // What each choice is like depends on `options`.
    if (typeof expression === 'string' && /^\s*\./.test(expression))
      checkExpression(check, expression, true, [...path, '$md.enum', key]);
  }
  for (const child of subschemas(schema)) checkOptions(check, child.schema, [...path, ...child.path]);
}

function checkExpression(check: BundleCheck, expression: string, input: JsonSchema, path: JsonPath): void {
  if (/^(?:\s|#[^\n]*)*$/.test(expression)) {
    const message = 'This is not a jq expression. It is empty.';
    check.report(path, 'value', { severity: 'error', code: 'jq-syntax', message });
    return;
  }
  const parsed = parseProgram(expression);
  switch (parsed.kind) {
    case 'beyond':
      return;
    case 'fault': {
      const message = `This is not a jq expression. ${parsed.fault.message}`;
      check.reportWithin(path, parsed.fault, { severity: 'error', code: 'jq-syntax', message });
      return;
    }
    case 'program':
      for (const finding of analyzeProgram(parsed.expression, input))
        check.reportWithin(path, finding, describeFinding(finding));
  }
}
