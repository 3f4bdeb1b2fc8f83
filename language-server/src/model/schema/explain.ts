import type { ErrorObject } from 'ajv';
import { discriminators, selectBranches } from './branches.ts';
import { choicesOfBranches } from './choices.ts';
import { describeChoice, describeError, describeType, nameOf, quoteList } from './describe-problem.ts';
import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { getOwn, isObject } from './own-property.ts';
import type { SchemaProblem } from './schema-problem.ts';

/**
 * Turns what the validator reports into what a person wants to know. The validator lists the errors
 * of every branch of a `oneOf`; here the branch that the value itself selects is found (by a
 * constant such as `mode: CUSTOM`, else by type, else by nearness) and only its errors are told.
 */
export function explainErrors(errors: readonly ErrorObject[], root: unknown): readonly SchemaProblem[] {
  if (errors.length === 0) return [];
  const problems =
    errors.length > mostErrors ? explainAll(errors.slice(0, mostErrors), root) : explainAll(errors, root);
  return withoutEchoes(problems);
}

/** A value that breaks more rules than this is not read to the end. */
const mostErrors = 2_000;

function explainAll(errors: readonly ErrorObject[], root: unknown): SchemaProblem[] {
  const composites = errors.filter(({ keyword }) => compositeKeywords.has(keyword));
  const outermost = composites.filter(
    (error) => !composites.some((other) => other !== error && isWithin(error, other)),
  );
  const problems: SchemaProblem[] = [];
  for (const error of errors) {
    if (outermost.includes(error)) problems.push(...explainComposite(error, errors, root));
    else if (error.keyword !== 'if' && !outermost.some((composite) => isWithin(error, composite))) {
      problems.push(describeError(error, pathOf(error.instancePath, root)));
    }
  }
  return problems;
}

/** Keywords that report the errors of their sub-schemas and one of their own after them. */
const compositeKeywords: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'contains', 'propertyNames']);

function isWithin(error: ErrorObject, composite: ErrorObject): boolean {
  return (
    error.schemaPath.startsWith(`${composite.schemaPath}/`) &&
    (error.instancePath === composite.instancePath || error.instancePath.startsWith(`${composite.instancePath}/`))
  );
}

function explainComposite(error: ErrorObject, errors: readonly ErrorObject[], root: unknown): SchemaProblem[] {
  const path = pathOf(error.instancePath, root);
  if (error.keyword !== 'oneOf' && error.keyword !== 'anyOf') return [describeError(error, path)];
  const branches = error.schema as readonly JsonSchema[];
  const passing = (error.params as { passingSchemas?: readonly number[] | null }).passingSchemas;
  if (passing) return [describeAmbiguity(error, path, branches, passing)];

  const choices = choicesOfBranches(branches);
  if (choices !== undefined) return [describeChoice(path, error.data, choices, error.parentSchema as JsonSchemaObject)];

  const selection = selectBranches(branches, error.data);
  if (selection.kind === 'wrong-value') {
    const { property, allowed } = selection;
    const value = getOwn(error.data as { [key: string]: Json }, property);
    return [
      describeChoice(
        [...path, property],
        value,
        allowed.map((choice) => ({ value: choice })),
        {},
      ),
    ];
  }
  const explained = selection.branches.map((index) => {
    const prefix = `${error.schemaPath}/${index}`;
    const inner = errors.filter(
      (candidate) =>
        isWithin(candidate, error) &&
        (candidate.schemaPath === prefix || candidate.schemaPath.startsWith(`${prefix}/`)),
    );
    return { index, problems: explainAll(inner, root) };
  });
  const nearest = nearestBranch(explained, branches, error.data);
  return nearest ?? [describeNoFit(path, error, branches)];
}

/** The problems of the branch that the value comes nearest to, when it is clear which one that is. */
function nearestBranch(
  explained: readonly { readonly index: number; readonly problems: SchemaProblem[] }[],
  branches: readonly JsonSchema[],
  value: unknown,
): SchemaProblem[] | undefined {
  const [only, ...others] = explained;
  if (only !== undefined && others.length === 0) return only.problems;
  const rightType = explained.filter(({ index }) => acceptsType(branches[index], value));
  const [onlyOfType, ...othersOfType] = rightType;
  if (onlyOfType !== undefined && othersOfType.length === 0) return onlyOfType.problems;
  const known = rightType.map((candidate) => ({
    ...candidate,
    known: knownProperties(branches[candidate.index], value),
  }));
  const most = Math.max(...known.map((candidate) => candidate.known));
  const [nearest, ...asNear] = known.filter((candidate) => candidate.known === most && most > 0);
  return asNear.length === 0 ? nearest?.problems : undefined;
}

/** How many properties of the value a branch speaks of. */
function knownProperties(branch: JsonSchema | undefined, value: unknown): number {
  if (typeof branch !== 'object' || !isObject(branch.properties) || !isObject(value)) return 0;
  const properties = branch.properties;
  return Object.keys(value).filter((key) => Object.hasOwn(properties, key)).length;
}

function acceptsType(branch: JsonSchema | undefined, value: unknown): boolean {
  if (typeof branch !== 'object') return branch === true;
  if (branch.type === undefined) return !isObject(branch.properties) || isObject(value);
  const types = typeof branch.type === 'string' ? [branch.type] : branch.type;
  return types.some((type) => type === typeOf(value) || (type === 'number' && typeof value === 'number'));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function describeAmbiguity(
  error: ErrorObject,
  path: JsonPath,
  branches: readonly JsonSchema[],
  passing: readonly number[],
): SchemaProblem {
  const undecided = passing
    .flatMap((index) => discriminators(branches[index]))
    .find(({ property }) => isObject(error.data) && !Object.hasOwn(error.data, property));
  const name = nameOf(path);
  const message =
    undecided === undefined
      ? `${name} fits ${labels(branches, passing)} at once, and may fit only one of them. Add or remove what tells them apart.`
      : `${name} needs \`${undecided.property}\` to say which form it takes.`;
  const params = undecided === undefined ? {} : { missingProperty: undecided.property };
  return { path, keyword: 'oneOf', message, params, on: 'key' };
}

function describeNoFit(path: JsonPath, error: ErrorObject, branches: readonly JsonSchema[]): SchemaProblem {
  const types = branches.flatMap((branch) => (typeof branch === 'object' ? (branch.type ?? []) : []));
  const areTyped = branches.every((branch) => typeof branch === 'object' && branch.type !== undefined);
  if (areTyped && !branches.some((branch) => acceptsType(branch, error.data)))
    return describeType(path, error.data, { type: [...new Set(types)] }, {});
  const all = branches.map((_, index) => index);
  const required = branches.flatMap((branch) =>
    typeof branch === 'object' && branch.required?.length ? [branch.required] : [],
  );
  const message =
    required.length === branches.length
      ? `${nameOf(path)} needs ${required.map((names) => quoteList(names, 'and')).join(', or ')}.`
      : `${nameOf(path)} takes one of ${branches.length} forms, and is none of them: ${labels(branches, all)}.`;
  return { path, keyword: error.keyword, message, params: {}, on: 'value' };
}

function labels(branches: readonly JsonSchema[], indexes: readonly number[]): string {
  const texts = indexes.map((index) => {
    const branch = branches[index];
    if (typeof branch !== 'object') return 'anything';
    if (typeof branch.title === 'string') return `“${branch.title}”`;
    const keys = branch.required?.length ? branch.required : Object.keys(branch.properties ?? {});
    if (keys.length > 0) return `one with ${quoteList(keys, 'and')}`;
    return typeof branch.type === 'string' ? typeLabel(branch.type) : `form ${index + 1}`;
  });
  return [...new Set(texts)].join(', ');
}

function typeLabel(type: string): string {
  return type === 'string' ? 'text' : type;
}

/** A value of the wrong type breaks other rules at the same place: only the type is worth telling. */
function withoutEchoes(problems: readonly SchemaProblem[]): readonly SchemaProblem[] {
  const wrongType = new Set<string>();
  const seen = new Set<string>();
  for (const { keyword, path } of problems) if (keyword === 'type') wrongType.add(JSON.stringify(path));
  return problems.filter((problem) => {
    const place = JSON.stringify(problem.path);
    if (problem.keyword !== 'type' && problem.on === 'value' && wrongType.has(place)) return false;
    // `enum` may be told twice: by the property itself and by the branch that depends on it.
    const identity = problem.keyword === 'enum' ? `enum ${place}` : `${problem.message} ${place}`;
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

/** The steps of an RFC 6901 pointer; digits are indexes where the value has a list. */
function pathOf(pointer: string, root: unknown): JsonPath {
  const path: (string | number)[] = [];
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(value) ? Number(key) : key;
    path.push(step);
    value = isObject(value) || Array.isArray(value) ? (value as { [key: string]: unknown })[key] : undefined;
  }
  return path;
}
