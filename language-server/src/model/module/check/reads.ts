import type { Location } from 'vscode-languageserver-types';
import { payloadOf } from '../../bundle/check/expression-input.ts';
import { member, names, shapeOf, type Shape } from '../../jq/shape.ts';
import { closest } from '../../text-distance.ts';
import { inputsOf } from '../inputs.ts';
import type { HelmModule, ModuleFiles, TerraformModule } from '../module.ts';
import { isRead } from '../chart-values.ts';
import { layoutOf } from './chart-inputs.ts';
import { stepPath, type ModuleCheck } from './context.ts';

/**
 * What modules read of params and of connected resources, such as `var.vpc.data.arn`. Only what is
 * likely a typo is told: a module may know more of a value than the schema of its type.
 */
export function checkReads(check: ModuleCheck): void {
  for (const module of check.modules) {
    if (module.kind === 'terraform') checkTerraform(check, module);
    if (module.kind === 'helm') checkChart(check, module);
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

/** Templates of a chart see what its layout says; defaults in `values.yaml` may add to that. */
function checkChart(check: ModuleCheck, module: HelmModule): void {
  const { source, chart } = module;
  const { inputs } = layoutOf(check, module);
  const defaults = chart.defaults?.value ?? {};
  const known = new Set([...Object.keys(defaults), ...inputs.map(({ at }) => at[0] ?? '')]);
  const unread = inputs.filter(
    ({ at }) => at.length === 1 && !isRead(chart, at) && !Object.hasOwn(defaults, at[0] ?? ''),
  );
  for (const { steps } of chart.reads) {
    const input = inputs.find(({ at }) => at.every((name, index) => steps[index]?.name === name));
    const [first] = steps;
    if (input !== undefined && !Object.hasOwn(defaults, first?.name ?? '')) {
      const written = `.Values.${input.at.join('.')}`;
      const shape = shapeOfInput(check, input.kind, input.name);
      checkRead(check, source, { steps: steps.slice(input.at.length), written }, shape);
    } else if (first !== undefined && !known.has(first.name)) {
      const [meant] = closest(
        first.name,
        unread.map(({ name }) => name),
        1,
      );
      if (meant !== undefined) reportRead(check, source, '.Values', first, meant);
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
    reportRead(check, source, path, { name, location }, suggestion);
    return;
  }
}

function reportRead(
  check: ModuleCheck,
  source: ModuleFiles,
  path: string,
  { name, location }: Read['steps'][number],
  meant: string,
): void {
  check.report(stepPath(check, source), 'value', {
    severity: 'warning',
    code: 'module-path',
    message: `The module \`${source.step.path}\` reads \`${path}.${name}\`, and there is no \`${name}\`. Did you mean \`${meant}\`?`,
    related: [{ location, message: `\`${name}\` is read here.` }],
    data: { word: name, suggestion: meant },
  });
}
