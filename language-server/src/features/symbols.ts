import { SymbolKind, type DocumentSymbol, type SymbolInformation } from 'vscode-languageserver-types';
import { formatBundleReference } from '../model/manifest/reference.ts';
import type { ComponentSettings, Manifest } from '../model/manifest/manifest.ts';

/** The outline of a manifest: components, imported resources, environments with their overrides. */
export function documentSymbols(manifest: Manifest): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  for (const component of manifest.components.values()) {
    symbols.push(symbolOf(manifest, component, SymbolKind.Class, bundleText(component)));
  }
  for (const resource of manifest.resources.values()) {
    symbols.push(symbolOf(manifest, resource, SymbolKind.Interface, resource.type?.value));
  }
  for (const environment of manifest.environments.values()) {
    symbols.push({
      ...symbolOf(manifest, environment, SymbolKind.Namespace, environment.protected ? 'protected' : undefined),
      children: Array.from(environment.components.values(), (override) =>
        symbolOf(manifest, override, SymbolKind.Field, bundleText(override)),
      ),
    });
  }
  return symbols.sort((a, b) => a.range.start.line - b.range.start.line);
}

/** Symbols one after the other, each with the name of the one around it, for editors that show no outline as a tree. */
export function flatSymbols(
  uri: string,
  symbols: readonly DocumentSymbol[],
  containerName?: string,
): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(containerName !== undefined && { containerName }) },
    ...flatSymbols(uri, children, name),
  ]);
}

/** Components, imported resources and environments of manifests whose name has the letters of the query, in order. */
export function workspaceSymbols(manifests: Iterable<Manifest>, query: string): SymbolInformation[] {
  const wanted = query.toLowerCase();
  const found: SymbolInformation[] = [];
  for (const manifest of manifests) {
    for (const { name, kind, selectionRange } of documentSymbols(manifest)) {
      if (!hasLetters(name.toLowerCase(), wanted)) continue;
      const containerName = manifest.project?.name.value;
      const location = { uri: manifest.uri, range: selectionRange };
      found.push({ name, kind, location, ...(containerName !== undefined && { containerName }) });
    }
  }
  return found;
}

interface Entry {
  readonly slice: ComponentSettings['slice'];
  readonly name: ComponentSettings['name'];
  readonly span: ComponentSettings['span'];
}

function symbolOf(manifest: Manifest, entry: Entry, kind: SymbolKind, detail: string | undefined): DocumentSymbol {
  return {
    name: entry.name.value === '' ? '(no name)' : entry.name.value,
    kind,
    range: manifest.range(entry.slice, entry.span),
    selectionRange: manifest.range(entry.slice, entry.name.span),
    ...(detail !== undefined && { detail }),
  };
}

function bundleText({ bundle }: ComponentSettings): string | undefined {
  return bundle?.value && formatBundleReference(bundle.value);
}

function hasLetters(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
