import type { TextChange } from '../yaml/sliced-text.ts';
import type { Manifest } from './manifest.ts';
import { ManifestSnapshot } from './snapshot.ts';

/**
 * Reads a manifest. Never throws: what is wrong is in `problems()`, and the rest of the model is
 * there. Entries are parsed when they are first asked for.
 */
export function parseManifest(uri: string, version: number, text: string): Manifest {
  return ManifestSnapshot.parse(uri, version, text);
}

/**
 * The manifest after changes, applied one after the other as LSP sends them. Costs the entries that
 * the changes touch; every other entry is the same object as before. Equal to `parseManifest` of
 * the changed text.
 */
export function editManifest(manifest: Manifest, version: number, changes: readonly TextChange[]): Manifest {
  let next =
    manifest instanceof ManifestSnapshot
      ? manifest
      : ManifestSnapshot.parse(manifest.uri, manifest.version, manifest.text());
  for (const change of changes) next = next.edit(version, change);
  return next.version === version ? next : next.withVersion(version);
}

/** True for `infra.yaml` and `NAME.infra.yaml`. */
export function isManifestFile(uri: string): boolean {
  return /(?:^|[/\\]|\.)infra\.yaml$/.test(uri);
}
