import type { Manifest } from '../manifest/manifest.ts';
import type { Problem, Severity } from '../problem.ts';
import type { Slice, Span } from '../yaml/slice.ts';

/**
 * A problem whose place is relative to its slice: it stays true when lines above it come and go,
 * so it can be kept for as long as the slice is.
 */
export interface LocatedProblem {
  readonly slice: Slice;
  readonly span: Span;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly related?: readonly { readonly slice: Slice; readonly span: Span; readonly message: string }[];
  /** What a code action needs to fix it; JSON only. */
  readonly data?: unknown;
}

/** What is wrong with a manifest, measured against a registry. Syntax and shape are `manifest.problems()`. */
export interface ManifestProblems {
  /**
   * By name of the component or imported resource that a person would fix. Only names that have
   * problems are in it; a list is the same object for as long as nothing in it changed.
   */
  readonly nodes: ReadonlyMap<string, readonly LocatedProblem[]>;
  /** Problems of no one node: environments and their defaults. */
  readonly rest: readonly LocatedProblem[];
}

/** Every problem of a manifest in the order of the text, syntax and shape included, with ranges in the whole document. */
export function allProblems(manifest: Manifest, problems: ManifestProblems): Problem[] {
  const all: Problem[] = [...manifest.problems()];
  for (const list of problems.nodes.values()) {
    for (const problem of list) all.push(absolute(manifest, problem));
  }
  for (const problem of problems.rest) all.push(absolute(manifest, problem));
  return all.sort(inTextOrder);
}

/** A total order, so that equal texts have equal lists however they came about. */
function inTextOrder(a: Problem, b: Problem): number {
  return (
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    a.range.end.line - b.range.end.line ||
    a.range.end.character - b.range.end.character ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function absolute(manifest: Manifest, problem: LocatedProblem): Problem {
  const { slice, span, related, severity, code, message, data } = problem;
  return {
    range: manifest.range(slice, span),
    severity,
    code,
    message,
    ...(related && {
      related: related.map((place) => ({
        location: { uri: manifest.uri, range: manifest.range(place.slice, place.span) },
        message: place.message,
      })),
    }),
    ...(data !== undefined && { data }),
  };
}
