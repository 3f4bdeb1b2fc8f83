import { placeOf } from '../../bundle/check/contract.ts';
import { closest } from '../../text-distance.ts';
import type { Location } from 'vscode-languageserver-types';
import type { HelmModule, Module, TerraformModule } from '../module.ts';
import { stepPath, type ModuleCheck } from './context.ts';

type ReadModule = TerraformModule | HelmModule;

/** Declared resources against what the modules give, both ways. */
export function checkResources(check: ModuleCheck): void {
  const modules = check.modules.filter((module) => module.kind !== 'opaque');
  const isComplete = modules.length === check.modules.length && !modules.some(mayGiveMore);
  const given = new Set(modules.flatMap((module) => [...fieldsOf(module).keys(), ...outputsOf(module).keys()]));
  if (modules.length > 0 && isComplete) checkDeclared(check, modules, given);
  for (const module of modules) checkGiven(check, module);
}

function checkDeclared(check: ModuleCheck, modules: readonly ReadModule[], given: ReadonlySet<string>): void {
  for (const { name } of check.bundle.resources.values()) {
    if (given.has(name) || given.has(`resource_${name}`) || given.has(`artifact_${name}`)) continue;
    const outputs = modules.flatMap((module) => [...outputsOf(module)]);
    const [suggestion] = closest(
      name,
      outputs.map(([output]) => output).filter((output) => !check.bundle.resources.has(output)),
      1,
    );
    const location = outputs.find(([output]) => output === suggestion)?.[1];
    const way = modules.some(({ kind }) => kind === 'terraform') ? `\`output "${name}"\` or the file ` : 'the file ';
    check.report(placeOf(check, 'resources', name).entry, 'key', {
      severity: 'warning',
      code: 'resource-not-given',
      message: `No module gives the resource \`${name}\`. ${suggestion === undefined ? `Add ${way}\`resource_${name}.jq\` to the module.` : `Did you mean \`${suggestion}\`?`}`,
      ...(location && { related: [{ location, message: `\`${suggestion ?? ''}\` is given here.` }] }),
      ...(suggestion === undefined ? {} : { data: { suggestion } }),
    });
  }
}

/** An output need not be a resource; a template and a field of `massdriver_artifact` must be one. */
function checkGiven(check: ModuleCheck, module: ReadModule): void {
  const { resources } = check.bundle;
  for (const [name, location] of fieldsOf(module)) {
    if (resources.has(name)) continue;
    const [suggestion] = closest(name, resources.keys(), 1);
    check.report(stepPath(check, module.source), 'value', {
      severity: 'warning',
      code: 'resource-undeclared',
      message: `The module \`${module.source.step.path}\` gives the resource \`${name}\`, which the bundle does not declare.${suggestion === undefined ? ' Declare it, or nobody can use it.' : ` Did you mean \`${suggestion}\`?`}`,
      related: [{ location, message: `\`${name}\` is given here.` }],
    });
  }
}

function fieldsOf(module: ReadModule): ReadonlyMap<string, Location> {
  const templates = module.templates.map(({ resource, uri }) => [resource, fileStart(uri)] as const);
  return new Map([...(module.kind === 'terraform' ? module.fields : []), ...templates]);
}

function outputsOf(module: ReadModule): ReadonlyMap<string, Location> {
  return module.kind === 'terraform' ? module.outputs : new Map();
}

function mayGiveMore(module: Module): boolean {
  return module.kind === 'terraform' && module.mayGiveMore;
}

function fileStart(uri: string): Location {
  return { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
}
