import type { Manifest } from '../manifest/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import type { ManifestProblems } from './problems.ts';

/** Checks the snapshots of one manifest, keeping what an edit did not touch. */
export interface ManifestChecker {
  /** Everything that is wrong with the manifest, measured against the registry. */
  check(manifest: Manifest, registry: Registry): ManifestProblems;
}
