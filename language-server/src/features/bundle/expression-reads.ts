import { parseProgram } from '../../model/jq/parse.ts';
import type { Expression, Name, Pattern, Span } from '../../model/jq/syntax.ts';

/** What a jq program reads from its input: names from the root, `items` for any item of a list. */
export interface Read {
  readonly path: readonly string[];
  /** Where the last name stands: offsets into the program. */
  readonly start: number;
  readonly end: number;
  /** `{name}`, which is short for `{name: .name}`: the name of what is made, too. */
  readonly isShorthand?: true;
}

/** What a jq program says of names. */
export interface ProgramNames {
  /** The names that it surely reads, in the order of the text. */
  readonly reads: readonly Read[];
  /** Names that may be those of its input and may be others: `.name` of something made on the way, `has("name")`. */
  readonly unsure: readonly Name[];
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

/** Functions that take or give names as texts. */
const takesNames: ReadonlySet<string> = new Set(
  'contains del delpaths from_entries getpath has IN in inside keys keys_unsorted path paths pick setpath to_entries with_entries'.split(
    ' ',
  ),
);

/** The names that a program surely reads, in the order of the text; none when it does not parse. */
export function readsOf(program: string): readonly Read[] {
  return namesIn(program)?.reads ?? [];
}

/** The same with the names that nobody can be sure of; undefined when the program does not parse. */
export function namesIn(program: string): ProgramNames | undefined {
  const parsed = parseProgram(program);
  if (parsed.kind !== 'program') return undefined;
  const reads = new Map<string, Read>();
  const unsure: Name[] = [];
  const texts: Name[] = [];
  let hasNamesAsTexts = false;
  walk(parsed.expression, [], new Map(), {
    read({ name, start, end }, path, isShorthand) {
      const from = program.indexOf(name, start);
      reads.set(`${start} ${path.join('.')}`, { path, start: from, end, ...(isShorthand && { isShorthand }) });
    },
    unsure: (name) => unsure.push(name),
    text: ({ start, end }) => texts.push({ name: program.slice(start + 1, end - 1), start: start + 1, end: end - 1 }),
    takesNames: () => (hasNamesAsTexts = true),
  });
  return {
    reads: [...reads.values()].toSorted((a, b) => a.start - b.start),
    unsure: hasNamesAsTexts ? [...unsure, ...texts] : unsure,
  };
}

/** What a walk through a program tells. */
interface Listener {
  readonly read: (name: Name, path: readonly string[], isShorthand: boolean) => void;
  readonly unsure: (name: Name) => void;
  /** A text without interpolation. */
  readonly text: (span: Span) => void;
  /** Something here takes the names of its input as texts, or gives them as such. */
  readonly takesNames: () => void;
}

/** Where `.` and the variables lead is known for paths alone; returns where the expression leads. */
function walk(expression: Expression, input: Path, variables: Variables, listener: Listener): Path {
  const from = (start: Path, part: Expression, known = variables): Path => walk(part, start, known, listener);
  const at = (part: Expression): Path => from(input, part);
  const all = (parts: readonly Expression[]): void => parts.forEach(at);
  const field = (name: Name, base: Path, isShorthand = false): Path => {
    const path = base && [...base, name.name];
    if (path) listener.read(name, path, isShorthand);
    else listener.unsure(name);
    return path;
  };
  const bind = (patterns: readonly Pattern[], source: Path): Variables => {
    for (const pattern of patterns) patternKeys(pattern).forEach(listener.unsure);
    return bound(variables, patterns, source);
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
      if (expression.by === 'expression') listener.takesNames();
      if (base === undefined || expression.by === 'expression') return undefined;
      return expression.by === 'slice' ? base : [...base, 'items'];
    }
    case 'text':
      all(expression.interpolations);
      if (expression.interpolations.length === 0) listener.text(expression);
      return undefined;
    case 'format':
      if (expression.text) at(expression.text);
      return undefined;
    case 'variable':
      return variables.get(expression.name.name);
    case 'call':
      if (takesNames.has(expression.name.name)) listener.takesNames();
      for (const argument of expression.arguments) from(inputOfArguments(expression.name.name, input), argument);
      return passing.has(expression.name.name) ? input : undefined;
    case 'list':
      if (expression.of) at(expression.of);
      return undefined;
    case 'object':
      for (const { key, value } of expression.entries) {
        if ('kind' in key) at(key);
        else if (value === undefined) field(key, input, true);
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
      return from(input, expression.body, bind(expression.patterns, source));
    }
    case 'fold': {
      const known = bind(expression.patterns, at(expression.source));
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
function bound(variables: Variables, patterns: readonly Pattern[], source: Path): Variables {
  const known = new Map(variables);
  for (const pattern of patterns) if (pattern.kind === 'variable') known.set(pattern.name, source);
  return known;
}

/** The names that patterns such as `{name: $value}` take apart. */
function patternKeys(pattern: Pattern): Name[] {
  if (pattern.kind === 'variable') return [];
  if (pattern.kind === 'list') return pattern.items.flatMap(patternKeys);
  return pattern.entries.flatMap(({ key, value }) => [
    ...('kind' in key ? [] : [key]),
    ...(value === undefined ? [] : patternKeys(value)),
  ]);
}
