import { parseProgram } from '../../model/jq/parse.ts';
import type { Expression, Name, Pattern } from '../../model/jq/syntax.ts';

/** What a jq program reads from its input: names from the root, `items` for any item of a list. */
export interface Read {
  readonly path: readonly string[];
  /** Where the last name stands: offsets into the program. */
  readonly start: number;
  readonly end: number;
}

type Path = readonly string[] | undefined;
type Variables = ReadonlyMap<string, Path>;

/** Functions whose arguments see the same input as the call. */
const sameInput: ReadonlySet<string> = new Set(
  'contains del delpaths endswith error first getpath has inside isempty join last limit ltrimstr path rtrimstr select split startswith test'.split(
    ' ',
  ),
);
/** Functions whose arguments see each item of the call's input. */
const eachItem: ReadonlySet<string> = new Set(
  'all any group_by map map_values max_by min_by sort_by unique_by'.split(' '),
);
/** Functions that give their input, or nothing. */
const passing: ReadonlySet<string> = new Set(['select']);

/** The names that a program surely reads, in the order of the text; none when it does not parse. */
export function readsOf(program: string): readonly Read[] {
  const parsed = parseProgram(program);
  if (parsed.kind !== 'program') return [];
  const reads = new Map<string, Read>();
  walk(parsed.expression, [], new Map(), ({ name, start, end }, path) => {
    reads.set(`${start} ${path.join('.')}`, { path, start: program.indexOf(name, start), end });
  });
  return [...reads.values()].toSorted((a, b) => a.start - b.start);
}

/** Where `.` and the variables lead is known for paths alone; returns where the expression leads. */
function walk(
  expression: Expression,
  input: Path,
  variables: Variables,
  report: (name: Name, path: readonly string[]) => void,
): Path {
  const from = (start: Path, part: Expression, known = variables): Path => walk(part, start, known, report);
  const at = (part: Expression): Path => from(input, part);
  const all = (parts: readonly Expression[]): void => parts.forEach(at);
  const field = (name: Name, base: Path): Path => {
    const path = base && [...base, name.name];
    if (path) report(name, path);
    return path;
  };
  switch (expression.kind) {
    case 'identity':
      return input;
    case 'value':
      return undefined;
    case 'field':
      return field(expression.name, at(expression.of));
    case 'index': {
      const base = at(expression.of);
      all(expression.indexes);
      if (base === undefined || expression.by === 'expression') return undefined;
      return expression.by === 'slice' ? base : [...base, 'items'];
    }
    case 'text':
      all(expression.interpolations);
      return undefined;
    case 'format':
      if (expression.text) at(expression.text);
      return undefined;
    case 'variable':
      return variables.get(expression.name.name);
    case 'call':
      for (const argument of expression.arguments) from(inputOfArguments(expression.name.name, input), argument);
      return passing.has(expression.name.name) ? input : undefined;
    case 'list':
      if (expression.of) at(expression.of);
      return undefined;
    case 'object':
      for (const { key, value } of expression.entries) {
        if ('kind' in key) at(key);
        else if (value === undefined) field(key, input);
        if (value) at(value);
      }
      return undefined;
    case 'negation':
      at(expression.of);
      return undefined;
    case 'pipe':
      return from(at(expression.left), expression.right);
    case 'operation': {
      const left = at(expression.left);
      from(expression.operator === '|=' ? left : input, expression.right);
      return expression.operator === '//' ? left : undefined;
    }
    case 'binding': {
      const source = at(expression.source);
      return from(input, expression.body, bind(variables, expression.patterns, source));
    }
    case 'fold': {
      const known = bind(variables, expression.patterns, at(expression.source));
      at(expression.initial);
      for (const step of expression.steps) from(undefined, step, known);
      return undefined;
    }
    case 'condition':
      all(expression.tests);
      all(expression.results);
      if (expression.otherwise) at(expression.otherwise);
      return undefined;
    case 'try':
      if (expression.handler) from(undefined, expression.handler);
      return at(expression.of);
    case 'label':
      return at(expression.body);
    case 'definition':
      from(undefined, expression.function.body);
      return at(expression.body);
  }
}

function inputOfArguments(name: string, input: Path): Path {
  if (sameInput.has(name)) return input;
  return eachItem.has(name) ? input && [...input, 'items'] : undefined;
}

/** The variables of patterns: a plain `$name` leads where the source does, others lead nowhere known. */
function bind(variables: Variables, patterns: readonly Pattern[], source: Path): Variables {
  const bound = new Map(variables);
  for (const pattern of patterns) if (pattern.kind === 'variable') bound.set(pattern.name, source);
  return bound;
}
