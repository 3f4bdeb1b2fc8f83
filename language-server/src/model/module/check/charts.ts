import type { Finding } from '../../bundle/check/context.ts';
import type { JsonPath } from '../../schema/json-schema.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { kindOf, type ValueKind } from '../../schema/value-kinds.ts';
import { closest } from '../../text-distance.ts';
import type { HelmModule } from '../module.ts';
import { isRead } from '../chart-values.ts';
import { layoutOf, type ChartInput, type ChartLayout } from './chart-inputs.ts';
import { checkPrograms } from './chart-programs.ts';
import { checkChartSchema } from './chart-schema.ts';
import type { ModuleCheck } from './context.ts';
import { describeKinds } from './conversion.ts';
import { expressionsOf, mentions } from './expression-texts.ts';
import { kindsOf, namesOf, propertyOf, type Placed } from './placed-schema.ts';

/**
 * The values of charts against params and connections. A chart has most values as defaults that
 * nothing sets, so only what a param or a connection sets is looked at, and only what is likely a
 * mistake is told.
 */
export function checkCharts(check: ModuleCheck): void {
  const charts = check.modules.filter((module) => module.kind === 'helm');
  for (const module of charts) {
    // Of a chart that comes from elsewhere, `values.yaml` has what differs from its defaults.
    if (Object.hasOwn(module.source.step.config, 'chart')) continue;
    const layout = layoutOf(check, module);
    const comparison = new Comparison(check, module, layout);
    for (const input of layout.inputs) comparison.compareInput(input);
    checkPrograms(check, module, layout);
    checkChartSchema(check, module, layout);
  }
}

class Comparison {
  readonly #check: ModuleCheck;
  readonly #module: HelmModule;
  readonly #layout: ChartLayout;

  constructor(check: ModuleCheck, module: HelmModule, layout: ChartLayout) {
    this.#check = check;
    this.#module = module;
    this.#layout = layout;
  }

  compareInput(input: ChartInput): void {
    const level = this.#defaultsAt(input.at.slice(0, -1));
    if (level !== undefined && Object.hasOwn(level, input.name)) {
      this.#compareValue(input, input.schemas, input.at);
      return;
    }
    if (isRead(this.#module.chart, input.at) || this.#layout.reserved.has(input.name)) return;
    if (!this.#isTakenElsewhere(input.name)) this.#reportUnknown(input, level ?? {});
  }

  #compareValue(input: ChartInput, schemas: readonly Placed[], at: readonly string[]): void {
    const value = this.#valueAt(at);
    const kinds = kindsOf(schemas);
    if (kinds === undefined) return;
    if (contradicts(value, kinds)) this.#reportKind(input, schemas, at, value, [...kinds]);
    else if (isObject(value) && kinds.has('object')) this.#compareMembers(input, schemas, at, value);
  }

  #compareMembers(
    input: ChartInput,
    schemas: readonly Placed[],
    at: readonly string[],
    value: { readonly [name: string]: unknown },
  ): void {
    const declared = namesOf(schemas);
    const free = Object.keys(value).filter((name) => !declared.includes(name));
    for (const name of declared) {
      const path = [...at, name];
      const property = propertyOf(schemas, name);
      if (Object.hasOwn(value, name)) {
        this.#compareValue(input, property, path);
        continue;
      }
      const [meant] = isRead(this.#module.chart, path) ? [] : closest(name, free, 1);
      if (meant !== undefined) this.#report(input, property, this.#nearMiss(path, meant));
    }
  }

  #reportUnknown(input: ChartInput, level: { readonly [name: string]: unknown }): void {
    const set = new Set(this.#layout.inputs.map(({ name }) => name));
    const free = Object.keys(level).filter((name) => !set.has(name) && !this.#layout.reserved.has(name));
    const [meant] = closest(input.name, free, 1);
    if (meant !== undefined) {
      this.#report(input, input.schemas, this.#nearMiss(input.at, meant));
      return;
    }
    if (input.kind === 'dependency' || !this.#isAllKnown()) return;
    if (mentions(expressionsOf(this.#check), input.name)) return;
    this.#report(input, input.schemas, {
      severity: 'hint',
      code: 'unused-param',
      message: `No template of ${this.#chart()} reads ${written(input.at)}, and \`values.yaml\` does not have it, so the param has no effect. Use it in a template, or remove it here.`,
    });
  }

  #nearMiss(at: readonly string[], meant: string): Finding {
    const path = [...at.slice(0, -1), meant];
    return {
      severity: 'warning',
      code: 'chart-value-unknown',
      message: `No template of ${this.#chart()} reads ${written(at)}, and \`values.yaml\` does not have it. Did you mean \`${meant}\`?`,
      ...this.#related(path),
      data: { suggestion: meant },
    };
  }

  #reportKind(
    input: ChartInput,
    schemas: readonly Placed[],
    at: readonly string[],
    value: unknown,
    kinds: readonly ValueKind[],
  ): void {
    this.#report(input, schemas, {
      severity: 'warning',
      code: 'chart-value-type',
      message: `${written(at)} of ${this.#chart()} is ${describeKinds([kindOf(value)])} in \`values.yaml\` and ${describeKinds(kinds)} here: templates that are made for the one fail with the other. Change one of the two.`,
      ...this.#related(at),
    });
  }

  #report({ kind, schemas: [outermost] }: ChartInput, schemas: readonly Placed[], finding: Finding): void {
    // What a slot holds is declared in another file.
    const path: JsonPath = (kind === 'param' ? schemas[0] : outermost)?.path ?? ['params'];
    this.#check.report(path, 'key', finding);
  }

  #related(at: readonly string[]): Pick<Finding, 'related'> {
    const { defaults } = this.#module.chart;
    if (defaults === undefined) return {};
    const location = { uri: defaults.uri, range: defaults.source.range(at, 'key') };
    return { related: [{ location, message: `\`${at.at(-1) ?? ''}\` has its default here.` }] };
  }

  /** Whether nothing but what was read may use a param. */
  #isAllKnown(): boolean {
    const { programs } = this.#layout;
    return programs.length === 0 && this.#check.modules.every((each) => each.kind === 'helm' && each.chart.isWhole);
  }

  #isTakenElsewhere(name: string): boolean {
    return this.#check.modules.some((module) => {
      if (module === this.#module || module.kind === 'opaque') return false;
      if (module.kind === 'terraform') return module.variables.has(name);
      return isRead(module.chart, [name]) || Object.hasOwn(module.chart.defaults?.value ?? {}, name);
    });
  }

  #valueAt(at: readonly string[]): unknown {
    return at.reduce<unknown>(
      (value, name) => (isObject(value) ? getOwn(value, name) : undefined),
      this.#module.chart.defaults?.value,
    );
  }

  #defaultsAt(at: readonly string[]): { readonly [name: string]: unknown } | undefined {
    const value = this.#valueAt(at);
    return isObject(value) ? value : undefined;
  }

  #chart(): string {
    return `the chart \`${this.#module.source.step.path}\``;
  }
}

function written(at: readonly string[]): string {
  return `\`.Values.${at.join('.')}\``;
}

/**
 * Whether templates that are made for a default cannot read what is given. Charts write `{}`, `[]`
 * and empty texts for what is not set, whatever is meant to be there.
 */
function contradicts(value: unknown, given: ReadonlySet<ValueKind>): boolean {
  const isScalar = !given.has('array') && !given.has('object');
  switch (kindOf(value)) {
    case 'array':
      return isScalar || ((value as readonly unknown[]).length > 0 && !given.has('array'));
    case 'object':
      return isScalar || (Object.keys(value as object).length > 0 && !given.has('object'));
    case 'string':
      return value !== '' && [...given].every((kind) => kind === 'array' || kind === 'object');
    case 'boolean':
    case 'number':
      return [...given].every((kind) => kind === 'array' || kind === 'object');
    case 'null':
      return false;
  }
}
