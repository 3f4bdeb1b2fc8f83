import type { Finding } from '../../bundle/check/context.ts';
import { loadContextOf } from '../../registry/create.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { resolveReferences } from '../../schema/references.ts';
import { closest } from '../../text-distance.ts';
import { isAlwaysThere } from '../inputs.ts';
import type { ChartValues, HelmModule } from '../module.ts';
import type { ChartInput, ChartLayout } from './chart-inputs.ts';
import { stepPath, type ModuleCheck } from './context.ts';
import { describeKinds } from './conversion.ts';
import { choicesOf, isRequired, kindsOf, namesOf, propertyOf, type Placed } from './placed-schema.ts';

/** What a bundle gives against the chart's `values.schema.json`, which Helm holds all values against. */
export function checkChartSchema(check: ModuleCheck, module: HelmModule, layout: ChartLayout): void {
  const { schema } = module.chart;
  if (schema === undefined) return;
  new SchemaComparison(check, module, layout, schema).run();
}

class SchemaComparison {
  readonly #check: ModuleCheck;
  readonly #module: HelmModule;
  readonly #layout: ChartLayout;
  readonly #schema: ChartValues;

  constructor(check: ModuleCheck, module: HelmModule, layout: ChartLayout, schema: ChartValues) {
    this.#check = check;
    this.#module = module;
    this.#layout = layout;
    this.#schema = schema;
  }

  run(): void {
    const { value, uri } = this.#schema;
    const { schema } = resolveReferences(value, value, uri, loadContextOf(this.#check.registry));
    const root: readonly Placed[] = [{ schema, path: [], always: true }];
    for (const input of this.#layout.inputs) {
      const above = input.at.slice(0, -1).reduce(propertyOf, root);
      const taken = propertyOf(above, input.name);
      if (taken.length > 0) this.#compare(input, input.schemas, taken, input.at);
      else this.#checkAllowed(input, above);
    }
    this.#checkRequired(root);
  }

  #compare(input: ChartInput, given: readonly Placed[], taken: readonly Placed[], at: readonly string[]): void {
    const kinds = kindsOf(given);
    const allowed = kindsOf(taken);
    if (kinds === undefined || allowed === undefined) return;
    if (![...kinds].some((kind) => allowed.has(kind))) {
      const message = `\`.Values.${at.join('.')}\` is ${describeKinds([...kinds])} here, and \`values.schema.json\` of ${this.#chart()} takes ${describeKinds([...allowed])}: Helm stops. Change one of the two types.`;
      this.#report(input, given, taken, { severity: 'warning', code: 'chart-value-type', message });
      return;
    }
    const refused = refusedChoice(given, taken);
    if (refused !== undefined) {
      const message = `\`values.schema.json\` of ${this.#chart()} does not take ${refused} for \`.Values.${at.join('.')}\`: Helm stops. Change one of the two lists of values.`;
      this.#report(input, given, taken, { severity: 'warning', code: 'chart-value-type', message });
    }
    if (!kinds.has('object')) return;
    for (const name of namesOf(given)) {
      const inner = propertyOf(taken, name);
      if (inner.length > 0) this.#compare(input, propertyOf(given, name), inner, [...at, name]);
    }
  }

  #checkAllowed(input: ChartInput, above: readonly Placed[]): void {
    const isClosed = above.some(
      ({ schema }) => isObject(schema) && schema.additionalProperties === false && !isObject(schema.patternProperties),
    );
    if (!isClosed) return;
    const set = new Set(this.#layout.inputs.map(({ name }) => name));
    const [meant] = closest(
      input.name,
      namesOf(above).filter((name) => !set.has(name)),
      1,
    );
    const hint = meant === undefined ? 'Add it there, or remove it here.' : `Did you mean \`${meant}\`?`;
    this.#report(input, input.schemas, above, {
      severity: 'warning',
      code: 'chart-value-unknown',
      message: `\`values.schema.json\` of ${this.#chart()} does not allow \`.Values.${input.at.join('.')}\`: Helm stops. ${hint}`,
      ...(meant === undefined ? {} : { data: { suggestion: meant } }),
    });
  }

  /** Values that must be there, and that neither the bundle nor the chart gives. */
  #checkRequired(root: readonly Placed[]): void {
    const { chart, source } = this.#module;
    const { params } = this.#check.bundle;
    if (this.#layout.programs.length > 0) return;
    for (const name of namesOf(root)) {
      if (!isRequired(root, name) || this.#layout.reserved.has(name)) continue;
      if ((getOwn(chart.defaults?.value ?? {}, name) ?? null) !== null) continue;
      const input = this.#layout.inputs.find(({ at }) => at[0] === name);
      if (input === undefined) {
        this.#check.report(stepPath(this.#check, source), 'value', {
          severity: 'warning',
          code: 'chart-value-missing',
          message: `\`values.schema.json\` of ${this.#chart()} requires \`.Values.${name}\`, and neither \`values.yaml\` nor the bundle gives it: Helm stops. Declare a param, or give it a default.`,
          ...this.#related(propertyOf(root, name)),
        });
      } else if (input.kind === 'param' && !isAlwaysThere(params, name)) {
        this.#report(input, input.schemas, propertyOf(root, name), {
          severity: 'warning',
          code: 'chart-value-missing',
          message: `\`${name}\` may be left out, and then Helm stops: \`values.schema.json\` of ${this.#chart()} requires it. Make it required, or give it a default.`,
          data: { require: name },
        });
      }
    }
  }

  #report(input: ChartInput, given: readonly Placed[], taken: readonly Placed[], finding: Finding): void {
    const [place] = input.kind === 'param' ? given : input.schemas;
    this.#check.report(place?.path ?? ['params'], 'key', { ...finding, ...this.#related(taken) });
  }

  #related([place]: readonly Placed[]): Pick<Finding, 'related'> {
    const { uri, source } = this.#schema;
    const location = { uri, range: source.range(place?.path ?? [], 'key') };
    return { related: [{ location, message: 'What the chart takes is declared here.' }] };
  }

  #chart(): string {
    return `the chart \`${this.#module.source.step.path}\``;
  }
}

/** A value that may be chosen here and that the chart does not take. */
function refusedChoice(given: readonly Placed[], taken: readonly Placed[]): string | undefined {
  const chosen = choicesOf(given);
  const allowed = choicesOf(taken);
  if (!Array.isArray(chosen) || !Array.isArray(allowed)) return undefined;
  const texts = new Set(allowed.map((value) => JSON.stringify(value)));
  const refused = chosen.map((value) => JSON.stringify(value)).find((text) => !texts.has(text));
  return refused === undefined ? undefined : `\`${refused}\``;
}
