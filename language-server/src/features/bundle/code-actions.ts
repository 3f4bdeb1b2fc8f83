import { CodeActionKind, type Position, type Range } from 'vscode-languageserver-types';
import { migrateBundle } from '../../model/bundle/migrate.ts';
import type { ModuleFiles } from '../../model/module/module.ts';
import type { Problem } from '../../model/problem.ts';
import { loadContextOf } from '../../model/registry/create.ts';
import { getOwn } from '../../model/schema/own-property.ts';
import type { FixedAction } from '../code-actions/fix.ts';
import { fileProblems } from '../file-problems.ts';
import type { BundleDocument } from './document.ts';
import { fixesBeside } from './fixes/beside.ts';
import { editsOf, fixRequest, isInPlace } from './fixes/fix.ts';
import { moduleFixes } from './fixes/module.ts';
import { referenceFixes } from './fixes/references.ts';
import { structureFixes } from './fixes/structure.ts';
import { wordFixes } from './fixes/words.ts';

/**
 * What can be done about the problems in a range of a bundle or resource type, and at its start.
 *
 * @param modules of the bundle, as far as they were read.
 */
export function bundleCodeActions(
  document: BundleDocument,
  range: Range,
  modules: readonly ModuleFiles[] = [],
): FixedAction[] {
  const { kind, uri, text, registry } = document;
  const problems = fileProblems(kind, uri, text, registry, () => modules);
  const here = problems.filter((problem) => overlaps(problem.range, range));
  const fixes = here.flatMap((problem) => {
    const request = fixRequest(document, problem, modules);
    if (!isInPlace(request)) return [];
    return [
      ...moduleFixes(request),
      ...wordFixes(request),
      ...referenceFixes(request),
      ...structureFixes(request),
      ...fixesBeside(request),
    ];
  });
  return [...fixes, ...migration(document, range, here)];
}

/** Offered in the blocks that it changes, at the name of the bundle, and for dialects that are mixed. */
function migration(document: BundleDocument, range: Range, here: readonly Problem[]): FixedAction[] {
  const { kind, uri, text, registry, root, source, lines } = document;
  if (kind !== 'bundle' || (!getOwn(root, 'connections') && !getOwn(root, 'artifacts'))) return [];
  const mixed = here.find(({ code }) => code === 'dialects-mixed');
  const [section] = source.pathAt(lines.offsetAt(range.start)).path;
  if (mixed === undefined && !['connections', 'artifacts', 'name'].includes(String(section))) return [];
  const changes = migrateBundle(uri, text, loadContextOf(registry));
  if (changes === undefined) return [];
  const edit = { changes: { [uri]: editsOf(document, changes) } };
  const title = 'Migrate to the current dialect';
  if (mixed === undefined) return [{ title, kind: CodeActionKind.RefactorRewrite, edit }];
  return [{ title, kind: CodeActionKind.QuickFix, edit, isPreferred: true, problem: mixed }];
}

function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
