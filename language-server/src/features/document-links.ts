import type { DocumentLink } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Registry } from '../model/registry/registry.ts';

/** Each bundle reference links to where the bundle's source is, when the bundle says so. */
export function documentLinks(manifest: Manifest, registry: Registry): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const component of manifest.components.values()) {
    const { bundle } = component;
    const reference = bundle?.value;
    const resolution = reference && registry.resolveBundle(reference);
    const url = resolution?.kind === 'found' ? resolution.bundle.sourceUrl : undefined;
    // Only the web: a bundle must not make a click open a file or run a command.
    if (!bundle || !reference || url === undefined || !/^https?:\/\/[^\s]+$/.test(url)) continue;
    links.push({
      range: manifest.range(component.slice, bundle.span),
      target: url,
      tooltip: `Source of ${reference.name}`,
    });
  }
  return links;
}
