import { SourceText } from '../../edit/source-text.ts';
import { parseProgram } from '../../jq/parse.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import { givenByJq, type Given } from '../given.ts';
import type { HelmModule } from '../module.ts';
import { isRead } from '../chart-values.ts';
import type { ChartLayout } from './chart-inputs.ts';
import type { ModuleCheck } from './context.ts';

/** The values that a jq program writes out, against those of the chart. */
export function checkPrograms(check: ModuleCheck, module: HelmModule, { programs, reserved }: ChartLayout): void {
  const { defaults } = module.chart;
  if (defaults === undefined) return;
  for (const { file } of programs) {
    const parsed = parseProgram(file.text);
    if (parsed.kind !== 'program') continue;
    const lines = new SourceText(file.text);
    const given = givenByJq(parsed.expression, (start, end) => ({
      uri: file.uri,
      range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    }));
    compare(given, defaults.value, []);
  }

  function compare({ entries }: Given, values: { readonly [name: string]: unknown }, at: readonly string[]): void {
    if (entries === undefined) return;
    const free = Object.keys(values).filter((name) => !entries.has(name));
    for (const [name, given] of entries) {
      const path = [...at, name];
      const value = getOwn(values, name);
      if (isObject(value)) compare(given, value, path);
      if (value !== undefined || isRead(module.chart, path) || (at.length === 0 && reserved.has(name))) continue;
      const [meant] = closest(name, free, 1);
      if (meant === undefined || defaults === undefined) continue;
      const { uri, range } = given.location;
      const location = { uri: defaults.uri, range: defaults.source.range([...at, meant], 'key') };
      check.reportIn(uri, range, {
        severity: 'warning',
        code: 'chart-value-unknown',
        message: `No template of the chart \`${module.source.step.path}\` reads \`.Values.${path.join('.')}\`, and \`values.yaml\` does not have it. Did you mean \`${meant}\`?`,
        related: [{ location, message: `\`${meant}\` has its default here.` }],
        data: { suggestion: meant },
      });
    }
  }
}
