import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileProblems } from '@patchbay/language-server/features/file-problems';
import { createManifestChecker } from '@patchbay/language-server/model/check/checker';
import { allProblems } from '@patchbay/language-server/model/check/problems';
import { parseManifest } from '@patchbay/language-server/model/manifest/parse';
import type { Problem, Severity } from '@patchbay/language-server/model/problem';
import type { Registry, RegistryFile } from '@patchbay/language-server/model/registry/registry';
import { isBundleFile } from '@patchbay/language-server/model/registry/scan';
import { readRegistrySource } from '@patchbay/language-server/node/registry-files';
import { isManifestName, loadRegistry, UsageError, workspaceOf } from '../provisioning/project.ts';
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
  const files = (await Promise.all(paths.map(filesBelow))).flat();
  const root = workspace ?? (await workspaceOf(await folderOf(paths[0] ?? '.')));
  const registry = await loadRegistry(path.resolve(root), { registryFolders, builtIn });
  const problems = uniqueFiles(files).flatMap((file) => problemsOf(file, registry));

  if (json) process.stdout.write(`${JSON.stringify(problems, undefined, 2)}\n`);
  else printProblems(problems);
  return problems.some(({ severity }) => severity === 'error') ? exitCodes.failed : exitCodes.done;
}

async function filesBelow(given: string): Promise<readonly RegistryFile[]> {
  const info = await stat(given).catch(() => undefined);
  if (info === undefined) throw new UsageError(`There is no file or folder ${given}.`);
  const absolute = path.resolve(given);
  if (info.isDirectory()) return (await readRegistrySource('workspace', absolute)).files;
  return [{ uri: pathToFileURL(absolute).href, text: await readFile(absolute, 'utf8') }];
}

async function folderOf(given: string): Promise<string> {
  const info = await stat(given);
  return info.isDirectory() ? path.resolve(given) : path.dirname(path.resolve(given));
}

function uniqueFiles(files: readonly RegistryFile[]): readonly RegistryFile[] {
  return [...new Map(files.map((file) => [file.uri, file])).values()].sort((left, right) =>
    left.uri < right.uri ? -1 : 1,
  );
}

function problemsOf({ uri, text }: RegistryFile, registry: Registry): readonly CheckedProblem[] {
  const file = fileURLToPath(uri);
  const relative = path.relative(process.cwd(), file).split(path.sep).join('/');
  const problems = isManifestName(path.basename(file))
    ? manifestProblems(uri, text, registry)
    : fileProblems(isBundleFile(uri) ? 'bundle' : 'resource-type', uri, text, registry);
  return problems.map(({ range, severity, code, message }) => ({ path: relative, range, severity, code, message }));
}

function manifestProblems(uri: string, text: string, registry: Registry): readonly Problem[] {
  const manifest = parseManifest(uri, 0, text);
  return allProblems(manifest, createManifestChecker().check(manifest, registry));
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
