import type { PaletteEntry } from '@patchbay/language-server/protocol';
import { matchesWords } from '../diagram/search.ts';

const origins: Readonly<Record<PaletteEntry['origin'], string>> = {
  workspace: 'Workspace',
  folder: 'Folders',
  oci: 'Registry',
  'built-in': 'Built in',
};
const order: readonly PaletteEntry['origin'][] = ['workspace', 'folder', 'oci', 'built-in'];

export interface PaletteGroup {
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

/** Entries that a search over name, description and types leaves, by where they come from, each group by name. */
export function filterPalette(entries: readonly PaletteEntry[], query: string): readonly PaletteGroup[] {
  const found = entries.filter((entry) =>
    matchesWords(query, [
      entry.name,
      entry.description,
      ...entry.dependencies.map((port) => port.type),
      ...entry.resources.map((port) => port.type),
    ]),
  );
  return order
    .map((origin) => ({
      title: origins[origin],
      entries: found.filter((entry) => entry.origin === origin).sort((a, b) => (a.name < b.name ? -1 : 1)),
    }))
    .filter((group) => group.entries.length > 0);
}
