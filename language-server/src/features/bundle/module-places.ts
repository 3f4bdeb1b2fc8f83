import type { Location } from 'vscode-languageserver-types';
import { printFlow } from '../../model/edit/print.ts';
import { placeInValues } from '../../model/module/chart-values.ts';
import {
  pathIn,
  type Chart,
  type ModuleFiles,
  type ModuleVariable,
  type TerraformModule,
} from '../../model/module/module.ts';
import { readModule } from '../../model/module/read.ts';
import type { Json } from '../../model/schema/json-schema.ts';
import { fromEntries } from '../../model/schema/own-property.ts';
import { redact } from '../../model/schema/sensitive.ts';
import { markdown } from '../describe-bundle.ts';
import { codeText } from '../describe-schema.ts';
import { valueAt, type BundleDocument } from './document.ts';
import type { Target } from './target.ts';

/** Where modules take what a bundle's name stands for, or give it: a variable, an output, a template. */
export function declarationsInModules(target: Target, modules: readonly ModuleFiles[]): Location[] {
  return modules.map(readModule).flatMap((module) => {
    if (module.kind === 'opaque') return [];
    if (target.kind === 'output') {
      const templates = module.templates.filter(({ resource }) => resource === target.name);
      const outputs = module.kind === 'terraform' ? outputsOf(module, target.name) : [];
      return [...outputs, ...templates.map(({ uri }) => fileStart(uri))];
    }
    if (module.kind === 'helm') return defaultIn(module.chart, target)?.location ?? [];
    const [name, ...rest] = inputPath(target);
    const variable = rest.length === 0 ? module.variables.get(name ?? '') : undefined;
    return variable === undefined ? [] : [variable.location];
  });
}

/** What `values.yaml` has for a name of the bundle. */
function defaultIn(chart: Chart, target: Target): { readonly location: Location; readonly value: unknown } | undefined {
  const at = pathInValues(chart, target);
  const { defaults } = chart;
  const value = at === undefined ? undefined : valueAt(defaults?.value, at);
  if (at === undefined || defaults === undefined || value === undefined) return undefined;
  return { location: { uri: defaults.uri, range: defaults.source.range(at, 'key') }, value };
}

/** The way from `.Values` to what a name of the bundle stands for; undefined for what a chart does not get. */
function pathInValues(chart: Chart, target: Target): readonly string[] | undefined {
  const path = inputPath(target);
  const under = placeInValues(chart, target.kind === 'param' ? 'param' : 'dependency');
  return target.kind === 'secret' || path.length === 0 || under === undefined ? undefined : [...under, ...path];
}

/** Where modules read what a bundle's name stands for, such as `var.storage.gigabytes`. */
export function readsInModules(target: Target, modules: readonly ModuleFiles[]): Location[] {
  const [name, ...rest] = inputPath(target);
  if (name === undefined) return [];
  return modules.map(readModule).flatMap((module) => {
    if (module.kind === 'opaque') return [];
    if (module.kind === 'helm') return readsInChart(module.chart, target);
    return module.references.flatMap(({ variable, location, steps }) => {
      if (variable !== name || !rest.every((step, index) => steps[index]?.name === step)) return [];
      return [steps[rest.length - 1]?.location ?? location];
    });
  });
}

function readsInChart(chart: Chart, target: Target): readonly Location[] {
  const at = pathInValues(chart, target);
  if (at === undefined) return [];
  return chart.reads.flatMap(({ steps }) =>
    at.every((name, index) => steps[index]?.name === name) ? (steps[at.length - 1]?.location ?? []) : [],
  );
}

/**
 * What modules say of a name of the bundle, as Markdown: the variables that take it, and the
 * defaults of charts. Empty when that is nothing.
 *
 * @param document where the name stands.
 */
export function describeInModules(document: BundleDocument, target: Target, modules: readonly ModuleFiles[]): string {
  const [name, ...rest] = inputPath(target);
  if (name === undefined) return '';
  const said = modules.map(readModule).flatMap((module) => {
    if (module.kind === 'opaque') return [];
    if (module.kind === 'helm') {
      const found = defaultIn(module.chart, target);
      if (found === undefined) return [];
      const shown = shownDefault(document, target, found.value);
      const value = shown === undefined ? '' : `: \`${codeText(shown)}\``;
      return [`Default of the chart${value} (${placeOf(module.source, found.location)})`];
    }
    const variable = rest.length === 0 ? module.variables.get(name) : undefined;
    return variable === undefined ? [] : [describeVariable(module.source, variable)];
  });
  return said.join('\n\n');
}

/** The default as text, without what is sensitive in it; of a slot nobody knows what is. */
function shownDefault({ schema }: BundleDocument, target: Target, value: unknown): string | undefined {
  if (target.kind !== 'param') return undefined;
  const whole = target.path.reduceRight<unknown>((inner, name) => fromEntries([[name, inner]]), value);
  const shown = valueAt(redact(schema, whole as Json), target.path);
  return shown === undefined ? undefined : printFlow(shown as Json);
}

function placeOf(source: ModuleFiles, { uri, range }: Location): string {
  return markdown(`${source.step.path}/${pathIn(source, uri)}:${range.start.line + 1}`);
}

function describeVariable(source: ModuleFiles, variable: ModuleVariable): string {
  const { name, type = 'any', required, description, location } = variable;
  const facts = `Variable \`${codeText(name)}\`: \`${codeText(type)}\`${required ? '' : ', with a default'} (${placeOf(source, location)})`;
  return description === undefined || description === '' ? facts : `${facts}\n\n${markdown(description)}`;
}

/** The way from a variable of the module; empty for what is none. */
function inputPath(target: Target): readonly string[] {
  switch (target.kind) {
    case 'param':
      return target.path;
    case 'slot':
    case 'secret':
      return [target.name];
    case 'payload':
      return [target.slot, ...target.path];
    default:
      return [];
  }
}

function outputsOf({ outputs, fields }: TerraformModule, name: string): readonly Location[] {
  const places = [name, `resource_${name}`, `artifact_${name}`].map((output) => outputs.get(output));
  return [...places, fields.get(name)].filter((place) => place !== undefined);
}

function fileStart(uri: string): Location {
  return { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
}
