import { fragmentNames, registryFilesBelow } from '../../../model/registry/create.ts';
import { closest } from '../../../model/text-distance.ts';
import type { FixedAction } from '../../code-actions/fix.ts';
import type { BundleDocument } from '../document.ts';
import { mentionsIn } from '../mentions.ts';
import { replacement, type FixRequest } from './fix.ts';

/** The place, file or name that a `$ref` was probably meant to lead to. */
export function referenceFixes(request: FixRequest): FixedAction[] {
  const { document, problem, underlined } = request;
  if (problem.code !== 'reference-not-found') return [];
  const quote = /^["']/.exec(underlined)?.[0] ?? '';
  const written = quote === '' ? underlined : underlined.slice(1, -1);
  const meant = meantBy(document, written);
  return meant === undefined ? [] : [replacement(request, `Change to \`${meant}\``, quote + meant + quote)];
}

function meantBy(document: BundleDocument, written: string): string | undefined {
  if (written.startsWith('#')) return closest(written, pointers(document), 1)[0];
  const folder = document.uri.slice(0, document.uri.lastIndexOf('/') + 1);
  if (/^\.\.?\//.test(written)) {
    const files = registryFilesBelow(document.registry, folder).filter((uri) => uri.endsWith('.json'));
    return closest(
      written,
      files.map((uri) => `./${uri.slice(folder.length)}`),
      1,
    )[0];
  }
  if (!/^[a-z][\w-]*(?:\/[\w-]+)?$/i.test(written)) return undefined;
  const slash = written.lastIndexOf('/') + 1;
  const { registry } = document;
  const names = [...registry.resourceTypes().map(({ name }) => name), ...fragmentNames(registry)];
  const [name] = closest(written.slice(slash), names, 1);
  return name && written.slice(0, slash) + name;
}

/** Definitions of the file as `$ref`s lead to them, from the schema and from the file. */
function pointers(document: BundleDocument): string[] {
  return mentionsIn(document).flatMap(({ target }) => {
    if (target.kind !== 'definition') return [];
    const { path } = target;
    const { length } = document.schemaPath;
    return [path.slice(length), path].map((steps) => `#/${steps.join('/')}`);
  });
}
