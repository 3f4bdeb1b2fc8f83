import { closest } from '../../text-distance.ts';
import { inputsOf, takesAnyParam, type Input } from '../inputs.ts';
import type { TerraformModule } from '../module.ts';
import { stepPath, type ModuleCheck } from './context.ts';
import { expressionsOf, mentions } from './expression-texts.ts';
import { generatedFile } from './generated-file.ts';

/** Variables of the modules against params, dependencies and secrets, both ways. */
export function checkVariables(check: ModuleCheck): void {
  const inputs = inputsOf(check.bundle, check.root);
  const modules = check.modules.filter((module) => module.kind === 'terraform');
  for (const module of modules) {
    checkRequired(check, module, inputs);
    checkDeclared(check, module, inputs);
  }
  if (modules.length > 0 && modules.length === check.modules.length) checkUse(check, modules, inputs);
}

/** A variable without a default needs a value, or Terraform stops. */
function checkRequired(check: ModuleCheck, module: TerraformModule, inputs: ReadonlyMap<string, Input>): void {
  const { bundle, report } = check;
  for (const { name, required, location, type } of module.variables.values()) {
    if (!required || module.filled.has(name) || name.startsWith('md_')) continue;
    const input = inputs.get(name);
    if (input === undefined && !takesAnyParam(bundle)) {
      const free = [...inputs.keys()].filter((candidate) => !module.variables.has(candidate));
      const [suggestion] = closest(name, free, 1);
      const hint = suggestion === undefined ? '' : ` Did you mean \`${suggestion}\`?`;
      const generated = generatedFile(location.uri);
      report(stepPath(check, module.source), 'value', {
        // A generated file is written again before it counts.
        severity: generated === undefined ? 'error' : 'warning',
        code: 'module-variable-unfilled',
        message: `The module \`${module.source.step.path}\` needs the variable \`${name}\`, and no param, dependency or secret has this name.${hint || (generated === undefined ? ' Declare a param, or give the variable a default.' : ` Generate \`${generated}\` again.`)}`,
        related: [{ location, message: `\`${name}\` has no default.` }],
        data: { name, ...(type === undefined ? {} : { type }) },
      });
    } else if (input?.always === false) {
      report(input.path, 'key', {
        severity: 'warning',
        code: 'module-variable-optional',
        message: `\`${name}\` may be left out, and then Terraform stops: its variable has no default. Add \`default = null\` to the variable, or make the ${input.kind} required.`,
        related: [{ location, message: `\`${name}\` has no default.` }],
      });
    }
  }
}

/** The engine declares what the module reads and the bundle gives; for any other name Terraform stops. */
function checkDeclared(check: ModuleCheck, module: TerraformModule, inputs: ReadonlyMap<string, Input>): void {
  for (const { variable, location } of module.references) {
    if (module.variables.has(variable) || inputs.has(variable)) continue;
    const [suggestion] = closest(variable, new Set([...module.variables.keys(), ...inputs.keys()]), 1);
    const hint =
      suggestion === undefined ? ' Declare it, as a variable or a param.' : ` Did you mean \`${suggestion}\`?`;
    const isSure = !takesAnyParam(check.bundle);
    check.report(stepPath(check, module.source), 'value', {
      severity: isSure ? 'error' : 'warning',
      code: 'module-variable-undeclared',
      message: `The module \`${module.source.step.path}\` reads \`var.${variable}\`, which neither the module nor the bundle declares.${hint}`,
      related: [{ location, message: `\`var.${variable}\` is read here.` }],
      data: { name: variable, word: variable, ...(suggestion === undefined ? {} : { suggestion }) },
    });
  }
}

/** Params and dependencies that no module takes and no expression reads have no effect. */
function checkUse(check: ModuleCheck, modules: readonly TerraformModule[], inputs: ReadonlyMap<string, Input>): void {
  const taken = new Set(
    modules.flatMap(({ variables, references }) => [
      ...variables.keys(),
      ...references.map(({ variable }) => variable),
    ]),
  );
  const expressions = expressionsOf(check);
  for (const { name, kind, path } of inputs.values()) {
    if ((kind !== 'param' && kind !== 'dependency') || taken.has(name) || mentions(expressions, name)) continue;
    const unfilled = modules.flatMap(({ variables, filled }) =>
      [...variables.values()].filter((variable) => !inputs.has(variable.name) && !filled.has(variable.name)),
    );
    const [suggestion] = closest(
      name,
      unfilled.map((variable) => variable.name),
      1,
    );
    const variable = unfilled.find((candidate) => candidate.name === suggestion);
    const hint =
      suggestion === undefined ? `Add \`variable "${name}"\`, or remove it here.` : `Did you mean \`${suggestion}\`?`;
    check.report(path, 'key', {
      // A dependency may be there to be deployed first.
      severity: kind === 'param' || suggestion !== undefined ? 'warning' : 'information',
      code: kind === 'param' ? 'unused-param' : 'unused-dependency',
      message: `No module has a variable for the ${kind} \`${name}\`, so it has no effect. ${hint}`,
      ...(variable && {
        related: [{ location: variable.location, message: `\`${variable.name}\` is declared here.` }],
      }),
      ...(suggestion === undefined ? {} : { data: { suggestion } }),
    });
  }
}
