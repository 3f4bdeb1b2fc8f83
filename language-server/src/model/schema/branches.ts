import { choicesOf } from './choices.ts';
import type { Json, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isSchema } from './keywords.ts';
import { getOwn, isObject } from './own-property.ts';

/** A property that a branch of `oneOf` or `anyOf` fixes to a constant or a few. */
export interface Discriminator {
  readonly property: string;
  readonly allowed: readonly Json[];
}

/** The properties by which a branch can be told from the others. */
export function discriminators(branch: JsonSchema | undefined): readonly Discriminator[] {
  if (!isObject(branch) || !isObject(branch['properties'])) return [];
  return Object.entries(branch['properties']).flatMap(([property, schema]) => {
    const choices = isSchema(schema) ? choicesOf(schema) : undefined;
    return choices === undefined ? [] : [{ property, allowed: choices.map(({ value }) => value) }];
  });
}

export type BranchSelection =
  /** Indexes of the branches whose constants the value does not contradict. */
  | { readonly kind: 'branches'; readonly branches: readonly number[] }
  /** Every branch fixes this property, and none to what the value has. */
  | ({ readonly kind: 'wrong-value' } & Discriminator);

/** The branches that a value may mean, told by constants such as `mode: CUSTOM`. */
export function selectBranches(branches: readonly JsonSchema[], value: unknown): BranchSelection {
  const all = branches.map((_, index) => index);
  if (!isObject(value)) return { kind: 'branches', branches: all };
  const fitting = all.filter((index) =>
    discriminators(branches[index]).every(
      ({ property, allowed }) => !Object.hasOwn(value, property) || includes(allowed, value[property]),
    ),
  );
  if (fitting.length > 0) return { kind: 'branches', branches: fitting };
  const common = commonDiscriminator(branches, value);
  return common === undefined ? { kind: 'branches', branches: all } : { kind: 'wrong-value', ...common };
}

function commonDiscriminator(
  branches: readonly JsonSchema[],
  value: { readonly [key: string]: unknown },
): Discriminator | undefined {
  const lists = branches.map(discriminators);
  for (const { property } of lists[0] ?? []) {
    const allowed = lists.map((list) => list.find((candidate) => candidate.property === property)?.allowed);
    if (!Object.hasOwn(value, property) || !allowed.every((list) => list !== undefined)) continue;
    const values = [...new Set(allowed.flat())];
    if (!includes(values, value[property])) return { property, allowed: values };
  }
  return undefined;
}

/** Whether a list holds a value; maps and lists are compared by content. */
export function includes(list: readonly Json[], value: unknown): boolean {
  return list.some(
    (entry) => entry === value || (isComposite(entry) && JSON.stringify(entry) === JSON.stringify(value)),
  );
}

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/**
 * The schemas that a schema adds for a value: `allOf`, the `dependencies` of properties that are
 * there, the branch of `if`, and the branch of `oneOf` or `anyOf` that the value selects. One
 * level: what these add in turn is found by asking again.
 *
 * @param holds decides a condition: whether the value fits a schema.
 */
export function conditionalParts(
  schema: JsonSchemaObject,
  value: unknown,
  holds: (condition: JsonSchema, value: unknown) => boolean,
): readonly JsonSchemaObject[] {
  const parts: unknown[] = Array.isArray(schema.allOf) ? [...(schema.allOf as unknown[])] : [];
  if (isObject(schema.dependencies) && isObject(value)) {
    for (const [property, part] of Object.entries(schema.dependencies)) {
      if (Object.hasOwn(value, property)) parts.push(Array.isArray(part) ? { required: part as unknown } : part);
    }
  }
  if (isSchema(schema.if)) parts.push(holds(schema.if, value) ? schema.then : schema.else);
  for (const branches of [schema.oneOf, schema.anyOf]) {
    if (Array.isArray(branches)) parts.push(...selectedParts((branches as unknown[]).filter(isSchema), value, holds));
  }
  return parts.filter((part): part is JsonSchemaObject => isObject(part));
}

function selectedParts(
  branches: readonly JsonSchema[],
  value: unknown,
  holds: (condition: JsonSchema, value: unknown) => boolean,
): readonly JsonSchema[] {
  const selection = selectBranches(branches, value);
  if (selection.kind === 'wrong-value') return [];
  const selected = selection.branches.map((index) => branches[index]).filter(isSchema);
  if (selected.length <= 1) return selected;
  const decided = selected.filter((branch) => isDecided(branch, value));
  if (decided.length === 1) return decided;
  const accepting = selected.filter((branch) => holds(branch, value));
  return accepting.length === 1 ? accepting : [];
}

/** Whether the value has everything that tells this branch from the others. */
function isDecided(branch: JsonSchema, value: unknown): boolean {
  const fixed = discriminators(branch);
  return fixed.length > 0 && isObject(value) && fixed.every(({ property }) => getOwn(value, property) !== undefined);
}
