import { isManifestFile } from '../model/manifest/parse.ts';
import { isBundleFile } from '../model/registry/scan.ts';

/** What a file is to Patchbay. */
export type DocumentKind = 'manifest' | 'bundle' | 'resource-type' | 'other';

/**
 * Decides by the language that the editor names, then by the file name: editors other than VS Code
 * say `yaml` for all of them.
 */
export function documentKind(uri: string, languageId: string): DocumentKind {
  if (languageId === 'infra-manifest') return 'manifest';
  if (languageId === 'infra-bundle') return 'bundle';
  if (isManifestFile(uri)) return 'manifest';
  if (isBundleFile(uri)) return 'bundle';
  // Defaults of a Helm chart.
  if (uri.endsWith('/values.yaml')) return 'other';
  return /\.(ya?ml|json)$/.test(uri) ? 'resource-type' : 'other';
}
