import { inputPaths, type InputPath } from '../../jq/paths.ts';
import { tokenize, type Token } from '../../jq/tokens.ts';
import type { JsonPath, JsonSchema } from '../../schema/json-schema.ts';
import { subschemas } from '../../schema/keywords.ts';
import { namesIn, stepInto } from '../../schema/navigate.ts';
import { fromEntries, getOwn, isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import type { Bundle, Slot } from '../bundle.ts';
import type { FileCheck } from './context.ts';

type BundleCheck = FileCheck & { readonly bundle: Bundle };

/** Formats that follow `@`. */
const formats: readonly string[] = [
  'text',
  'json',
  'html',
  'uri',
  'urid',
  'csv',
  'tsv',
  'sh',
  'base64',
  'base64d',
  'base32',
  'base32d',
];

/**
 * The jq expressions of a bundle: brackets and quotes, formats, and every path that surely starts
 * at the input against the schemas of what is there.
 */
export function checkExpressions(check: BundleCheck): void {
  const { bundle, root } = check;
  const input = inputSchema(check);
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
    steps.forEach((step: unknown, index) => checkConfig(check, step, input, ['steps', index, 'config']));
  checkOptions(check, getOwn(root, 'params'), ['params']);
}

/** What an expression sees: `{params, connections, dependencies, secrets}`. */
function inputSchema({ bundle, registry }: BundleCheck): JsonSchema {
  const slots = fromEntries(
    [...bundle.dependencies.values()].map((slot) => [slot.name, payloadOf(slot, registry)] as const),
  );
  const connections = { type: 'object', properties: slots };
  const secrets = fromEntries([...bundle.app.secrets.keys()].map((name) => [name, true] as const));
  return {
    type: 'object',
    properties: { params: bundle.params, connections, dependencies: connections, secrets: { properties: secrets } },
  };
}

function payloadOf({ type, constraint }: Slot, registry: FileCheck['registry']): JsonSchema {
  const payload = registry.resourceType(type)?.schema ?? registry.resourceType({ name: type.name })?.schema;
  if (payload === undefined) return true;
  return constraint === undefined ? payload : { allOf: [payload, constraint] };
}

/** A text of a step's `config` may be an expression or just text: only what plainly reads the input is taken for one. */
function checkConfig(check: BundleCheck, step: unknown, input: JsonSchema, path: JsonPath): void {
  const config = isObject(step) ? getOwn(step, 'config') : undefined;
  for (const [key, value] of isObject(config) ? Object.entries(config) : []) {
    const isExpression = typeof value === 'string' && /^\s*\.(?:params|connections|dependencies)\b/.test(value);
    if (isExpression) checkExpression(check, value, input, [...path, key]);
  }
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
  for (const child of subschemas(schema)) checkOptions(check, child.schema, [...path, ...child.path]);
}

function checkExpression({ report }: BundleCheck, expression: string, input: JsonSchema, path: JsonPath): void {
  const { tokens, fault } = tokenize(expression);
  if (fault !== undefined || expression.trim() === '' || endsOpen(tokens)) {
    const reason = fault?.message ?? (expression.trim() === '' ? 'It is empty.' : 'It ends in the middle.');
    report(path, 'value', { severity: 'error', code: 'jq-syntax', message: `This is not a jq expression. ${reason}` });
    return;
  }
  for (const { kind, text } of tokens) if (kind === 'format') checkFormat(text, path, report);
  for (const read of inputPaths(tokens)) checkPath(read, input, path, report);
}

function endsOpen(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  return last?.kind === 'operator' && last.text !== '?' && last.text !== '..';
}

function checkFormat(format: string, path: JsonPath, report: FileCheck['report']): void {
  const name = format.slice(1);
  if (formats.includes(name)) return;
  const [suggestion] = closest(name, formats, 1);
  report(path, 'value', {
    severity: 'error',
    code: 'jq-format',
    message: `jq has no format \`${format}\`.${suggestion === undefined ? '' : ` Did you mean \`@${suggestion}\`?`}`,
    ...(suggestion === undefined ? {} : { data: { word: format, suggestion: `@${suggestion}` } }),
  });
}

function checkPath(read: InputPath, input: JsonSchema, path: JsonPath, report: FileCheck['report']): void {
  let schemas: readonly JsonSchema[] = [input];
  for (const [index, { step, isItem }] of read.entries()) {
    const next = stepInto(schemas, step, isItem);
    if (next === 'unknown') return;
    if (next.length === 0) {
      const names = namesIn(schemas);
      const [suggestion] = closest(step, names, 1);
      const written = read
        .slice(0, index)
        .map((before) => (before.isItem ? '[]' : `.${before.step}`))
        .join('');
      report(path, 'value', {
        severity: suggestion === undefined ? 'information' : 'warning',
        code: 'jq-path',
        message: `\`${written || '.'}\` has no \`${step}\`.${suggestion === undefined ? ` It has ${listed(names)}.` : ` Did you mean \`${suggestion}\`?`}`,
        data: { word: step, ...(suggestion === undefined ? {} : { suggestion }) },
      });
      return;
    }
    schemas = next;
  }
}

function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, 8)
    .map((name) => `\`${name}\``)
    .join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
