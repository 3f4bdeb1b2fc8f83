import { isObject } from '../schema/own-property.ts';
import type { Chart, ValuesProgram } from './module.ts';

/**
 * Where in the values of a chart params or connections are. A chart gets what its `values.jq` makes,
 * else `{params, connections, envs}` when it speaks of these, else each param and each connection
 * by its own name, as Massdriver has it.
 *
 * @returns the names on the way from `.Values`; undefined when a program makes something else of them.
 */
export function placeInValues(chart: Chart, kind: 'param' | 'dependency'): readonly string[] | undefined {
  const section = kind === 'param' ? 'params' : 'connections';
  if (hasProgram(chart, 'values')) return undefined;
  if (speaksOfSections(chart)) return [section];
  return hasProgram(chart, section) ? undefined : [];
}

/** The programs of a chart that are run. */
export function programsOf(chart: Chart): Chart['programs'] {
  if (hasProgram(chart, 'values')) return chart.programs.filter(({ name }) => name === 'values');
  return speaksOfSections(chart) ? [] : chart.programs;
}

/** Whether a template reads a value, a part of it, or something that it is a part of. */
export function isRead({ reads }: Chart, at: readonly string[]): boolean {
  return reads.some(({ steps }) => at.slice(0, steps.length).every((name, index) => steps[index]?.name === name));
}

function hasProgram({ programs }: Chart, wanted: ValuesProgram): boolean {
  return programs.some(({ name }) => name === wanted);
}

function speaksOfSections({ defaults, reads }: Chart): boolean {
  const sections = ['params', 'connections'];
  if (sections.some((name) => isObject(defaults?.value[name]))) return true;
  return reads.some(({ steps }) => sections.includes(steps[0]?.name ?? ''));
}
