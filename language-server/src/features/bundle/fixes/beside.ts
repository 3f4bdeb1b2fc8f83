import { CodeActionKind, type Location } from 'vscode-languageserver-types';
import { SourceText } from '../../../model/edit/source-text.ts';
import { generatedFile } from '../../../model/module/check/generated-file.ts';
import type { TerraformModule } from '../../../model/module/module.ts';
import { readModule } from '../../../model/module/read.ts';
import { getOwn, isObject } from '../../../model/schema/own-property.ts';
import type { FixedAction } from '../../code-actions/fix.ts';
import { valueAt } from '../document.ts';
import type { FixRequest } from './fix.ts';

/** Fixes in the files of the module, beside the bundle's own. */
export function fixesBeside(request: FixRequest): FixedAction[] {
  switch (request.problem.code) {
    case 'module-path':
    case 'module-variable-undeclared':
    case 'resource-unknown-field':
      return corrected(request);
    case 'unused-param':
    case 'unused-dependency':
      return addedVariable(request);
    case 'module-variable-optional':
      return defaultedVariable(request);
    default:
      return [];
  }
}

/** The name that is meant, where the module has another one. */
function corrected({ problem, data, modules }: FixRequest): FixedAction[] {
  const { suggestion, word } = data;
  const location = problem.related?.[0]?.location;
  if (typeof suggestion !== 'string' || typeof word !== 'string' || location === undefined) return [];
  const source = sourceOf(location, modules);
  if (source === undefined) return [];
  const start = source.offsetAt(location.range.start);
  const at = source.text.slice(start, source.offsetAt(location.range.end)).lastIndexOf(word);
  if (at < 0) return [];
  const range = { start: source.positionAt(start + at), end: source.positionAt(start + at + word.length) };
  return [
    inModule(
      problem,
      `Change \`${word}\` to \`${suggestion}\` in ${fileName(location.uri)}`,
      location.uri,
      { range, newText: suggestion },
      true,
    ),
  ];
}

/** A variable for what no module takes, at the end of the file that declares the others. */
function addedVariable({ document, problem, path, data, modules }: FixRequest): FixedAction[] {
  const name = path.at(-1);
  // What is deeper is a part of a variable's type.
  const isOwn = path[0] !== 'params' || path.length === 3;
  if (typeof name !== 'string' || !isOwn || data['suggestion'] !== undefined) return [];
  const [module] = modules.map(readModule).filter((each) => each.kind === 'terraform');
  if (module === undefined) return [];
  const file = fileForVariables(module);
  if (file === undefined) return [];
  const source = new SourceText(file.text);
  const lineBreak = source.lineBreak(file.text.length);
  const type = problem.code === 'unused-param' ? typeOf(valueAt(document.root, path)) : 'any';
  const block = [`variable "${name}" {`, `  type = ${type}`, '}', ''].join(lineBreak);
  const gap = file.text.trim() === '' ? '' : file.text.endsWith('\n') ? lineBreak : lineBreak + lineBreak;
  const end = source.positionAt(file.text.length);
  const edit = { range: { start: end, end }, newText: gap + block };
  return [inModule(problem, `Add \`variable "${name}"\` to ${fileName(file.uri)}`, file.uri, edit)];
}

/** Files that are written again by a tool are no place for what a person adds. */
function fileForVariables({ source, variables }: TerraformModule) {
  const own = source.files.filter(({ uri }) => /\.(?:tf|tofu)$/.test(uri) && generatedFile(uri) === undefined);
  const atTop = own.filter(({ uri }) => uri.slice(source.folder.length).indexOf('/') < 0);
  const declaring = new Set([...variables.values()].map(({ location }) => location.uri));
  return (
    atTop.find(({ uri }) => /\/variables\.(?:tf|tofu)$/.test(uri)) ??
    atTop.find(({ uri }) => declaring.has(uri)) ??
    atTop[0]
  );
}

const terraformTypes: ReadonlyMap<unknown, string> = new Map([
  ['string', 'string'],
  ['integer', 'number'],
  ['number', 'number'],
  ['boolean', 'bool'],
]);

function typeOf(schema: unknown): string {
  return terraformTypes.get(isObject(schema) ? getOwn(schema, 'type') : undefined) ?? 'any';
}

/** `default = null` for a variable whose param may be left out. */
function defaultedVariable({ problem, modules }: FixRequest): FixedAction[] {
  const location = problem.related?.[0]?.location;
  const source = location && sourceOf(location, modules);
  if (location === undefined || source === undefined || generatedFile(location.uri) !== undefined) return [];
  const line = source.line(source.offsetAt(location.range.start));
  const open = /^\s*variable\s+"[^"]+"\s*\{/.exec(line)?.[0];
  if (open === undefined) return [];
  const start = source.lineStart(source.offsetAt(location.range.start)) + open.length;
  const isEmpty = /^\s*\}/.test(line.slice(open.length));
  const place = source.positionAt(start);
  const lineBreak = source.lineBreak(start);
  const newText = `${lineBreak}  default = null${isEmpty ? lineBreak : ''}`;
  if (!isEmpty && line.slice(open.length).trim() !== '') return [];
  return [
    inModule(problem, `Add \`default = null\` in ${fileName(location.uri)}`, location.uri, {
      range: { start: place, end: place },
      newText,
    }),
  ];
}

function inModule(
  problem: FixRequest['problem'],
  title: string,
  uri: string,
  edit: { readonly range: Location['range']; readonly newText: string },
  preferred = false,
): FixedAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    edit: { changes: { [uri]: [edit] } },
    ...(preferred && { isPreferred: true }),
    problem,
  };
}

function sourceOf({ uri }: Location, modules: FixRequest['modules']): SourceText | undefined {
  const file = modules.flatMap(({ files }) => files).find((each) => each.uri === uri);
  return file && new SourceText(file.text);
}

function fileName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return `\`${decodeURIComponent(name)}\``;
  } catch {
    return `\`${name}\``;
  }
}
