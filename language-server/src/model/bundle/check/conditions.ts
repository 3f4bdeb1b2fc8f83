import { choicesOf } from '../../schema/choices.ts';
import { includes } from '../../schema/branches.ts';
import type { Json, JsonPath, JsonSchema } from '../../schema/json-schema.ts';
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
      checkConstants(check, part.schema.properties, declaredAbove(parts, part), place);
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
    const possible =
      choicesOf(property)?.map(({ value }) => value) ?? (property['type'] === 'boolean' ? [true, false] : undefined);
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
