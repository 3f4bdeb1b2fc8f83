import { resourceTemplateInput } from '../../bundle/check/expression-input.ts';
import { placeOf } from '../../bundle/check/contract.ts';
import { SourceText } from '../../edit/source-text.ts';
import { analyzeProgram } from '../../jq/analyze.ts';
import { describeFinding } from '../../jq/describe.ts';
import { parseProgram } from '../../jq/parse.ts';
import type { Problem } from '../../problem.ts';
import type { JsonPath, JsonSchema } from '../../schema/json-schema.ts';
import { pathIn } from '../module.ts';
import { stepPath, type ModuleCheck } from './context.ts';

/** The jq files of the modules: their syntax, and every path that they read. */
export function checkTemplates(check: ModuleCheck): void {
  for (const module of check.modules) {
    if (module.kind === 'opaque') continue;
    const outputs = module.kind === 'terraform' ? module.outputs.keys() : undefined;
    const input = resourceTemplateInput(check.bundle, check.registry, outputs);
    for (const { resource, uri, text } of module.templates) {
      const place = check.bundle.resources.has(resource)
        ? placeOf(check, 'resources', resource).entry
        : stepPath(check, module.source);
      checkFile(check, uri, text, input, place, pathIn(module.source, uri));
    }
    if (module.kind !== 'helm' || module.values === undefined) continue;
    const { uri, text } = module.values;
    checkFile(check, uri, text, input, stepPath(check, module.source), 'values.jq');
  }
}

function checkFile(
  { report }: ModuleCheck,
  uri: string,
  text: string,
  input: JsonSchema,
  place: JsonPath,
  file: string,
): void {
  const lines = new SourceText(text);
  const tell = (span: { start: number; end: number }, finding: Omit<Problem, 'range'>): void => {
    const { code, severity, message } = finding;
    const range = { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
    const where = `${file}, line ${range.start.line + 1}`;
    report(place, 'key', {
      code,
      severity,
      message: `${where}: ${message}`,
      related: [{ location: { uri, range }, message }],
    });
  };
  const parsed = parseProgram(text);
  if (parsed.kind === 'fault') {
    const message = `This is not a jq expression. ${parsed.fault.message}`;
    tell(parsed.fault, { severity: 'error', code: 'jq-syntax', message });
  } else if (parsed.kind === 'program') {
    for (const finding of analyzeProgram(parsed.expression, input)) tell(finding, describeFinding(finding));
  }
}
