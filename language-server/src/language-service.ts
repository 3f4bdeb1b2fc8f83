import { referencesFromBundle, referencesFromManifest } from './features/across-files/references.ts';
import {
  prepareRenameFromBundle,
  prepareRenameFromManifest,
  renameFromBundle,
  renameResourceType,
  typeInManifestAt,
} from './features/across-files/rename.ts';
import { bundleCodeActions } from './features/bundle/code-actions.ts';
import { completeInBundle } from './features/bundle/completion.ts';
import { openBundleDocument } from './features/bundle/document.ts';
import { hoverInBundle } from './features/bundle/hover.ts';
import { linkedEditingInBundle } from './features/bundle/linked-editing.ts';
import { linksInBundle } from './features/bundle/links.ts';
import { definitionInBundle, highlightsInBundle } from './features/bundle/navigation.ts';
import { semanticTokensInBundle } from './features/bundle/semantic-tokens.ts';
import { symbolsInBundle } from './features/bundle/symbols.ts';
import { closedManifests } from './features/closed-manifests.ts';
import { codeActions } from './features/code-actions.ts';
import { codeLenses } from './features/code-lens.ts';
import { complete } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { documentLinks } from './features/document-links.ts';
import { fixAllInBundle, fixAllInManifest } from './features/fix-all.ts';
import { foldingRanges } from './features/folding.ts';
import { format, formatInSteps } from './features/formatting.ts';
import { highlights } from './features/highlight.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { linkedEditingRanges } from './features/linked-editing.ts';
import { rename } from './features/rename.ts';
import { selectionRanges } from './features/selection-range.ts';
import { semanticTokens } from './features/semantic-tokens.ts';
import { documentSymbols, workspaceSymbols } from './features/symbols.ts';
import { editManifest, parseManifest } from './model/manifest/parse.ts';

/** Everything the server can say about manifests, without a connection, files or an editor. */
export type LanguageService = ReturnType<typeof createLanguageService>;

/**
 * Wires the features by hand. The service keeps nothing: the caller keeps snapshots of manifests
 * and of the registry, and passes them to each feature.
 */
export function createLanguageService() {
  return Object.freeze({
    parse: parseManifest,
    edit: editManifest,
    codeActions,
    codeLenses,
    complete,
    definition,
    documentLinks,
    documentSymbols,
    fixAll: fixAllInManifest,
    foldingRanges,
    format,
    formatInSteps,
    highlights,
    hover,
    inlayHints,
    linkedEditingRanges,
    prepareRename: prepareRenameFromManifest,
    references: referencesFromManifest,
    rename,
    /** The resource type at a position: it is renamed in every file. */
    resourceTypeAt: typeInManifestAt,
    renameResourceType,
    selectionRanges,
    semanticTokens,
    closedManifests,
    workspaceSymbols,
    /** The same for bundles and resource types. */
    bundle: Object.freeze({
      open: openBundleDocument,
      codeActions: bundleCodeActions,
      complete: completeInBundle,
      definition: definitionInBundle,
      fixAll: fixAllInBundle,
      highlights: highlightsInBundle,
      hover: hoverInBundle,
      linkedEditingRanges: linkedEditingInBundle,
      links: linksInBundle,
      prepareRename: prepareRenameFromBundle,
      references: referencesFromBundle,
      rename: renameFromBundle,
      semanticTokens: semanticTokensInBundle,
      symbols: symbolsInBundle,
    }),
  });
}
