import type { Range } from 'vscode-languageserver-types';
import type { Problem } from '../../problem.ts';
import type { Registry } from '../../registry/registry.ts';
import type { JsonPath } from '../../schema/json-schema.ts';
import type { SourceDocument } from '../source-document.ts';

/** A finding before it has a range. */
export type Finding = Omit<Problem, 'range'>;

/** What every check of a file that operations engineers write gets. */
export interface FileCheck {
  /** The plain value of the whole file. */
  readonly root: { readonly [key: string]: unknown };
  readonly registry: Registry;
  /**
   * Reports at a path of the file; what is not in the file is reported at the nearest thing above.
   *
   * @param on `start` is the first line of the value: of what lacks something, not all is wrong.
   */
  report(path: JsonPath, on: 'key' | 'value' | 'start', finding: Finding): void;
  /** Reports at a part of a text, such as a name in an expression; offsets are those of the text as it is read. */
  reportWithin(path: JsonPath, part: { readonly start: number; readonly end: number }, finding: Finding): void;
}

/**
 * A reporter that says each thing once: anchors and references make one place of the file count
 * for many.
 */
export function createReporter(
  source: SourceDocument,
): Pick<FileCheck, 'report' | 'reportWithin'> & { readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const add = (range: Range, finding: Finding): void => {
    const identity = `${finding.code} ${range.start.line}:${range.start.character} ${finding.message}`;
    if (seen.has(identity)) return;
    seen.add(identity);
    problems.push({ range, ...finding });
  };
  return {
    problems,
    report: (path, on, finding) =>
      add(on === 'start' ? firstLine(source, source.range(path)) : source.range(path, on), finding),
    reportWithin: (path, { start, end }, finding) => add(source.rangeWithin(path, start, end), finding),
  };
}

/** The part of a range that is on its first line. */
export function firstLine({ text }: SourceDocument, { start, end }: Range): Range {
  if (end.line === start.line) return { start, end };
  const line = text.split('\n', start.line + 1).at(-1) ?? '';
  return { start, end: { line: start.line, character: line.trimEnd().length } };
}
