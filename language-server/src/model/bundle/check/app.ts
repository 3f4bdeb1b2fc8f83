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
  const envs = getOwn(app, 'envs');
  for (const [name, value] of isObject(envs) ? Object.entries(envs) : []) {
    checkName(name, ['app', 'envs', name], report);
    if (typeof value === 'string') continue;
    report(['app', 'envs', name], 'value', {
      severity: 'warning',
      code: 'env-shape',
      message: `\`${name}\` must be a jq expression, as text. For a fixed text, put it in two pairs of quotes: \`'"${String(value)}"'\`.`,
    });
  }
  const secrets = getOwn(app, 'secrets');
  for (const [name, secret] of isObject(secrets) ? Object.entries(secrets) : []) {
    checkName(name, ['app', 'secrets', name], report);
    checkSecret(secret, ['app', 'secrets', name], report);
  }
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
