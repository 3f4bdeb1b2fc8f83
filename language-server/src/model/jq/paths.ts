import type { Token } from './tokens.ts';

/** One step of a path: a name, or any item of a list. */
export interface PathStep {
  /** The name; `item` for an item. */
  readonly step: string;
  readonly isItem: boolean;
  readonly start: number;
  readonly end: number;
}

/** A path that a program surely reads from its own input. */
export type InputPath = readonly PathStep[];

/** Words after which the input is still the program's own. */
const keywords: ReadonlySet<string> = new Set(['and', 'elif', 'else', 'end', 'if', 'not', 'or', 'then', 'try']);

/** Programs with these are left alone: what `.` means inside them takes more than reading along. */
const beyond: ReadonlySet<string> = new Set([
  'as',
  'catch',
  'def',
  'foreach',
  'import',
  'include',
  'input',
  'inputs',
  'label',
  'reduce',
]);

/** Functions whose arguments see the same input as the call. */
const sameInput: ReadonlySet<string> = new Set([
  'contains',
  'del',
  'endswith',
  'error',
  'first',
  'has',
  'join',
  'last',
  'limit',
  'ltrimstr',
  'path',
  'rtrimstr',
  'select',
  'split',
  'startswith',
  'test',
]);

/** Operators after which `.` is no longer the program's input. */
const redirecting: ReadonlySet<string> = new Set(['|', '|=', '+=', '-=', '*=', '/=', '%=', '//=', '=']);

/**
 * The paths that a program reads from its input, such as `.params.size` in `.params.size * 2`.
 * Conservative: a path is listed only where `.` is the input beyond doubt, so never after `|` or
 * inside the arguments of `map` and the like.
 */
export function inputPaths(tokens: readonly Token[]): readonly InputPath[] {
  if (tokens.some(({ kind, text }) => kind === 'identifier' && beyond.has(text))) return [];
  const paths: InputPath[] = [];
  /** For each open bracket: whether its content started with the program's input, and whether that still holds. */
  const scopes = [{ startsWithInput: true, isInput: true }];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    const scope = scopes.at(-1);
    if (token === undefined || scope === undefined) break;
    if (token.kind === 'open') {
      const isInput = scope.isInput && !isForeignCall(tokens, index);
      scopes.push({ startsWithInput: isInput, isInput });
    } else if (token.kind === 'close') {
      scopes.pop();
    } else if (token.kind === 'operator' && redirecting.has(token.text)) scope.isInput = false;
    else if (token.kind === 'operator' && token.text === ';') scope.isInput = scope.startsWithInput;
    else if (token.kind === 'field' && !continuesTerm(tokens[index - 1])) {
      const { path, next } = readPath(tokens, index);
      if (scope.isInput) paths.push(path);
      index = next - 1;
    }
  }
  return paths;
}

/** `f(` of a function that may call its argument with another input. */
function isForeignCall(tokens: readonly Token[], open: number): boolean {
  const before = tokens[open - 1];
  if (tokens[open]?.text !== '(' || before?.kind !== 'identifier' || before.end !== tokens[open]?.start) return false;
  return !keywords.has(before.text) && !sameInput.has(before.text);
}

/** Whether a `.name` goes on with the value before it, as in `f.name`, `$x.name` or `[…].name`. */
function continuesTerm(before: Token | undefined): boolean {
  if (before === undefined) return false;
  if (before.kind === 'close' || before.kind === 'variable' || before.kind === 'string') return true;
  return (
    (before.kind === 'identifier' && !keywords.has(before.text)) || (before.kind === 'operator' && before.text === '?')
  );
}

function readPath(tokens: readonly Token[], from: number): { path: InputPath; next: number } {
  const path: PathStep[] = [];
  let index = from;
  for (;;) {
    const token = tokens[index];
    if (token?.kind === 'field') path.push(stepOf(token, token.text));
    else if (token?.kind === 'path-dot' && tokens[index + 1]?.kind === 'string') {
      path.push(stepOf(token, tokens[index + 1]?.text ?? ''));
      index++;
    } else if (token?.kind === 'open' && token.text === '[') {
      const bracket = readBracket(tokens, index);
      if (bracket === undefined) return { path, next: index };
      path.push(bracket.step);
      index = bracket.last;
    } else if (!(token?.kind === 'operator' && token.text === '?')) return { path, next: index };
    index++;
  }
}

/** `[]`, `[0]` and `["name"]`; anything else ends what is known of the path. */
function readBracket(tokens: readonly Token[], open: number): { step: PathStep; last: number } | undefined {
  const [start, inside, close] = tokens.slice(open, open + 3);
  if (start === undefined || inside === undefined) return undefined;
  const item = { step: 'item', isItem: true, start: start.start, end: inside.end };
  if (inside.kind === 'close') return { step: item, last: open + 1 };
  if (close?.kind !== 'close') return undefined;
  if (inside.kind === 'number') return { step: item, last: open + 2 };
  if (inside.kind === 'string') return { step: stepOf(inside, inside.text), last: open + 2 };
  return undefined;
}

function stepOf({ start, end }: Token, step: string): PathStep {
  return { step, isItem: false, start, end };
}
