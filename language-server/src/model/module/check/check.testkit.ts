import { expect } from 'vitest';
import { loadBundle } from '../../bundle/load.ts';
import type { Problem } from '../../problem.ts';
import { createRegistry, loadContextOf } from '../../registry/create.ts';
import type { ModuleFiles } from '../module.ts';
import { checkModules } from './check.ts';

/** A registry with the resource type `aws-vpc`. */
export const registry = createRegistry([
  {
    origin: 'built-in',
    files: [
      {
        uri: 'file:///types/vpc.yaml',
        text: 'name: aws-vpc\nversion: 1.0.0\nschema: { required: [data], properties: { data: { required: [infrastructure], properties: { infrastructure: { properties: { arn: {}, cidr: { type: string } } } } } } }\n',
      },
    ],
  },
]);

/** Files of a module by their paths in it. */
export interface Files {
  readonly [path: string]: string;
}

/** A bundle with the same files for each of its steps: every problem on a line, with the word it stands at, and
 * with its file when it is one of the module. */
export function moduleProblems(text: string, files: Files): string[] {
  const loaded = loadBundle('file:///b/bundle.yaml', text, loadContextOf(registry));
  expect(loaded.problems).toEqual([]);
  const modules = (loaded.bundle?.steps ?? []).map((step, index): ModuleFiles => ({
    step,
    index,
    folder: `file:///b/${step.path}/`,
    files: Object.entries(files).map(([path, content]) => ({ uri: `file:///b/${step.path}/${path}`, text: content })),
  }));
  const { own, elsewhere } = checkModules(loaded, registry, modules);
  const inModules = [...elsewhere].flatMap(([uri, problems]) =>
    problems.map((problem) => {
      const file = modules.flatMap((module) => module.files).find((each) => each.uri === uri);
      return `${shortened(uri)}: ${line(file?.text ?? '', problem)}`;
    }),
  );
  return [...own.map((problem) => line(text, problem)), ...inModules];
}

function shortened(uri: string): string {
  return uri.replace('file:///b/', '');
}

function line(text: string, { range, severity, code, message, related }: Problem): string {
  const [place] = related ?? [];
  const at = place && `${shortened(place.location.uri)}:${place.location.range.start.line}`;
  const end = range.end.line === range.start.line ? range.end.character : undefined;
  const word = text.split('\n')[range.start.line]?.slice(range.start.character, end) ?? '';
  return `${word} ${severity} ${code}${at === undefined ? '' : ` ${at}`} ${message}`;
}
