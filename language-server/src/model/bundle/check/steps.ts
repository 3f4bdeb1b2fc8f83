import { getOwn, isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import { provisioners } from '../bundle.ts';
import type { FileCheck } from './context.ts';

const stepKeys: readonly string[] = ['path', 'provisioner', 'config', 'skip_on_delete'];

/** Where the modules are and what runs them. */
export function checkSteps({ root, report }: FileCheck): void {
  const steps = getOwn(root, 'steps');
  if (!Array.isArray(steps)) return;
  const paths = new Set<string>();
  for (const [index, step] of steps.entries()) {
    const at = ['steps', index];
    if (!isObject(step)) {
      report(at, 'value', {
        severity: 'error',
        code: 'step-shape',
        message: 'A step is a map with `path` and `provisioner`.',
      });
      continue;
    }
    const meant = new Set<string>();
    for (const key of Object.keys(step)) {
      const [suggestion] = stepKeys.includes(key) ? [] : closest(key, stepKeys, 1);
      if (suggestion === undefined) continue;
      meant.add(suggestion);
      report([...at, key], 'key', {
        severity: 'warning',
        code: 'unknown-key',
        message: `Steps have no \`${key}\`. Did you mean \`${suggestion}\`?`,
        data: { suggestion },
      });
    }
    // A misspelled key is not missing besides.
    if (!meant.has('path')) checkPath(getOwn(step, 'path'), paths, [...at, 'path'], report);
    if (!meant.has('provisioner')) checkProvisioner(getOwn(step, 'provisioner'), [...at, 'provisioner'], report);
    checkSettings(step, at, report);
  }
}

function checkSettings(
  step: { readonly [key: string]: unknown },
  at: (string | number)[],
  report: FileCheck['report'],
): void {
  const config = getOwn(step, 'config');
  if (config !== undefined && config !== null && !isObject(config)) {
    const message = '`config` must be a map of settings for what runs the step.';
    report([...at, 'config'], 'value', { severity: 'warning', code: 'step-shape', message });
  }
  const skips = getOwn(step, 'skip_on_delete');
  if (skips === undefined || skips === null || typeof skips === 'boolean') return;
  const message = '`skip_on_delete` must be `true` or `false`.';
  report([...at, 'skip_on_delete'], 'value', { severity: 'warning', code: 'step-shape', message });
}

function checkPath(path: unknown, seen: Set<string>, at: (string | number)[], report: FileCheck['report']): void {
  if (typeof path !== 'string' || path === '') {
    report(at, 'start', {
      severity: 'error',
      code: 'step-path',
      message: 'This step does not say where its module is. Add `path:`, a folder of the bundle.',
    });
    return;
  }
  if (/^(?:[/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..')) {
    report(at, 'value', {
      severity: 'error',
      code: 'step-path',
      message: `\`${path}\` is outside the bundle. A step's module is a folder of the bundle.`,
    });
  }
  const folder = path.replace(/^\.\//, '').replace(/\/$/, '');
  if (seen.has(folder)) {
    report(at, 'value', {
      severity: 'warning',
      code: 'step-duplicate',
      message: `Another step runs \`${path}\` already.`,
    });
  }
  seen.add(folder);
}

function checkProvisioner(provisioner: unknown, at: (string | number)[], report: FileCheck['report']): void {
  if (provisioner === undefined || provisioner === null) {
    report(at, 'start', {
      severity: 'warning',
      code: 'step-provisioner',
      message: `This step does not say what runs it. Add \`provisioner:\` with one of ${provisioners.join(', ')}.`,
    });
    return;
  }
  const name = String(provisioner).split(':', 1)[0] ?? '';
  if ((provisioners as readonly string[]).includes(name)) return;
  const [suggestion] = closest(name, provisioners, 1);
  report(at, 'value', {
    severity: 'warning',
    code: 'step-provisioner',
    message: `Patchbay cannot run \`${name}\`.${suggestion === undefined ? ` It runs ${provisioners.join(', ')}.` : ` Did you mean \`${suggestion}\`?`}`,
    ...(suggestion === undefined ? {} : { data: { suggestion } }),
  });
}
