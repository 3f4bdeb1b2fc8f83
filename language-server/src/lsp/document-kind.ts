/** What a file is to Patchbay. */
export type DocumentKind = 'manifest' | 'bundle' | 'resource-type' | 'other';

/**
 * Decides by the language that the editor names, then by the file name: editors other than VS Code
 * say `yaml` for all of them.
 */
export function documentKind(uri: string, languageId: string): DocumentKind {
  if (languageId === 'infra-manifest') return 'manifest';
  if (languageId === 'infra-bundle') return 'bundle';
  const fileName = uri.slice(uri.lastIndexOf('/') + 1);
  if (fileName === 'infra.yaml' || fileName.endsWith('.infra.yaml')) return 'manifest';
  if (fileName === 'massdriver.yaml' || fileName === 'bundle.yaml') return 'bundle';
  return /\.(ya?ml|json)$/.test(fileName) ? 'resource-type' : 'other';
}
