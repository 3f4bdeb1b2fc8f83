import type { Location, Range } from 'vscode-languageserver-types';

/** Severity names, as the command line prints them. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * Something a person should know about a file: a value, not an exception.
 * `code` is stable (tests, documentation and code actions depend on it); `message` says what is
 * wrong and what to do next, in the words of a colleague.
 */
export interface Problem {
  /** Where, in the whole document: 0-based lines, UTF-16 columns. */
  readonly range: Range;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** Other places that explain the problem, such as the rest of a cycle. */
  readonly related?: readonly { readonly location: Location; readonly message: string }[];
  /** What a code action needs to fix it; JSON only. */
  readonly data?: unknown;
}
