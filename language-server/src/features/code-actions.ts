import type { Position, Range } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Problem } from '../model/problem.ts';
import type { Registry } from '../model/registry/registry.ts';
import { duplicates } from './code-actions/duplicates.ts';
import type { ActionContext, FixedAction } from './code-actions/fix.ts';
import { additions } from './code-actions/missing.ts';
import { missingParts } from './code-actions/missing-parts.ts';
import { refactorings } from './code-actions/refactorings.ts';
import { removals } from './code-actions/removals.ts';
import { replacements } from './code-actions/replacements.ts';
import { rewritten } from './code-actions/rewritten.ts';
import { syntaxFixes } from './code-actions/syntax.ts';

export type { FixedAction } from './code-actions/fix.ts';

/** Nobody picks from more, and each action plans an edit. */
const mostProblems = 50;

/**
 * What can be done about the problems in a range, and at its start.
 *
 * @param problems all problems of the manifest: some actions fix several at once.
 */
export function codeActions(
  manifest: Manifest,
  registry: Registry,
  problems: readonly Problem[],
  range: Range,
): FixedAction[] {
  const context = { manifest, registry };
  const here = problems.filter((problem) => overlaps(problem.range, range)).slice(0, mostProblems);
  return [
    ...here.flatMap((problem) => actionsFor(context, problem, { here, all: problems })),
    ...refactorings(context, range.start),
  ];
}

/**
 * What can be done about one problem.
 *
 * @param others all problems, and those that are asked about with this one.
 */
export function actionsFor(
  context: ActionContext,
  problem: Problem,
  others: { readonly here: readonly Problem[]; readonly all: readonly Problem[] } = { here: [problem], all: [problem] },
): FixedAction[] {
  return [
    ...replacements(context, problem),
    ...rewritten(context, problem),
    ...additions(context, problem, others),
    ...missingParts(context, problem),
    ...duplicates(context, problem),
    ...removals(context, problem),
    ...syntaxFixes(context, problem),
  ];
}

function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
