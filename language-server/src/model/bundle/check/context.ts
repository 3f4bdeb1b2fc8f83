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
  /** Reports at a path of the file; what is not in the file is reported at the nearest thing above. */
  report(path: JsonPath, on: 'key' | 'value', finding: Finding): void;
}

/**
 * A reporter that says each thing once: anchors and references make one place of the file count
 * for many.
 */
export function createReporter(source: SourceDocument): { report: FileCheck['report']; problems: Problem[] } {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const report: FileCheck['report'] = (path, on, finding) => {
    const range = source.range(path, on);
    const identity = `${finding.code} ${range.start.line}:${range.start.character} ${finding.message}`;
    if (seen.has(identity)) return;
    seen.add(identity);
    problems.push({ range, ...finding });
  };
  return { report, problems };
}
