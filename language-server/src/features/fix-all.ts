import type { Range, TextEdit } from 'vscode-languageserver-types';
import { createManifestChecker } from '../model/check/checker.ts';
import { allProblems } from '../model/check/problems.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import { parseManifest } from '../model/manifest/parse.ts';
import type { ModuleFiles } from '../model/module/module.ts';
import type { Problem } from '../model/problem.ts';
import type { Registry } from '../model/registry/registry.ts';
import { bundleCodeActions } from './bundle/code-actions.ts';
import { openBundleDocument, type BundleDocument } from './bundle/document.ts';
import { actionsFor, type FixedAction } from './code-actions.ts';
import { fixAllKind } from './code-actions/kinds.ts';
import { asRecord } from './code-actions/replacements.ts';
import { fileProblems } from './file-problems.ts';
import { EditedText } from './edited-text.ts';

/** Fixes that are the best there is, and still a choice: of a value, of a name, of how a file is written, of which side is right. */
const choices: ReadonlySet<string> = new Set([
  'bad-connection',
  'bad-name',
  'bundle-name',
  'bundle-version',
  'chart-value-missing',
  'chart-value-unknown',
  'dialects-mixed',
  'immutable-param',
  'jq-secret',
  'literal-secret',
  'missing-connection',
  'missing-param',
  'missing-secret',
  'module-variable-attribute',
  'module-variable-optional',
  'resource-not-given',
  'resource-type-missing',
  'resource-type-version',
  'unknown-version',
  'unused-dependency',
  'unused-param',
  'version-range',
  'wrong-type',
]);

/** What is taken away when nothing near is there to be meant: fix all only corrects. */
const removedOtherwise: ReadonlySet<string> = new Set([
  'md-unknown',
  'preset-unknown-param',
  'required-undeclared',
  'ui-order-unknown',
  'ui-unknown-field',
  'unknown-keyword',
]);

/** Each round looks at the text that the one before leaves: what one fix reveals another may fix. */
const mostRounds = 10;
/** Fixes planned in one round: each takes a plan of its own. */
const mostFixes = 500;

/** What a text is like: what is wrong with it, and what can be done. */
interface Look {
  readonly problems: readonly Problem[];
  readonly actions: readonly FixedAction[];
}

/**
 * All that is clear to fix in a manifest, as one action; undefined when that is nothing.
 *
 * @param problems all problems of the manifest, when they are known already.
 */
export function fixAllInManifest(
  manifest: Manifest,
  registry: Registry,
  problems: readonly Problem[] = problemsOf(manifest, registry),
): FixedAction | undefined {
  const { uri, version } = manifest;
  const lookAt = (current: Manifest, found: readonly Problem[]): Look => {
    const context = { manifest: current, registry };
    const actions = found.filter(isClear).slice(0, mostFixes);
    return { problems: found, actions: actions.flatMap((each) => actionsFor(context, each)) };
  };
  return fixAll(uri, manifest.text(), lookAt(manifest, problems), (text) => {
    const current = parseManifest(uri, version, text);
    return lookAt(current, problemsOf(current, registry));
  });
}

function problemsOf(manifest: Manifest, registry: Registry): readonly Problem[] {
  return allProblems(manifest, createManifestChecker().check(manifest, registry));
}

/**
 * The same for a bundle or resource type.
 *
 * @param modules of the bundle, as far as they were read.
 */
export function fixAllInBundle(
  document: BundleDocument,
  modules: readonly ModuleFiles[] = [],
): FixedAction | undefined {
  const { kind, uri, registry } = document;
  const lookAt = (current: BundleDocument | undefined, text: string): Look => {
    const problems = fileProblems(kind, uri, text, registry, () => modules);
    return { problems, actions: current ? bundleCodeActions(current, wholeText, modules) : [] };
  };
  return fixAll(uri, document.text, lookAt(document, document.text), (text) =>
    lookAt(openBundleDocument(kind, uri, text, registry), text),
  );
}

const wholeText: Range = {
  start: { line: 0, character: 0 },
  end: { line: Number.MAX_SAFE_INTEGER, character: 0 },
};

function fixAll(uri: string, text: string, first: Look, look: (text: string) => Look): FixedAction | undefined {
  const edited = new EditedText(text);
  let here = first;
  for (let round = 0; round < mostRounds; round++) {
    const fixes = clearFixes(uri, here.actions);
    const next = applied(edited, fixes, here, look);
    if (next === undefined) break;
    here = next;
  }
  const edits = edited.edits();
  if (edits.length === 0) return undefined;
  return { title: 'Fix all problems with one clear fix', kind: fixAllKind, edit: { changes: { [uri]: edits } } };
}

/** Applies fixes together, or one after the other when together they break the text; undefined when none can be. */
function applied(
  edited: EditedText,
  fixes: readonly (readonly TextEdit[])[],
  before: Look,
  look: (text: string) => Look,
): Look | undefined {
  if (fixes.length === 0) return undefined;
  const text = edited.after(fixes.flat());
  const after = look(text);
  if (faultsOf(after) <= faultsOf(before)) {
    edited.apply(fixes.flat());
    return after;
  }
  if (fixes.length === 1) return undefined;
  for (const fix of fixes) {
    const alone = applied(edited, [fix], before, look);
    // The others were planned on another text: the next round plans them again.
    if (alone) return alone;
  }
  return undefined;
}

/** What makes a text worse to read than it was, whatever else a fix may reveal. */
function faultsOf({ problems }: Look): number {
  return problems.filter(({ code }) => /^(?:yaml-|duplicate-|name-taken)/.test(code)).length;
}

function isClear({ code, data }: Problem): boolean {
  if (choices.has(code)) return false;
  return !removedOtherwise.has(code) || asRecord(data)['suggestion'] !== undefined;
}

/** The edits of the one preferred fix of each problem, those left out that touch what another one changes. */
function clearFixes(uri: string, actions: readonly FixedAction[]): readonly (readonly TextEdit[])[] {
  const byProblem = new Map<Problem, FixedAction[]>();
  for (const action of actions) {
    if (!action.problem || !action.isPreferred || !isClear(action.problem)) continue;
    byProblem.set(action.problem, [...(byProblem.get(action.problem) ?? []), action]);
  }
  const taken: TextEdit[] = [];
  const fixes: TextEdit[][] = [];
  for (const preferred of byProblem.values()) {
    const [action] = preferred;
    const { [uri]: edits, ...others } = action?.edit?.changes ?? {};
    if (preferred.length > 1 || !edits || Object.keys(others).length > 0) continue;
    if (edits.some((edit) => taken.some((other) => touches(edit.range, other.range)))) continue;
    taken.push(...edits);
    fixes.push(edits);
  }
  return fixes;
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
