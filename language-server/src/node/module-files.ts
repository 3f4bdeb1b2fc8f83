import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Step } from '../model/bundle/bundle.ts';
import type { ModuleFiles } from '../model/module/module.ts';
import { readFilesBelow, type Limits } from './files-below.ts';

const limits: Limits = {
  wanted: (name) =>
    /\.(?:tf|tofu|tfvars|jq|ya?ml|tpl)$|\.(?:tf|tofu|tfvars)\.json$|^values\.schema\.json$|^NOTES\.txt$/.test(name),
  deepest: 4,
  most: 500,
  largest: 1_000_000,
};

/** Names of files that may say what a module takes and gives; the registry watches YAML and JSON anyway. */
export const moduleFileGlob = '**/{*.tf,*.tofu,*.tfvars,*.jq,*.tpl,NOTES.txt}';

/**
 * Reads the modules of a bundle. A step whose folder is not there, or lies outside of the bundle,
 * has no files.
 *
 * @param uri of the bundle's file.
 */
export async function readModuleFiles(uri: string, steps: readonly Step[]): Promise<readonly ModuleFiles[]> {
  if (!uri.startsWith('file:')) return steps.map((step, index) => ({ step, index, folder: '', files: [] }));
  const root = dirname(fileURLToPath(uri));
  return Promise.all(
    steps.map(async (step, index): Promise<ModuleFiles> => {
      const folder = new URL(`${encodedPath(step.path, '/')}/`, uri).href;
      const path = fileURLToPath(folder);
      const found = await readFilesBelow(path, root, limits).catch(() => []);
      const files = found.map((file) => ({
        uri: folder + encodedPath(relative(path, file.path), sep),
        text: file.text,
      }));
      return { step, index, folder, files };
    }),
  );
}

/** The path below a folder as a relative URI: `a b` is `a%20b`. */
function encodedPath(path: string, separator: string): string {
  const steps = path.split(separator).filter((step) => step !== '' && step !== '.');
  return ['.', ...steps.map(encodeURIComponent)].join('/').replace(/^\.\/(?=.)/, '');
}
