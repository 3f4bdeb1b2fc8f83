import { CodeActionKind, type TextEdit } from 'vscode-languageserver-types';
import { readOutline, type Member, type Outline } from '../../../model/edit/outline.ts';
import { settleAtEnd, toReplacements, type Change } from '../../../model/edit/source-text.ts';
import type { ModuleFiles } from '../../../model/module/module.ts';
import type { Problem } from '../../../model/problem.ts';
import type { JsonPath } from '../../../model/schema/json-schema.ts';
import { guard } from '../../../model/yaml/guard.ts';
import type { FixedAction } from '../../code-actions/fix.ts';
import { asRecord } from '../../code-actions/replacements.ts';
import type { BundleDocument } from '../document.ts';

/** A problem of a bundle with what fixes for it are worked out from. */
export interface FixRequest {
  readonly document: BundleDocument;
  readonly problem: Problem;
  /** What the problem is about: the path of a key or a value. */
  readonly path: JsonPath;
  /** What the check said besides its message. */
  readonly data: { readonly [key: string]: unknown };
  /** The text that the problem underlines. */
  readonly underlined: string;
  /** The file as edits see it; undefined while it does not parse. */
  readonly outline: Outline | undefined;
  /** The modules of the bundle, as far as they were read. */
  readonly modules: readonly ModuleFiles[];
}

/** Looks up what fixes need to know of a problem. */
export function fixRequest(
  document: BundleDocument,
  problem: Problem,
  modules: readonly ModuleFiles[] = [],
): FixRequest {
  const { lines, text, source } = document;
  const start = lines.offsetAt(problem.range.start);
  return {
    document,
    problem,
    path: source.pathAt(start).path,
    data: asRecord(problem.data),
    underlined: text.slice(start, lines.offsetAt(problem.range.end)),
    outline: outlineOf(document),
    modules,
  };
}

const outlines = new WeakMap<BundleDocument, { readonly outline: Outline | undefined }>();

/** A file may have many problems: reading it once is enough for all of them. */
function outlineOf(document: BundleDocument): Outline | undefined {
  const { text } = document;
  const known = outlines.get(document) ?? { outline: guard(text) === undefined ? readOutline(text, 0) : undefined };
  outlines.set(document, known);
  return known.outline;
}

/** Keys that must be on the way to what a problem is about. */
const keysOnTheWay: ReadonlyMap<string, readonly string[]> = new Map([
  ['choice-invalid', ['const', 'enum']],
  ['condition-never', ['const', 'enum']],
  ['condition-unknown-property', ['dependencies']],
  ['default-invalid', ['default']],
  ['preset-invalid', ['examples']],
  ['preset-unknown-param', ['examples']],
  ['required-undeclared', ['required']],
]);

/**
 * Whether a problem stands where it is shown. What is wrong behind a `$ref` is shown at that `$ref`,
 * and a fix would change the wrong thing.
 */
export function isInPlace({ problem, path }: FixRequest): boolean {
  const keys = keysOnTheWay.get(problem.code);
  return keys === undefined || keys.some((key) => path.includes(key));
}

/** A member of the file and the collection that holds it. */
export interface PlacedMember {
  readonly member: Member;
  readonly container: Exclude<Outline, { readonly kind: 'scalar' | 'alias' }>;
}

/** The entry or item at a path; undefined when an alias or nothing stands on the way. */
export function memberAt(outline: Outline | undefined, path: JsonPath): PlacedMember | undefined {
  let container = outline;
  let found: PlacedMember | undefined;
  for (const step of path) {
    if (container?.kind !== 'map' && container?.kind !== 'sequence') return undefined;
    const member: Member | undefined =
      container.kind === 'map'
        ? container.members.find(({ key }) => key === String(step))
        : container.members[Number(step)];
    if (member === undefined) return undefined;
    found = { member, container };
    container = member.value;
  }
  return found;
}

/** The entry whose key begins at an offset, also where its key stands twice; undefined behind an alias. */
export function entryWithKeyAt(outline: Outline | undefined, offset: number): PlacedMember | undefined {
  let container = outline;
  for (;;) {
    if (container?.kind !== 'map' && container?.kind !== 'sequence') return undefined;
    const member: Member | undefined = container.members.find(({ start, end }) => start <= offset && offset <= end);
    if (member === undefined) return undefined;
    if ('keyStart' in member && member.keyStart === offset) return { member, container };
    container = member.value;
  }
}

/** A quick fix for a problem; a preferred one is what "fix all" and the shortcut take. */
export function quickFix(
  { document, problem }: FixRequest,
  title: string,
  changes: readonly Change[],
  preferred = false,
): FixedAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    edit: { changes: { [document.uri]: editsOf(document, changes) } },
    ...(preferred && { isPreferred: true }),
    problem,
  };
}

/** Replaces what the problem underlines. */
export function replacement(request: FixRequest, title: string, newText: string, preferred = true): FixedAction {
  const { lines } = request.document;
  const { start, end } = request.problem.range;
  const change = { start: lines.offsetAt(start), end: lines.offsetAt(end), text: newText };
  return quickFix(request, title, [change], preferred);
}

/** Changes as the editor takes them. */
export function editsOf({ lines }: BundleDocument, changes: readonly Change[]): TextEdit[] {
  return toReplacements(lines, settleAtEnd(lines, changes)).map(({ range, newText }) => ({ range, newText }));
}
