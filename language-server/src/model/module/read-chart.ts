import type { Location } from 'vscode-languageserver-types';
import { readDocument } from '../bundle/source-document.ts';
import { SourceText } from '../edit/source-text.ts';
import type { RegistryFile } from '../registry/registry.ts';
import { getOwn, isObject } from '../schema/own-property.ts';
import type { Chart, ChartRead, ChartValues, ModuleFiles, ValuesProgram } from './module.ts';
import { pathIn } from './module.ts';

/**
 * Reads what a Helm chart says of its values.
 *
 * @returns undefined when `values.yaml` does not parse: it may name what would seem to be missing.
 */
export function readChart(source: ModuleFiles): Chart | undefined {
  const file = (path: string): RegistryFile | undefined => source.files.find(({ uri }) => pathIn(source, uri) === path);
  const templates = source.files.filter(({ uri }) => pathIn(source, uri).startsWith('templates/'));
  const description = file('Chart.yaml');
  const subcharts = new Set([...dependenciesIn(description), ...vendored(source)]);
  const defaults = valuesIn(file('values.yaml'));
  if (defaults === 'broken') return undefined;
  const schema = valuesIn(file('values.schema.json'));
  return {
    ...(defaults && { defaults }),
    ...(schema && schema !== 'broken' && { schema }),
    subcharts,
    reads: templates.flatMap(readsIn),
    isWhole: isLocal(source) && description !== undefined && templates.length > 0 && subcharts.size === 0,
    programs: valuesPrograms.flatMap((name) => {
      const program = file(`${name}.jq`);
      return program ? [{ name, file: program }] : [];
    }),
  };
}

const valuesPrograms: readonly ValuesProgram[] = ['values', 'params', 'connections', 'envs', 'secrets'];

/** Whether the chart lies in the module; it may also come from a repository. */
function isLocal({ step }: ModuleFiles): boolean {
  return !Object.hasOwn(step.config, 'chart');
}

function valuesIn(file: RegistryFile | undefined): ChartValues | 'broken' | undefined {
  if (file === undefined) return undefined;
  const source = readDocument(file.text);
  if (source.problems.length > 0) return 'broken';
  return isObject(source.value) ? { uri: file.uri, source, value: source.value } : undefined;
}

/** The names under which a chart gives values to the charts that it depends on. */
function dependenciesIn(description: RegistryFile | undefined): readonly string[] {
  const described = valuesIn(description);
  if (described === undefined || described === 'broken') return [];
  const listed = getOwn(described.value, 'dependencies');
  return (Array.isArray(listed) ? (listed as unknown[]) : []).flatMap((dependency) => {
    const name = isObject(dependency) ? (getOwn(dependency, 'alias') ?? getOwn(dependency, 'name')) : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

function vendored(source: ModuleFiles): readonly string[] {
  return source.files.flatMap(({ uri }) => {
    const [folder, name, rest] = pathIn(source, uri).split('/');
    return folder === 'charts' && name !== undefined && rest !== undefined ? [name] : [];
  });
}

const valuesPath = /\.Values\b((?:\.[A-Za-z_]\w*)*)/g;
/** Renders other files of the chart, which may read anything. */
const rendersFiles = /\btpl\b[^}]*\.Files\b|\.Files\b[^}]*\btpl\b/;

function readsIn({ uri, text }: RegistryFile): readonly ChartRead[] {
  const lines = new SourceText(text);
  const place = (start: number, end: number): Location => ({
    uri,
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
  });
  const reads = [...text.matchAll(valuesPath)].map((match): ChartRead => {
    let at = match.index + '.Values'.length;
    const steps = (match[1] ?? '').split('.').slice(1);
    return {
      steps: steps.map((name) => {
        const start = at + 1;
        at = start + name.length;
        return { name, location: place(start, at) };
      }),
    };
  });
  return rendersFiles.test(text) ? [...reads, { steps: [] }] : reads;
}
