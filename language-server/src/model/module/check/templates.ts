import { resourceTemplateInput } from '../../bundle/check/expression-input.ts';
import { placeOf } from '../../bundle/check/contract.ts';
import type { Finding } from '../../bundle/check/context.ts';
import { SourceText } from '../../edit/source-text.ts';
import { analyzeProgram } from '../../jq/analyze.ts';
import { describeFinding } from '../../jq/describe.ts';
import { parseProgram } from '../../jq/parse.ts';
import type { JsonPath, JsonSchema } from '../../schema/json-schema.ts';
import { isSchema } from '../../schema/keywords.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import type { ValuesProgram } from '../module.ts';
import { stepPath, type ModuleCheck } from './context.ts';

/** The jq files of the modules: their syntax, and every path that they read. */
export function checkTemplates(check: ModuleCheck): void {
  for (const module of check.modules) {
    if (module.kind === 'opaque') continue;
    const outputs = module.kind === 'terraform' ? module.outputs.keys() : undefined;
    const input = resourceTemplateInput(check.bundle, check.registry, outputs);
    const step = stepPath(check, module.source);
    for (const { resource, uri, text } of module.templates) {
      const isDeclared = check.bundle.resources.has(resource);
      const place = isDeclared ? placeOf(check, 'resources', resource).entry : step;
      checkFile(check, { uri, text }, input, place);
    }
    if (module.kind !== 'helm') continue;
    for (const { name, file } of module.chart.programs) checkFile(check, file, inputOf(name, input), step);
  }
}

/** `values.jq` sees what resource templates see, `params.jq` the params. */
function inputOf(program: ValuesProgram, whole: JsonSchema): JsonSchema {
  if (program === 'values' || !isObject(whole) || !isObject(whole.properties)) return whole;
  const part = getOwn(whole.properties, program);
  return isSchema(part) ? part : true;
}

function checkFile(
  check: ModuleCheck,
  { uri, text }: { readonly uri: string; readonly text: string },
  input: JsonSchema,
  place: JsonPath,
): void {
  const lines = new SourceText(text);
  const tell = (span: { start: number; end: number }, finding: Finding): void => {
    const related = [
      { location: check.locate(place), message: 'The bundle runs this file for what is declared here.' },
    ];
    check.reportIn(
      uri,
      { start: lines.positionAt(span.start), end: lines.positionAt(span.end) },
      { ...finding, related },
    );
  };
  const parsed = parseProgram(text);
  if (parsed.kind === 'fault') {
    const message = `This is not a jq expression. ${parsed.fault.message}`;
    tell(parsed.fault, { severity: 'error', code: 'jq-syntax', message });
  } else if (parsed.kind === 'program') {
    for (const finding of analyzeProgram(parsed.expression, input)) tell(finding, describeFinding(finding));
  }
}
