import type { DocumentLink } from 'vscode-languageserver-types';
import type { ComponentSettings, Located, Manifest, Reference } from '../model/manifest/manifest.ts';
import type { Registry } from '../model/registry/registry.ts';
import type { Slice } from '../model/yaml/slice.ts';
import { webAddress } from './web-address.ts';

/**
 * Each bundle reference links to where the bundle's source is, when the bundle says so; each file
 * that a secret or an imported resource is read from links to that file.
 */
export function documentLinks(manifest: Manifest, registry: Registry): DocumentLink[] {
  const links: (DocumentLink | undefined)[] = [];
  const addSettings = (settings: ComponentSettings): void => {
    links.push(bundleLink(manifest, registry, settings));
    for (const { reference } of settings.secrets) links.push(fileLink(manifest, settings.slice, reference));
  };
  for (const component of manifest.components.values()) addSettings(component);
  for (const { slice, from } of manifest.resources.values()) links.push(fileLink(manifest, slice, from));
  for (const environment of manifest.environments.values()) {
    for (const override of environment.components.values()) addSettings(override);
  }
  return links.filter((link) => link !== undefined);
}

function bundleLink(
  manifest: Manifest,
  registry: Registry,
  { slice, bundle }: ComponentSettings,
): DocumentLink | undefined {
  const reference = bundle?.value;
  const resolution = reference && registry.resolveBundle(reference);
  const source = resolution?.kind === 'found' ? resolution.bundle.sourceUrl : undefined;
  const target = source === undefined ? undefined : webAddress(source);
  if (!bundle || !reference || target === undefined) return undefined;
  return { range: manifest.range(slice, bundle.span), target, tooltip: `Source of ${reference.name}` };
}

function fileLink(
  manifest: Manifest,
  slice: Slice,
  from: Located<Reference | undefined> | undefined,
): DocumentLink | undefined {
  if (from?.value?.kind !== 'file') return undefined;
  const { path } = from.value;
  const start = slice.text.indexOf(path, from.span.start);
  const target = fileAt(path, manifest.uri);
  // Behind an alias the path stands elsewhere.
  if (target === undefined || start === -1 || start + path.length > from.span.end) return undefined;
  return { range: manifest.range(slice, { start, end: start + path.length }), target, tooltip: 'Open the file' };
}

/** A path from the folder of the manifest; undefined for one that no address can name, or without a folder. */
function fileAt(path: string, manifest: string): string | undefined {
  const isLocal = manifest.startsWith('file:') && path !== '' && !/^(?:[A-Za-z]:|\/\/|~)/.test(path);
  // Half of a pair of code units is no character.
  if (!isLocal || /\p{Surrogate}/u.test(path)) return undefined;
  return new URL(path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/'), manifest).href;
}
