import type { Location } from 'vscode-languageserver-types';
import { SourceText } from '../../model/edit/source-text.ts';
import { pathIn, type ModuleFiles, type TerraformModule } from '../../model/module/module.ts';
import { readModule } from '../../model/module/read.ts';
import { nameOf, type Renameable } from './rename-places.ts';

/** Names that Terraform keeps for itself. */
const reserved: ReadonlySet<string> = new Set([
  'count',
  'depends_on',
  'for_each',
  'lifecycle',
  'locals',
  'providers',
  'source',
  'version',
]);

/**
 * Where Terraform modules declare and read the variable of a param, dependency or secret, in those
 * modules in which all of it is plain. Another module stays as it is: the checks say at once that
 * its variable has no param any more.
 */
export function variablePlaces(target: Renameable, newName: string, modules: readonly ModuleFiles[]): Location[] {
  const isVariable =
    target.kind === 'slot' || target.kind === 'secret' || (target.kind === 'param' && target.path.length === 1);
  if (!isVariable || reserved.has(newName)) return [];
  return modules.map(readModule).flatMap((module) => {
    if (module.kind !== 'terraform' || module.variables.has(newName)) return [];
    return plainPlaces(module, nameOf(target)) ?? [];
  });
}

/** Undefined when something may speak of the variable that is not known as its declaration or a reference. */
function plainPlaces({ source, variables, references, filled }: TerraformModule, name: string): Location[] | undefined {
  if (filled.has(name) || !/^[A-Za-z_][\w-]*$/.test(name)) return undefined;
  const declaration = variables.get(name)?.location;
  const reads = references.filter(({ variable }) => variable === name).map(({ location }) => location);
  const places = declaration === undefined ? reads : [declaration, ...reads];
  const word = new RegExp(`(?<![\\w-])(?:var\\.${name}|variable\\s+"${name}")(?![\\w-])`, 'g');
  let found = 0;
  for (const { uri, text } of source.files) {
    const path = pathIn(source, uri);
    if (path.includes('/')) continue;
    if (/\.json$/.test(path) && text.includes(`"${name}"`)) return undefined;
    if (/\.(?:tf|tofu)$/.test(path)) found += [...text.matchAll(word)].length;
  }
  if (found !== places.length) return undefined;
  const exact = places.map((place) => nameIn(place, name, source));
  return exact.every((place) => place !== undefined) ? exact : undefined;
}

/** The name alone: a declaration may be located with its quotes. */
function nameIn({ uri, range }: Location, name: string, { files }: ModuleFiles): Location | undefined {
  const text = files.find((file) => file.uri === uri)?.text;
  if (text === undefined) return undefined;
  const source = new SourceText(text);
  const start = source.offsetAt(range.start);
  const written = text.slice(start, source.offsetAt(range.end));
  const at = written === name ? 0 : written === `"${name}"` ? 1 : -1;
  if (at < 0) return undefined;
  return {
    uri,
    range: { start: source.positionAt(start + at), end: source.positionAt(start + at + name.length) },
  };
}
