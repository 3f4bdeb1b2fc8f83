import { choicesOf } from '../../schema/choices.ts';
import { includes } from '../../schema/branches.ts';
import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from '../../schema/json-schema.ts';
import { declaredProperties, isOpen, partsOfLevel, walkLevels, type SchemaPart } from '../../schema/levels.ts';
import { getOwn, isObject, setOwn } from '../../schema/own-property.ts';
import { closest, didYouMean, suggestionData } from '../../text-distance.ts';
import type { FileCheck } from './context.ts';

type Declared = { readonly [name: string]: JsonSchema };

/** Conditions that can never apply, and names that are required but declared nowhere. */
export function checkConditions(check: FileCheck, schema: JsonSchema, at: JsonPath): void {
  walkLevels(schema, (level, path) => {
    const declared = declaredProperties(level);
    if (Object.keys(declared).length === 0 || isOpen(level)) return;
    const open = level['$ref'] !== undefined;
    const parts = partsOfLevel(level);
    for (const part of parts) {
      const place = [...at, ...path, ...part.path];
      if (!open) checkRequired(check, part.schema.required, declared, place);
      checkDependencies(check, part.schema.dependencies, declared, place);
      const above = declaredAbove(parts, part);
      checkConstants(check, part.schema.properties, above, place);
      checkBranches(check, part, { ...above, ...part.schema.properties }, place);
    }
  });
}

/** What holds wherever a part applies: the properties of the schemas around it. Its siblings may never apply with it. */
function declaredAbove(parts: readonly SchemaPart[], part: SchemaPart): Declared {
  const declared: { [name: string]: JsonSchema } = {};
  for (const { schema, path } of parts) {
    const isAround = path.length < part.path.length && path.every((step, index) => step === part.path[index]);
    for (const [name, property] of isAround ? Object.entries(schema.properties ?? {}) : []) {
      if (!Object.hasOwn(declared, name)) setOwn(declared, name, property);
    }
  }
  return declared;
}

function checkRequired({ report }: FileCheck, required: unknown, declared: Declared, place: JsonPath): void {
  if (!Array.isArray(required)) return;
  for (const [index, name] of required.entries()) {
    if (typeof name !== 'string' || Object.hasOwn(declared, name)) continue;
    report([...place, 'required', index], 'value', {
      severity: 'warning',
      code: 'required-undeclared',
      message: `\`${name}\` is required, and no \`properties\` declares it.${didYouMean(name, Object.keys(declared))}`,
      ...suggestionData(name, Object.keys(declared)),
    });
  }
}

function checkDependencies({ report }: FileCheck, dependencies: unknown, declared: Declared, place: JsonPath): void {
  for (const name of isObject(dependencies) ? Object.keys(dependencies) : []) {
    if (Object.hasOwn(declared, name)) continue;
    report([...place, 'dependencies', name], 'key', {
      severity: 'warning',
      code: 'condition-unknown-property',
      message: `This depends on \`${name}\`, and no \`properties\` declares it.${didYouMean(name, Object.keys(declared))}`,
      ...suggestionData(name, Object.keys(declared)),
    });
  }
}

/** A branch that asks a property for a value which the property itself does not allow. */
function checkConstants({ report }: FileCheck, properties: unknown, declared: Declared, place: JsonPath): void {
  for (const [name, condition] of isObject(properties) ? Object.entries(properties) : []) {
    const property = getOwn(declared, name);
    if (!isObject(condition) || !isObject(property) || property === condition) continue;
    const wanted = choicesOf(condition);
    const possible = valuesOf(property);
    if (wanted === undefined || possible === undefined) continue;
    if (wanted.some(({ value }) => includes(possible, value))) continue;
    const keyword = Object.hasOwn(condition, 'const') ? 'const' : 'enum';
    report([...place, 'properties', name, keyword], 'value', {
      severity: 'warning',
      code: 'condition-never',
      message: `\`${name}\` is never ${wanted.map(({ value }) => shown(value)).join(' or ')}, so this never applies.${hint(wanted[0]?.value, possible)}`,
      data: { allowedValues: possible, ...meant(wanted[0]?.value, possible) },
    });
  }
}

/** A value that a property allows and no branch does: whoever chooses it is refused. */
function checkBranches({ report }: FileCheck, part: SchemaPart, declared: Declared, place: JsonPath): void {
  const { schema, path } = part;
  // Elsewhere the branches may count only together with other values.
  const [dependencies, only] = path;
  if (path.length > 0 && !(path.length === 2 && dependencies === 'dependencies')) return;
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const branches: readonly unknown[] = schema[keyword] ?? [];
    for (const [name, property] of branches.length === 0 ? [] : Object.entries(declared)) {
      if (only !== undefined && only !== name) continue;
      const possible = isObject(property) ? valuesOf(property) : undefined;
      const allowed = branches.map((branch) => choicesIn(branch, name));
      if (possible === undefined || allowed.includes(undefined)) continue;
      // What a branch misspells is said there.
      if (allowed.some((values) => values?.some((value) => !includes(possible, value)))) continue;
      const left = possible.filter((value) => !allowed.some((values) => values && includes(values, value)));
      if (left.length === 0 || left.length === possible.length) continue;
      report([...place, keyword], 'key', {
        severity: 'warning',
        code: 'choice-without-branch',
        message: `No branch is for ${left.map(shown).join(' or ')} of \`${name}\`, so nobody can choose it. Add a branch, or take it out of the choices.`,
      });
    }
  }
}

function valuesOf(property: JsonSchemaObject): readonly Json[] | undefined {
  return choicesOf(property)?.map(({ value }) => value) ?? (property['type'] === 'boolean' ? [true, false] : undefined);
}

function choicesIn(branch: unknown, name: string): readonly Json[] | undefined {
  const properties = isObject(branch) ? getOwn(branch, 'properties') : undefined;
  const condition = isObject(properties) ? getOwn(properties, name) : undefined;
  return isObject(condition) ? choicesOf(condition)?.map(({ value }) => value) : undefined;
}

/** The possible value that is surely meant: the same in another type, or one that is spelled alike. */
function meant(wanted: Json | undefined, possible: readonly Json[]): { readonly suggestion?: Json } {
  const same = possible.find((value) => value !== wanted && String(value) === String(wanted));
  const near = typeof wanted === 'string' ? closest(wanted, possible.map(String), 1)[0] : undefined;
  const suggestion = same ?? possible.find((value) => String(value) === near);
  return suggestion === undefined ? {} : { suggestion };
}

function hint(wanted: Json | undefined, possible: readonly Json[]): string {
  if (possible.some((value) => value !== wanted && String(value) === String(wanted))) {
    return typeof wanted === 'string' ? ' Remove the quotes.' : ' Put it in quotes.';
  }
  return typeof wanted === 'string' ? didYouMean(wanted, possible.map(String)) : '';
}

function shown(value: Json): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
