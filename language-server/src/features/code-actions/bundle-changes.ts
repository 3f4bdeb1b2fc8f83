import type { Bundle } from '../../model/bundle/bundle.ts';
import { enumerate } from '../../model/check/collect.ts';
import { printFlow } from '../../model/edit/print.ts';
import { sameJson } from '../../model/edit/write-value.ts';
import type { JsonSchema, JsonSchemaObject } from '../../model/schema/json-schema.ts';
import { declaredProperties } from '../../model/schema/levels.ts';
import { getOwn } from '../../model/schema/own-property.ts';

/** What another version of a bundle means for who uses it: what breaks first, what is new last. */
export function changesBetween(before: Bundle, after: Bundle): string {
  const [old, next] = [leaves(before.params), leaves(after.params)];
  const isNeeded = (name: string): boolean => next.get(name)?.required === true && old.get(name)?.required !== true;
  const both = [...next.keys()].filter((name) => old.has(name));
  const slots = [...after.dependencies.values()].filter(
    ({ name, required }) => required && before.dependencies.get(name)?.required !== true,
  );
  const parts = [
    list('needs', [...next.keys()].filter(isNeeded)),
    list(
      'needs a connection for',
      slots.map(({ name }) => name),
    ),
    list(
      'no longer takes',
      [...old.keys()].filter((name) => !next.has(name)),
    ),
    list(
      'no longer puts out',
      [...before.resources.keys()].filter((name) => !after.resources.has(name)),
    ),
    list(
      'changes what it accepts for',
      both.filter((name) => accepts(old.get(name)) !== accepts(next.get(name))),
    ),
    ...both.flatMap((name) => defaultChange(name, old.get(name)?.schema, next.get(name)?.schema)),
    list(
      'also takes',
      [...next.keys()].filter((name) => !old.has(name) && !isNeeded(name)),
    ),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('; ') : 'takes the same params';
}

interface Leaf {
  readonly schema: JsonSchema;
  readonly required: boolean;
}

const deepest = 4;

/** Params by their path, those in maps included. */
function leaves(schema: JsonSchemaObject, prefix = '', depth = 0, found = new Map<string, Leaf>()): Map<string, Leaf> {
  for (const [name, property] of Object.entries(declaredProperties(schema))) {
    const path = `${prefix}${name}`;
    const isMap = typeof property === 'object' && Object.keys(declaredProperties(property)).length > 0;
    if (isMap && depth < deepest) leaves(property, `${path}.`, depth + 1, found);
    else found.set(path, { schema: property, required: (schema.required ?? []).includes(name) });
  }
  return found;
}

function list(verb: string, names: readonly string[]): string {
  return names.length > 0 ? `${verb} ${enumerate(names, 'and', 5)}` : '';
}

const constraints = ['type', 'enum', 'const', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'items'];

function accepts(leaf: Leaf | undefined): string {
  const schema = typeof leaf?.schema === 'object' ? leaf.schema : {};
  return JSON.stringify(constraints.map((keyword) => getOwn(schema, keyword) ?? null));
}

function defaultChange(name: string, before: JsonSchema | undefined, after: JsonSchema | undefined): string[] {
  if (typeof before !== 'object' || typeof after !== 'object') return [];
  if (after.default === undefined || sameJson(before.default, after.default)) return [];
  return [`${name} is ${printFlow(after.default)} by default`];
}
