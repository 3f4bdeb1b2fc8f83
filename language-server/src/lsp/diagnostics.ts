import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver-types';
import type { Problem, Severity } from '../model/problem.ts';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A problem as the Language Server Protocol says it. */
export function toDiagnostic(problem: Problem): Diagnostic {
  const { range, severity, code, message, related, data } = problem;
  return {
    range,
    severity: severities[severity],
    source: 'patchbay',
    code,
    message,
    ...(related && { relatedInformation: related.map((place) => ({ ...place })) }),
    ...(data !== undefined && { data }),
    ...(code.startsWith('unused-') && { tags: [DiagnosticTag.Unnecessary] }),
    ...(code.startsWith('deprecated-') && { tags: [DiagnosticTag.Deprecated] }),
  };
}
