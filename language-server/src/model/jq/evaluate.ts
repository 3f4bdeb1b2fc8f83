import type { Json } from '../schema/json-schema.ts';
import { getOwn, isObject, setOwn } from '../schema/own-property.ts';
import { parseProgram } from './parse.ts';
import type { Expression } from './syntax.ts';

/** Steps after which an answer is not waited for: a list of a thousand options takes far fewer. */
const mostSteps = 20_000;
const longestList = 2_000;

/** Stops an evaluation whose result is not known here. */
class Unknown extends Error {}

/**
 * Evaluates the part of jq that picks, filters and shapes data: paths, `map`, `select`, lists,
 * objects, comparisons. It cannot loop, so it is safe for expressions of bundles that nobody
 * vouches for, while a person types.
 *
 * @returns every result; undefined when the expression is wrong, takes long, fails on this input,
 *   or uses more of jq than this.
 */
export function evaluate(program: string, input: Json): readonly Json[] | undefined {
  const parsed = parseProgram(program);
  if (parsed.kind !== 'program') return undefined;
  try {
    return new Evaluation(program).run(parsed.expression, input);
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

class Evaluation {
  readonly #program: string;
  #steps = 0;

  constructor(program: string) {
    this.#program = program;
  }

  run(expression: Expression, input: Json): readonly Json[] {
    if (++this.#steps > mostSteps) throw new Unknown();
    switch (expression.kind) {
      case 'identity':
        return [input];
      case 'value':
      case 'text':
        return [this.#literal(expression)];
      case 'field':
        return this.run(expression.of, input).map((value) => field(value, expression.name.name));
      case 'index':
        return this.#index(expression, input);
      case 'pipe':
        return this.#bounded(this.run(expression.left, input).flatMap((value) => this.run(expression.right, value)));
      case 'list':
        return [expression.of === undefined ? [] : this.run(expression.of, input)];
      case 'object':
        return [this.#object(expression.entries, input)];
      case 'operation':
        return this.#operation(expression, input);
      case 'call':
        return this.#call(expression, input);
      case 'condition':
        return this.#condition(expression, input);
      case 'negation':
        return this.run(expression.of, input).map((value) => {
          if (typeof value !== 'number') throw new Unknown();
          return -value;
        });
      case 'try':
        return this.#attempt(expression.of, input);
      default:
        throw new Unknown();
    }
  }

  #bounded(values: readonly Json[]): readonly Json[] {
    if (values.length > longestList) throw new Unknown();
    return values;
  }

  /** A number or a text without interpolations, as it is written; brackets around it count as its own. */
  #literal({ start, end }: Expression): Json {
    const written = this.#program.slice(start, end).replace(/^[\s(]+|[\s)]+$/g, '');
    if (!/^["\d]/.test(written)) throw new Unknown();
    try {
      return JSON.parse(written) as Json;
    } catch {
      // An interpolation, or a raw line break.
      throw new Unknown();
    }
  }

  #index({ of, by, indexes }: Extract<Expression, { kind: 'index' }>, input: Json): readonly Json[] {
    const containers = this.run(of, input);
    if (by === 'every') return this.#bounded(containers.flatMap(members));
    const [index] = indexes;
    if (by === 'slice' || index === undefined) throw new Unknown();
    const keys = this.run(index, input);
    return containers.flatMap((container) => keys.map((key) => at(container, key)));
  }

  #object(entries: Extract<Expression, { kind: 'object' }>['entries'], input: Json): Json {
    const object: { [key: string]: Json } = {};
    for (const { key, value } of entries) {
      const name = 'name' in key && typeof key.name === 'string' ? key.name : undefined;
      if (name === undefined) throw new Unknown();
      const [only, ...others] = value === undefined ? [field(input, name)] : this.run(value, input);
      // Several results would make several objects: nobody writes options like that.
      if (only === undefined || others.length > 0) throw new Unknown();
      setOwn(object, name, only);
    }
    return object;
  }

  #operation({ operator, left, right }: Extract<Expression, { kind: 'operation' }>, input: Json): readonly Json[] {
    if (operator === ',') return this.#bounded([...this.run(left, input), ...this.run(right, input)]);
    if (operator === '//') {
      const values = this.#attempt(left, input).filter(isTrue);
      return values.length > 0 ? values : this.run(right, input);
    }
    const rights = this.run(right, input);
    return this.#bounded(rights.flatMap((b) => this.run(left, input).map((a) => combine(operator, a, b))));
  }

  #condition({ tests, results, otherwise }: Extract<Expression, { kind: 'condition' }>, input: Json): readonly Json[] {
    for (const [index, test] of tests.entries()) {
      const [answer, ...others] = this.run(test, input);
      const result = results[index];
      if (answer === undefined || others.length > 0 || result === undefined) throw new Unknown();
      if (isTrue(answer)) return this.run(result, input);
    }
    return otherwise === undefined ? [input] : this.run(otherwise, input);
  }

  /** What fails here may also be what is not known here: only the plain case of a path is told apart. */
  #attempt(of: Expression, input: Json): readonly Json[] {
    if (of.kind === 'index' && of.by === 'every') {
      const containers = this.#attempt(of.of, input);
      return this.#bounded(containers.flatMap((value) => (typeof value === 'object' && value ? members(value) : [])));
    }
    if (of.kind === 'field') {
      const containers = this.#attempt(of.of, input);
      return containers.flatMap((value) => (value === null || isObject(value) ? [field(value, of.name.name)] : []));
    }
    return this.run(of, input);
  }

  #call({ name, arguments: given }: Extract<Expression, { kind: 'call' }>, input: Json): readonly Json[] {
    const [argument, ...others] = given;
    if (argument === undefined) return plainCall(name.name, input);
    if (others.length > 0) throw new Unknown();
    switch (name.name) {
      case 'map':
        return [this.#bounded(members(input).flatMap((value) => this.run(argument, value)))];
      case 'select':
        return this.run(argument, input).flatMap((answer) => (isTrue(answer) ? [input] : []));
      case 'startswith':
      case 'endswith':
      case 'has':
        return this.run(argument, input).map((value) => asks(name.name, input, value));
      default:
        throw new Unknown();
    }
  }
}

function plainCall(name: string, input: Json): readonly Json[] {
  switch (name) {
    case 'empty':
      return [];
    case 'null':
      return [null];
    case 'true':
      return [true];
    case 'false':
      return [false];
    case 'not':
      return [!isTrue(input)];
    case 'keys':
      if (!isObject(input)) throw new Unknown();
      return [Object.keys(input).sort()];
    case 'values':
      return input === null ? [] : [input];
    case 'to_entries':
      if (!isObject(input)) throw new Unknown();
      return [Object.entries(input).map(([key, value]) => ({ key, value: value as Json }))];
    case 'length':
      if (typeof input === 'string') return [[...input].length];
      return [input === null ? 0 : members(input).length];
    case 'tostring':
      return [typeof input === 'string' ? input : JSON.stringify(input)];
    case 'unique':
    case 'sort':
      return [sorted(input, name === 'unique')];
    case 'add':
      return [members(input).reduce<Json>((sum, value) => combine('+', sum, value), null)];
    case 'flatten':
      return [members(input).flatMap((value) => (Array.isArray(value) ? (value.flat(20) as Json[]) : [value]))];
    default:
      throw new Unknown();
  }
}

function asks(name: string, input: Json, value: Json): boolean {
  if (name === 'has') {
    if (!isObject(input) || typeof value !== 'string') throw new Unknown();
    return Object.hasOwn(input, value);
  }
  if (typeof input !== 'string' || typeof value !== 'string') throw new Unknown();
  return name === 'startswith' ? input.startsWith(value) : input.endsWith(value);
}

function combine(operator: string, a: Json, b: Json): Json {
  switch (operator) {
    case '==':
      return same(a, b);
    case '!=':
      return !same(a, b);
    case 'and':
      return isTrue(a) && isTrue(b);
    case 'or':
      return isTrue(a) || isTrue(b);
    case '+':
      if (a === null) return b;
      if (b === null) return a;
      if (typeof a === 'string' && typeof b === 'string') return a + b;
      if (typeof a === 'number' && typeof b === 'number') return a + b;
      if (Array.isArray(a) && Array.isArray(b)) return [...(a as Json[]), ...(b as Json[])];
      throw new Unknown();
    default:
      throw new Unknown();
  }
}

/** Texts by code point and numbers by size, as jq sorts them; nothing else is sorted here. */
function sorted(input: Json, unique: boolean): Json {
  const values = members(input);
  const type = typeof values[0];
  if (values.some((value) => typeof value !== type || (type !== 'string' && type !== 'number'))) throw new Unknown();
  const list = [...(unique ? new Set(values) : values)] as (string | number)[];
  return list.sort((a, b) => Number(a > b) - Number(a < b));
}

function same(a: Json, b: Json): boolean {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) throw new Unknown();
  return a === b;
}

function isTrue(value: Json): boolean {
  return value !== null && value !== false;
}

function members(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  if (isObject(value)) return Object.values(value) as Json[];
  throw new Unknown();
}

function field(value: Json, name: string): Json {
  if (value === null) return null;
  if (!isObject(value)) throw new Unknown();
  return (getOwn(value, name) ?? null) as Json;
}

function at(value: Json, key: Json): Json {
  if (typeof key === 'string') return field(value, key);
  if (value === null) return null;
  if (typeof key !== 'number' || !Array.isArray(value)) throw new Unknown();
  return (value.at(Math.trunc(key)) ?? null) as Json;
}
