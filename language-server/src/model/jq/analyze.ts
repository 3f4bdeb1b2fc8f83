import type { JsonSchema } from '../schema/json-schema.ts';
import {
  builtins,
  formats,
  givingArgument,
  givingItem,
  givingNothing,
  passing,
  seeingInput,
  seeingItems,
} from './builtins.ts';
import { item, listOf, member, namelessKind, names, nothing, objectOf, shapeOf, union, type Shape } from './shape.ts';
import type { Expression, FunctionDefinition, Name, ObjectEntry, Pattern, Span } from './syntax.ts';

/** What is wrong with a program that can be read. */
export type Finding = Span &
  (
    | {
        readonly kind: 'path';
        readonly name: string;
        /** The way to what lacks the name, such as `.params`; empty when there is no one way. */
        readonly owner: string;
        readonly known: readonly string[];
      }
    /** Names with `-` in them stand in quotes. */
    | { readonly kind: 'hyphen'; readonly name: string; readonly owner: string }
    /** A name of what has none. */
    | {
        readonly kind: 'nameless';
        readonly name: string;
        readonly owner: string;
        readonly holds: 'list' | 'value';
      }
    | { readonly kind: 'format'; readonly name: string; readonly known: readonly string[] }
    | { readonly kind: 'variable'; readonly name: string; readonly known: readonly string[] }
    | {
        readonly kind: 'function';
        readonly name: string;
        readonly known: readonly string[];
        /** The input has this name: a dot is missing. */
        readonly isName: boolean;
      }
    /** A function that takes other numbers of arguments. */
    | { readonly kind: 'arity'; readonly name: string; readonly given: number; readonly takes: readonly number[] }
  );

/**
 * Follows what flows through a program, from its input on, and finds names that nothing declares.
 * Says nothing where it does not know what `.` is: inside functions of the program's own, after
 * `reduce`, or where a schema is open.
 *
 * @param input describes the program's input.
 */
export function analyzeProgram(program: Expression, input: JsonSchema): readonly Finding[] {
  const analysis = new Analysis();
  analysis.evaluate(program, shapeOf(input, '.'), { variables: new Map(), functions: new Set(), attempts: false });
  return analysis.findings;
}

/** What a program asks a name of; undefined when the name does not occur, or nothing is known of it. */
export function ownerOf(program: Expression, input: JsonSchema, name: string): Shape | undefined {
  const analysis = new Analysis(name);
  analysis.evaluate(program, shapeOf(input, '.'), { variables: new Map(), functions: new Set(), attempts: false });
  return analysis.owner;
}

interface Scope {
  readonly variables: ReadonlyMap<string, Shape>;
  /** Of the program's own, as `name/number of arguments`. */
  readonly functions: ReadonlySet<string>;
  /** What fails here is caught. */
  readonly attempts: boolean;
}

/** Variables that are always there. */
const globalVariables: ReadonlySet<string> = new Set(['ENV', '__loc__', '__prog_args', '__prog_name']);

const assignments: ReadonlySet<string> = new Set(['=', '|=', '+=', '-=', '*=', '/=', '%=', '//=']);

class Analysis {
  readonly findings: Finding[] = [];
  /** What the wanted name is asked of. */
  owner: Shape | undefined;
  readonly #wanted: string | undefined;

  constructor(wanted?: string) {
    this.#wanted = wanted;
  }

  /** What an expression gives for an input. */
  evaluate(expression: Expression, input: Shape, scope: Scope): Shape {
    switch (expression.kind) {
      case 'identity':
        return input;
      case 'value':
        return 'unknown';
      case 'field':
        return this.#field(this.evaluate(expression.of, input, scope), expression.name, scope);
      case 'index': {
        const of = this.evaluate(expression.of, input, scope);
        for (const index of expression.indexes) this.evaluate(index, input, scope);
        if (expression.by === 'slice') return of;
        return expression.by === 'expression' ? 'unknown' : item(of);
      }
      case 'text':
        for (const interpolation of expression.interpolations) this.evaluate(interpolation, input, scope);
        return nothing;
      case 'format':
        this.#format(expression.name);
        if (expression.text) this.evaluate(expression.text, input, scope);
        return nothing;
      case 'variable':
        return this.#variable(expression.name, scope);
      case 'call':
        return this.#call(expression, input, scope);
      case 'list':
        return listOf(expression.of ? this.evaluate(expression.of, input, scope) : nothing);
      case 'object':
        return this.#object(expression.entries, input, scope);
      case 'negation':
        this.evaluate(expression.of, input, scope);
        return nothing;
      case 'pipe':
        return this.evaluate(expression.right, this.evaluate(expression.left, input, scope), scope);
      case 'operation':
        return this.#operation(expression, input, scope);
      case 'binding': {
        const bound = this.#bind(expression.patterns, this.evaluate(expression.source, input, scope), input, scope);
        return this.evaluate(expression.body, input, bound);
      }
      case 'fold': {
        const source = this.evaluate(expression.source, input, scope);
        this.evaluate(expression.initial, input, scope);
        const bound = this.#bind(expression.patterns, source, input, scope);
        for (const step of expression.steps) this.evaluate(step, 'unknown', bound);
        return 'unknown';
      }
      case 'condition': {
        for (const test of expression.tests) this.evaluate(test, input, scope);
        const results = expression.results.map((result) => this.evaluate(result, input, scope));
        return union(...results, expression.otherwise ? this.evaluate(expression.otherwise, input, scope) : input);
      }
      case 'try': {
        const result = this.evaluate(expression.of, input, { ...scope, attempts: true });
        return expression.handler ? union(result, this.evaluate(expression.handler, 'unknown', scope)) : result;
      }
      case 'label':
        return this.evaluate(expression.body, input, scope);
      case 'definition':
        return this.evaluate(expression.body, input, this.#define(expression.function, scope));
    }
  }

  #field(of: Shape, { name, start, end }: Name, { attempts }: Scope): Shape {
    if (name === this.#wanted) {
      this.owner = of;
      return 'unknown';
    }
    const holds = attempts ? undefined : namelessKind(of);
    if (holds !== undefined && of !== 'unknown') {
      this.findings.push({ kind: 'nameless', name, owner: of.path, holds, start, end });
      return 'unknown';
    }
    const found = member(of, name);
    if (found !== 'missing') return found;
    const owner = of === 'unknown' ? '' : of.path;
    this.findings.push({ kind: 'path', name, owner, known: names(of), start, end });
    return 'unknown';
  }

  #format({ name, start, end }: Name): void {
    if (!formats.includes(name.slice(1))) this.findings.push({ kind: 'format', name, known: formats, start, end });
  }

  #variable({ name, start, end }: Name, { variables }: Scope): Shape {
    const shape = variables.get(name);
    if (shape === undefined && !globalVariables.has(name) && !name.includes('::'))
      this.findings.push({ kind: 'variable', name, known: [...variables.keys()], start, end });
    return shape ?? 'unknown';
  }

  #call(call: Expression & { readonly kind: 'call' }, input: Shape, scope: Scope): Shape {
    const { name, arguments: given } = call;
    const signature = `${name.name}/${given.length}`;
    if (scope.functions.has(signature)) {
      for (const argument of given) this.evaluate(argument, 'unknown', scope);
      return 'unknown';
    }
    this.#checkSignature(name, given.length, input, scope);
    const argumentInput = argumentInputOf(name.name, signature, input);
    if (signature === 'any/2' || signature === 'all/2') {
      const [generator, condition] = given;
      if (generator && condition) this.evaluate(condition, this.evaluate(generator, input, scope), scope);
      return nothing;
    }
    const results = given.map((argument) => this.evaluate(argument, argumentInput, scope));
    if (givingNothing.has(name.name)) return nothing;
    if (givingArgument.has(signature)) return results.at(-1) ?? 'unknown';
    if (givingItem.has(signature)) return item(input);
    if (signature === 'map/1') return listOf(results[0] ?? 'unknown');
    return passing.has(name.name) ? input : 'unknown';
  }

  #checkSignature({ name, start, end }: Name, given: number, input: Shape, { functions }: Scope): void {
    const takes = builtins.get(name);
    // Names that begin with `_` are jq's own business; those with `::` come from a module.
    if (takes?.includes(given) === true || name.startsWith('_') || name.includes('::')) return;
    if (takes !== undefined) {
      this.findings.push({ kind: 'arity', name, given, takes, start, end });
      return;
    }
    const own = [...functions].map((signature) => signature.split('/')[0] ?? '');
    // `JOIN` and the like are not what a person means who writes `joined`.
    const known = [...own, ...builtins.keys()].filter((candidate) => /[a-z]/.test(candidate) || !/[a-z]/.test(name));
    const isName = given === 0 && names(input).includes(name);
    this.findings.push({ kind: 'function', name, known, isName, start, end });
  }

  #object(entries: readonly ObjectEntry[], input: Shape, scope: Scope): Shape {
    const members: (readonly [string, Shape])[] = [];
    let complete = true;
    for (const { key, value } of entries) {
      if ('kind' in key) {
        this.evaluate(key, input, scope);
        if (value) this.evaluate(value, input, scope);
        complete = false;
      } else members.push([key.name, value ? this.evaluate(value, input, scope) : this.#field(input, key, scope)]);
    }
    return complete ? objectOf(members) : 'unknown';
  }

  #operation(expression: Expression & { readonly kind: 'operation' }, input: Shape, scope: Scope): Shape {
    const { operator, left, right } = expression;
    if (operator === '-' && this.#findsHyphen(left, right, input, scope)) return 'unknown';
    if (assignments.has(operator)) {
      // What an assignment writes need not be there before.
      this.evaluate(left, operator === '|=' ? input : 'unknown', scope);
      this.evaluate(right, operator === '|=' ? 'unknown' : input, scope);
      return 'unknown';
    }
    // What fails before `//` is caught, as what is null there.
    const attempt = operator === '//' ? { ...scope, attempts: true } : scope;
    const shapes = [this.evaluate(left, input, attempt), this.evaluate(right, input, scope)];
    switch (operator) {
      case ',':
      case '//':
      case '+':
      case '*':
        return union(...shapes);
      case '-':
        return shapes[0] ?? 'unknown';
      default:
        return nothing;
    }
  }

  /** `.a-b` is `.a` minus a function `b`, which is not what a person means who has declared `a-b`. */
  #findsHyphen(left: Expression, right: Expression, input: Shape, scope: Scope): boolean {
    const meant = hyphenated(left, right);
    if (meant === undefined) return false;
    const known = this.findings.length;
    const owner = this.evaluate(meant.of, input, scope);
    if (owner !== 'unknown' && names(owner).includes(meant.name.name)) {
      for (const part of meant.rest) this.evaluate(part, input, scope);
      this.findings.push({ kind: 'hyphen', ...meant.name, owner: owner.path });
      return true;
    }
    this.findings.length = known;
    return false;
  }

  #define({ name, parameters, body }: FunctionDefinition, scope: Scope): Scope {
    const functions = new Set(scope.functions).add(`${name}/${parameters.length}`);
    const variables = new Map(scope.variables);
    const inside = new Set(functions);
    for (const parameter of parameters) {
      const bare = parameter.replace('$', '');
      inside.add(`${bare}/0`);
      if (bare !== parameter) variables.set(bare, 'unknown');
    }
    this.evaluate(body, 'unknown', { ...scope, variables, functions: inside });
    return { ...scope, functions };
  }

  /** With `?//` the variables of every pattern are there; which one fits is not known. */
  #bind(patterns: readonly Pattern[], source: Shape, input: Shape, scope: Scope): Scope {
    const variables = new Map(scope.variables);
    const shape = patterns.length === 1 ? source : 'unknown';
    for (const pattern of patterns) this.#bindPattern(pattern, shape, input, scope, variables);
    return { ...scope, variables };
  }

  #bindPattern(pattern: Pattern, shape: Shape, input: Shape, scope: Scope, variables: Map<string, Shape>): void {
    switch (pattern.kind) {
      case 'variable':
        variables.set(pattern.name, shape);
        return;
      case 'list':
        for (const part of pattern.items) this.#bindPattern(part, item(shape), input, scope, variables);
        return;
      case 'object':
        for (const { key, variable, value } of pattern.entries) {
          const part = 'kind' in key ? 'unknown' : this.#field(shape, key, scope);
          if ('kind' in key) this.evaluate(key, input, { ...scope, variables });
          if (variable !== undefined) variables.set(variable, part);
          if (value) this.#bindPattern(value, part, input, scope, variables);
        }
    }
  }
}

/** A name with `-` in it, as a person writes it who does not know that jq takes it for minus. */
interface Hyphenated {
  readonly of: Expression;
  readonly name: Name;
  /** What stands before, such as the first half of a sum. */
  readonly rest: readonly Expression[];
}

function hyphenated(left: Expression, right: Expression): Hyphenated | undefined {
  let word = right;
  while (word.kind === 'field' || word.kind === 'index') word = word.of;
  if (word.kind !== 'call' || word.arguments.length > 0 || word.start !== left.end + 1) return undefined;
  const before = beforeHyphen(left);
  if (before === undefined) return undefined;
  const { name, start } = before.name;
  return { ...before, name: { name: `${name}-${word.name.name}`, start, end: word.name.end } };
}

function beforeHyphen(left: Expression): Hyphenated | undefined {
  if (left.kind === 'field') return { of: left.of, name: left.name, rest: [] };
  if (left.kind !== 'operation') return undefined;
  if (left.operator === '-') return hyphenated(left.left, left.right);
  const before = beforeHyphen(left.right);
  return before && { ...before, rest: [left.left, ...before.rest] };
}

function argumentInputOf(name: string, signature: string, input: Shape): Shape {
  if (seeingItems.has(signature)) return item(input);
  return seeingInput.has(name) ? input : 'unknown';
}
