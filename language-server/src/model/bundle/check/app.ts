import type { JsonPath } from '../../schema/json-schema.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import type { FileCheck } from './context.ts';

const appKeys: readonly string[] = ['envs', 'policies', 'secrets'];
const secretKeys: readonly string[] = ['required', 'title', 'description', 'json'];
const environmentVariable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `app:` – the environment, the policies and the secrets of an application. */
export function checkApp({ root, report }: FileCheck): void {
  const app = getOwn(root, 'app');
  if (!isObject(app)) return;
  for (const key of Object.keys(app))
    if (!appKeys.includes(key)) reportKey(key, '`app`', appKeys, ['app', key], report);
  checkKinds(app, report);
  const envs = getOwn(app, 'envs');
  for (const [name, value] of isObject(envs) ? Object.entries(envs) : []) {
    checkName(name, ['app', 'envs', name], report);
    if (typeof value === 'string') continue;
    report(['app', 'envs', name], 'value', {
      severity: 'warning',
      code: 'env-shape',
      message: `\`${name}\` must be a jq expression, as text.${expressionHint(value)}`,
    });
  }
  const secrets = getOwn(app, 'secrets');
  for (const [name, secret] of isObject(secrets) ? Object.entries(secrets) : []) {
    checkName(name, ['app', 'secrets', name], report);
    checkSecret(secret, ['app', 'secrets', name], report);
  }
}

function checkKinds(app: { readonly [key: string]: unknown }, report: FileCheck['report']): void {
  for (const key of ['envs', 'secrets']) {
    const value = getOwn(app, key);
    if (value === undefined || value === null || isObject(value)) continue;
    const message = `\`${key}\` must be a map: a name, and what it stands for.`;
    report(['app', key], 'value', { severity: 'warning', code: 'bundle-shape', message });
  }
  const policies = getOwn(app, 'policies');
  if (policies === undefined || policies === null) return;
  if (!Array.isArray(policies)) {
    const message = '`policies` must be a list of jq expressions: begin each with `- `.';
    report(['app', 'policies'], 'value', { severity: 'warning', code: 'bundle-shape', message });
    return;
  }
  policies.forEach((policy: unknown, index) => {
    if (typeof policy === 'string') return;
    const message = 'A policy is a jq expression, as text, that gives the policy of a dependency.';
    report(['app', 'policies', index], 'value', { severity: 'warning', code: 'bundle-shape', message });
  });
}

function expressionHint(value: unknown): string {
  if (value === null) return ' It is empty.';
  if (typeof value === 'object') return ' Put it in quotes, or YAML reads it as a list or a map.';
  return ` For a fixed text, put it in two pairs of quotes: \`'"${String(value)}"'\`.`;
}

function checkName(name: string, path: JsonPath, report: FileCheck['report']): void {
  if (environmentVariable.test(name)) return;
  report(path, 'key', {
    severity: 'warning',
    code: 'env-name',
    message: `\`${name}\` cannot name an environment variable. Use letters, digits and underscores; do not start with a digit.`,
  });
}

function checkSecret(secret: unknown, path: JsonPath, report: FileCheck['report']): void {
  if (secret === null) return;
  if (!isObject(secret)) {
    report(path, 'value', {
      severity: 'error',
      code: 'secret-shape',
      message:
        'A secret is declared by a map with `required`, `title`, `description` and `json`. Its value is never in the bundle.',
    });
    return;
  }
  for (const [key, value] of Object.entries(secret)) {
    if (!secretKeys.includes(key)) reportKey(key, 'secrets', secretKeys, [...path, key], report);
    else if ((key === 'required' || key === 'json') && typeof value !== 'boolean') {
      report([...path, key], 'value', {
        severity: 'warning',
        code: 'secret-shape',
        message: `\`${key}\` must be \`true\` or \`false\`.`,
      });
    }
  }
}

function reportKey(
  key: string,
  owner: string,
  known: readonly string[],
  path: JsonPath,
  report: FileCheck['report'],
): void {
  const [suggestion] = closest(key, known, 1);
  const verb = owner === 'secrets' ? 'have' : 'has';
  const subject = owner === 'secrets' ? 'Secrets' : owner;
  report(path, 'key', {
    severity: 'warning',
    code: owner === 'secrets' ? 'secret-shape' : 'unknown-key',
    message: `${subject} ${verb} no \`${key}\`, so this has no effect.${suggestion === undefined ? '' : ` Did you mean \`${suggestion}\`?`}`,
    ...(suggestion === undefined ? {} : { data: { suggestion } }),
  });
}
