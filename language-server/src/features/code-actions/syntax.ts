import type { TextEdit } from 'vscode-languageserver-types';
import type { Problem } from '../../model/problem.ts';
import { firstIndent } from '../cursor-tokens.ts';
import { textAction, type ActionContext, type FixedAction } from './fix.ts';
import { asRecord } from './replacements.ts';

/** What was forgotten in the text itself, where there is no doubt what that is. */
export function syntaxFixes(context: ActionContext, problem: Problem): FixedAction[] {
  const { insert, tabs } = asRecord(problem.data);
  const { end } = problem.range;
  if (insert === ':' || insert === ' ') {
    const edits = [{ range: { start: end, end }, newText: insert }];
    // A word without its `:` is most often still being typed.
    return [
      textAction(context, insert === ':' ? 'Add the `:`' : 'Add the space', edits, {
        problem,
        preferred: insert === ' ',
      }),
    ];
  }
  return tabs === true
    ? [textAction(context, 'Indent with spaces', spaces(context), { problem, preferred: true })]
    : [];
}

/** Spaces for the tabs at the beginnings of all lines. */
function spaces({ manifest }: ActionContext): TextEdit[] {
  const text = manifest.text();
  const step = ' '.repeat(firstIndent(text) ?? 2);
  return text.split(/\r\n|\n|\r/).flatMap((line, number) => {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (!indent.includes('\t')) return [];
    const range = { start: { line: number, character: 0 }, end: { line: number, character: indent.length } };
    return [{ range, newText: indent.replaceAll('\t', step) }];
  });
}
