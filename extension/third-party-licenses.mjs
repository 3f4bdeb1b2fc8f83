/**
 * The licences of everything that is bundled into the extension, in one text: what their authors
 * ask of whoever passes their work on.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Packages that are bundled although they are development dependencies. */
const bundledTools = ['svelte', 'pg', '@electric-sql/pglite', '@electric-sql/pglite-socket'];

/**
 * Follows the dependencies of the workspaces below `root` and returns the licence text of each.
 *
 * @throws when a package is not installed or has no licence: then it must not ship.
 */
export async function thirdPartyLicenses(root, workspaces) {
  const found = new Map();
  for (const workspace of workspaces) {
    const { dependencies = {} } = await readPackage(path.join(root, workspace));
    for (const name of Object.keys(dependencies)) await collect(name, path.join(root, workspace), found);
  }
  for (const name of bundledTools) await collect(name, path.join(root, 'extension'), found);
  const texts = [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, text]) => `${title}\n\n${text.trim()}\n`);
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function collect(name, from, found) {
  const folder = locate(name, from);
  const { version, license, dependencies = {} } = await readPackage(folder);
  const title = `${name} ${version} (${license})`;
  if (found.has(title) || name.startsWith('@patchbay/')) return;
  found.set(title, await licenseText(folder, license));
  for (const dependency of Object.keys(dependencies)) await collect(dependency, folder, found);
}

async function readPackage(folder) {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
}

/** The folder of a package, as Node would find it from `from`; throws when there is none. */
function locate(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === path.dirname(folder)) throw new Error(`${name} is not installed: run npm ci.`);
  }
}

async function licenseText(folder, license) {
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined) return readFile(path.join(folder, file), 'utf8');
  if (license === undefined) throw new Error(`${folder} has no licence.`);
  return `Licensed under ${license}; the package carries no licence text of its own.`;
}
