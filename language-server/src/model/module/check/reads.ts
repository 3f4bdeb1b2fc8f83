import type { Location } from 'vscode-languageserver-types';
import { payloadOf } from '../../bundle/check/expression-input.ts';
import { member, names, shapeOf, type Shape } from '../../jq/shape.ts';
import { closest } from '../../text-distance.ts';
import { inputsOf } from '../inputs.ts';
import type { HelmModule, ModuleFiles, TerraformModule } from '../module.ts';
import { pathIn } from '../module.ts';
import { SourceText } from '../../edit/source-text.ts';
import { stepPath, type ModuleCheck } from './context.ts';

/**
 * What modules read of params and of connected resources, such as `var.vpc.data.arn`. Only what is
 * likely a typo is told: a module may know more of a value than the schema of its type.
 */
export function checkReads(check: ModuleCheck): void {
  for (const module of check.modules) {
    if (module.kind === 'terraform') checkTerraform(check, module);
    if (module.kind === 'helm' && module.values === undefined) checkChart(check, module);
  }
}

interface Read {
  readonly steps: readonly { readonly name: string; readonly location: Location }[];
  /** As the module writes what the steps start from. */
  readonly written: string;
}

function checkTerraform(check: ModuleCheck, { references, source }: TerraformModule): void {
  const inputs = inputsOf(check.bundle, check.root);
  for (const { variable, steps } of references) {
    const kind = inputs.get(variable)?.kind;
    if (kind !== 'param' && kind !== 'dependency') continue;
    checkRead(check, source, { steps, written: `var.${variable}` }, shapeOfInput(check, kind, variable));
  }
}

const valuesPath = /\.Values\.(params|connections)\.([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)/g;

/** Templates of a chart see `{params, connections, envs}`; defaults in `values.yaml` may add to them. */
function checkChart(check: ModuleCheck, { source }: HelmModule): void {
  const defaults = source.files.find(({ uri }) => pathIn(source, uri) === 'values.yaml')?.text ?? '';
  if (/^(?:params|connections)\s*:/m.test(defaults)) return;
  for (const { uri, text } of source.files) {
    if (!pathIn(source, uri).startsWith('templates/')) continue;
    const lines = new SourceText(text);
    for (const match of text.matchAll(valuesPath)) {
      const [, section = '', name = '', rest = ''] = match;
      const steps: { name: string; location: Location }[] = [];
      let at = match.index + `.Values.${section}.${name}`.length;
      for (const step of rest.split('.').slice(1)) {
        const range = { start: lines.positionAt(at + 1), end: lines.positionAt(at + 1 + step.length) };
        steps.push({ name: step, location: { uri, range } });
        at += 1 + step.length;
      }
      const kind = section === 'params' ? 'param' : 'dependency';
      checkRead(check, source, { steps, written: `.Values.${section}.${name}` }, shapeOfInput(check, kind, name));
    }
  }
}

function shapeOfInput({ bundle, registry }: ModuleCheck, kind: 'param' | 'dependency', name: string): Shape {
  if (kind === 'param') {
    const shape = member(shapeOf(bundle.params, '.params'), name);
    return shape === 'missing' ? 'unknown' : shape;
  }
  const slot = bundle.dependencies.get(name);
  return slot === undefined ? 'unknown' : shapeOf(payloadOf(slot, registry), '.');
}

function checkRead(check: ModuleCheck, source: ModuleFiles, { steps, written }: Read, start: Shape): void {
  let shape = start;
  let path = written;
  for (const { name, location } of steps) {
    const next = member(shape, name);
    if (next !== 'missing') {
      shape = next;
      path += `.${name}`;
      continue;
    }
    const [suggestion] = closest(name, names(shape), 1);
    if (suggestion === undefined) return;
    check.report(stepPath(check, source), 'value', {
      severity: 'warning',
      code: 'module-path',
      message: `The module \`${source.step.path}\` reads \`${path}.${name}\`, and there is no \`${name}\`. Did you mean \`${suggestion}\`?`,
      related: [{ location, message: `\`${name}\` is read here.` }],
    });
    return;
  }
}
