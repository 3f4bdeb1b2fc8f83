import { payloadOf } from '../../bundle/check/expression-input.ts';
import { placeOf } from '../../bundle/check/contract.ts';
import type { Chart, HelmModule } from '../module.ts';
import { namesIn } from '../../schema/navigate.ts';
import type { ModuleCheck } from './context.ts';
import { placeInValues, programsOf } from '../chart-values.ts';
import { propertyOf, type Placed } from './placed-schema.ts';

/** A param or a connection as the values of a chart get it. */
export interface ChartInput {
  readonly kind: 'param' | 'dependency';
  readonly name: string;
  /** Names from `.Values` on. */
  readonly at: readonly string[];
  /** For a dependency, the places are those of the slot. */
  readonly schemas: readonly Placed[];
}

/** What of a bundle is where in the values of a chart. */
export interface ChartLayout {
  /** What is under `.Values` as the bundle has it; what a program makes of it is left out. */
  readonly inputs: readonly ChartInput[];
  /** Names under `.Values` that are not the chart's own and are no params either. */
  readonly reserved: ReadonlySet<string>;
  /** The programs that are run, and what each may use of `.Values`. */
  readonly programs: Chart['programs'];
}

/** Names that Helm, the engine or Massdriver set. */
const alwaysReserved: readonly string[] = ['global', 'md_metadata', 'params', 'connections', 'envs', 'secrets'];

/** How what a bundle gives becomes the values of a chart. */
export function layoutOf(check: ModuleCheck, { chart }: HelmModule): ChartLayout {
  const reserved = new Set([...alwaysReserved, ...chart.subcharts]);
  const [params, slots] = [placeInValues(chart, 'param'), placeInValues(chart, 'dependency')];
  const inputs = [
    ...(params === undefined ? [] : paramsOf(check, params)),
    ...(slots === undefined ? [] : slotsOf(check, slots)),
  ];
  return { inputs, reserved, programs: programsOf(chart) };
}

function paramsOf({ bundle }: ModuleCheck, under: readonly string[]): readonly ChartInput[] {
  const root: readonly Placed[] = [{ schema: bundle.params, path: ['params'], always: true }];
  return namesIn([bundle.params]).map((name) => ({
    kind: 'param',
    name,
    at: [...under, name],
    schemas: propertyOf(root, name),
  }));
}

function slotsOf(check: ModuleCheck, under: readonly string[]): readonly ChartInput[] {
  return [...check.bundle.dependencies.values()].map((slot) => ({
    kind: 'dependency',
    name: slot.name,
    at: [...under, slot.name],
    schemas: [
      {
        schema: payloadOf(slot, check.registry),
        path: placeOf(check, 'dependencies', slot.name).entry,
        always: true,
      },
    ],
  }));
}
