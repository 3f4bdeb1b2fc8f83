import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  looksLikeResourceType,
  problemsAround,
  type FileProblems,
} from '@patchbay/language-server/features/file-problems';
import { loadBundle } from '@patchbay/language-server/model/bundle/load';
import { createManifestChecker } from '@patchbay/language-server/model/check/checker';
import { allProblems } from '@patchbay/language-server/model/check/problems';
import { parseManifest } from '@patchbay/language-server/model/manifest/parse';
import type { Problem, Severity } from '@patchbay/language-server/model/problem';
import { loadContextOf } from '@patchbay/language-server/model/registry/create';
import type { Registry, RegistryFile } from '@patchbay/language-server/model/registry/registry';
import { isBundleFile } from '@patchbay/language-server/model/registry/scan';
import { deploymentQuery, readDeployments } from '@patchbay/language-server/node/deployment-files';
import { readModuleFiles } from '@patchbay/language-server/node/module-files';
import { readRegistrySource } from '@patchbay/language-server/node/registry-files';
import { isManifestName, loadRegistry, readNamed, UsageError, workspaceOf } from '../provisioning/project.ts';
import { parseCheckArguments } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';

/** A problem and its file, as `--json` prints it. Lines and characters count from 0. */
interface CheckedProblem {
  readonly path: string;
  readonly range: Problem['range'];
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

/**
 * Checks every manifest, bundle and resource type below the given paths.
 *
 * @returns the exit code: 1 when there are errors
 * @throws UsageError for arguments that make no sense
 */
export async function check(args: readonly string[], builtIn: string): Promise<number> {
  const { paths, json, registryFolders, workspace } = parseCheckArguments(args);
  const registries = new Map<string, Registry>();
  const checked = new Map<string, readonly CheckedProblem[]>();
  for (const given of paths) {
    const { files, folder } = await filesBelow(given);
    const root = path.resolve(workspace ?? (await workspaceOf(folder)));
    const registry = registries.get(root) ?? (await loadRegistry(root, { registryFolders, builtIn }));
    registries.set(root, registry);
    for (const file of files) for (const [uri, found] of await problemsOf(file, registry)) checked.set(uri, found);
  }
  const problems = [...checked].sort(([left], [right]) => (left < right ? -1 : 1)).flatMap(([, found]) => found);

  if (checked.size === 0)
    process.stderr.write(`There is no manifest, bundle or resource type below ${paths.join(', ')}.\n`);
  if (json) process.stdout.write(`${JSON.stringify(problems, undefined, 2)}\n`);
  else if (checked.size > 0) printProblems(problems);
  return problems.some(({ severity }) => severity === 'error') ? exitCodes.failed : exitCodes.done;
}

/** The files to check, and the folder that decides which workspace they belong to. */
async function filesBelow(
  given: string,
): Promise<{ readonly files: readonly RegistryFile[]; readonly folder: string }> {
  const info = await stat(given).catch(() => undefined);
  if (info === undefined) throw new UsageError(`There is no file or folder ${given}.`);
  const absolute = path.resolve(given);
  if (info.isDirectory()) {
    const { files } = await readRegistrySource('workspace', absolute);
    return { files: files.filter(isOurs), folder: absolute };
  }
  const file = { uri: pathToFileURL(absolute).href, text: await readNamed(given) };
  if (!isOurs(file)) throw new UsageError(`${given} is no manifest, no bundle and no resource type.`);
  return { files: [file], folder: path.dirname(absolute) };
}

function isOurs({ uri, text }: RegistryFile): boolean {
  return isManifestName(path.posix.basename(uri)) || isBundleFile(uri) || looksLikeResourceType(uri, text);
}

/** The problems of a file, and of files of its modules that have some. */
async function problemsOf(
  { uri, text }: RegistryFile,
  registry: Registry,
): Promise<ReadonlyMap<string, readonly CheckedProblem[]>> {
  const { own, elsewhere } = isManifestName(path.posix.basename(uri))
    ? await manifestProblems(uri, text, registry)
    : await bundleOrTypeProblems(uri, text, registry);
  return new Map([[uri, own] as const, ...elsewhere].map(([at, problems]) => [at, asChecked(at, problems)]));
}

function asChecked(uri: string, problems: readonly Problem[]): readonly CheckedProblem[] {
  const relative = path.relative(process.cwd(), fileURLToPath(uri)).split(path.sep).join('/');
  return problems
    .toSorted((left, right) => comparePositions(left.range.start, right.range.start))
    .map(({ range, severity, code, message }) => ({ path: relative, range, severity, code, message }));
}

function comparePositions(left: Problem['range']['start'], right: Problem['range']['start']): number {
  return left.line - right.line || left.character - right.character;
}

async function bundleOrTypeProblems(uri: string, text: string, registry: Registry): Promise<FileProblems> {
  if (!isBundleFile(uri)) return problemsAround('resource-type', uri, text, registry);
  const { bundle } = loadBundle(uri, text, loadContextOf(registry));
  const modules = bundle === undefined ? [] : await readModuleFiles(uri, bundle.steps);
  return problemsAround('bundle', uri, text, registry, () => modules);
}

async function manifestProblems(uri: string, text: string, registry: Registry): Promise<FileProblems> {
  const manifest = parseManifest(uri, 0, text);
  const deployments = await readDeployments(deploymentQuery(manifest));
  const own = allProblems(manifest, createManifestChecker().check(manifest, registry, deployments));
  return { own, elsewhere: new Map() };
}

function printProblems(problems: readonly CheckedProblem[]): void {
  for (const { path: file, range, severity, code, message } of problems) {
    process.stdout.write(
      `${file}:${range.start.line + 1}:${range.start.character + 1}: ${severity}: ${message} (${code})\n`,
    );
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const rest = problems.length - errors;
  if (problems.length === 0) process.stdout.write('No problems.\n');
  else
    process.stdout.write(
      `${errors} ${errors === 1 ? 'error' : 'errors'}, ${rest} other ${rest === 1 ? 'problem' : 'problems'}.\n`,
    );
}
