import { payloadOf } from '../../bundle/check/expression-input.ts';
import { placeOf } from '../../bundle/check/contract.ts';
import type { Chart, HelmModule, ValuesProgram } from '../module.ts';
import { isObject } from '../../schema/own-property.ts';
import { namesIn } from '../../schema/navigate.ts';
import type { ModuleCheck } from './context.ts';
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

/** How what a bundle gives becomes the values of a chart. */
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

/**
 * A chart gets what its `values.jq` makes, else `{params, connections, envs}` when it speaks of
 * these, else each param and each connection by its own name, as Massdriver has it.
 */
export function layoutOf(check: ModuleCheck, { chart }: HelmModule): ChartLayout {
  const reserved = new Set([...alwaysReserved, ...chart.subcharts]);
  const program = (name: ValuesProgram) => chart.programs.filter((each) => each.name === name);
  if (program('values').length > 0) return { inputs: [], reserved, programs: program('values') };
  const isNested = speaksOfSections(chart);
  const params = isNested || program('params').length === 0 ? paramsOf(check, isNested ? ['params'] : []) : [];
  const slots = isNested || program('connections').length === 0 ? slotsOf(check, isNested ? ['connections'] : []) : [];
  return { inputs: [...params, ...slots], reserved, programs: isNested ? [] : chart.programs };
}

function speaksOfSections({ defaults, reads }: Chart): boolean {
  const sections = ['params', 'connections'];
  if (sections.some((name) => isObject(defaults?.value[name]))) return true;
  return reads.some(({ steps }) => sections.includes(steps[0]?.name ?? ''));
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

/** Whether a template reads a value, a part of it, or something that it is a part of. */
export function isRead({ reads }: Chart, at: readonly string[]): boolean {
  return reads.some(({ steps }) => at.slice(0, steps.length).every((name, index) => steps[index]?.name === name));
}
