import type { Location } from 'vscode-languageserver-types';
import { pathIn, type ModuleFiles, type ModuleVariable, type TerraformModule } from '../../model/module/module.ts';
import { readModule } from '../../model/module/read.ts';
import { markdown } from '../describe-bundle.ts';
import { codeText } from '../describe-schema.ts';
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
    const [name, ...rest] = inputPath(target);
    const variable = module.kind === 'terraform' && rest.length === 0 ? module.variables.get(name ?? '') : undefined;
    return variable === undefined ? [] : [variable.location];
  });
}

/** Where modules read what a bundle's name stands for, such as `var.storage.gigabytes`. */
export function readsInModules(target: Target, modules: readonly ModuleFiles[]): Location[] {
  const [name, ...rest] = inputPath(target);
  if (name === undefined) return [];
  return modules.map(readModule).flatMap((module) => {
    if (module.kind !== 'terraform') return [];
    return module.references.flatMap(({ variable, location, steps }) => {
      if (variable !== name || !rest.every((step, index) => steps[index]?.name === step)) return [];
      return [steps[rest.length - 1]?.location ?? location];
    });
  });
}

/** What modules say of a name of the bundle: the variables that take it, as Markdown; empty when there are none. */
export function describeInModules(target: Target, modules: readonly ModuleFiles[]): string {
  const [name, ...rest] = inputPath(target);
  if (name === undefined || rest.length > 0) return '';
  const variables = modules.map(readModule).flatMap((module) => {
    const variable = module.kind === 'terraform' ? module.variables.get(name) : undefined;
    return variable === undefined ? [] : [describeVariable(module.source, variable)];
  });
  return variables.join('\n\n');
}

function describeVariable(source: ModuleFiles, variable: ModuleVariable): string {
  const { name, type = 'any', required, description, location } = variable;
  const place = `${source.step.path}/${pathIn(source, location.uri)}:${location.range.start.line + 1}`;
  const facts = `Variable \`${codeText(name)}\`: \`${codeText(type)}\`${required ? '' : ', with a default'} (${markdown(place)})`;
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
